package io.hwnas.search;

import io.hwnas.space.Decision;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes what a network chooses on one line: by kind of decision, such as {@code kernel}, the
 * choices in the order of the blocks, repeated ones as {@code 3×20}. Decisions of blocks that the
 * network lacks are left out.
 *
 * @param space the space whose decisions they are
 */
record ChoicesText(SearchSpace space) {
  /** Returns the line, such as {@code depth 2×5, kernel 3×9 5}. */
  String of(DecisionVector vector) {
    Set<Integer> absent = space.ofAbsentBlocks(vector);
    Map<String, List<String>> byKind = new LinkedHashMap<>();
    for (int place = 0; place < space.decisions().size(); place++) {
      if (!absent.contains(place)) {
        Decision decision = space.decisions().get(place);
        String kind = decision.name().substring(decision.name().lastIndexOf('.') + 1);
        byKind
            .computeIfAbsent(kind, name -> new ArrayList<>())
            .add(decision.choices().get(vector.choices().get(place)));
      }
    }
    return byKind.entrySet().stream()
        .map(entry -> entry.getKey() + " " + counted(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String counted(List<String> choices) {
    List<String> runs = new ArrayList<>();
    int start = 0;
    for (int end = 1; end <= choices.size(); end++) {
      if (end == choices.size() || !choices.get(end).equals(choices.get(start))) {
        runs.add(choices.get(start) + (end - start > 1 ? "×" + (end - start) : ""));
        start = end;
      }
    }
    return String.join(" ", runs);
  }
}
