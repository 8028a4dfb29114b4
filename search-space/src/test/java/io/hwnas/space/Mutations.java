package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Damages files as people and disks do, and checks that readers answer with one located line. */
final class Mutations {
  private static final List<String> INSERTED =
      List.of(
          ":",
          "- ",
          "[",
          "}",
          "*",
          "&a ",
          "!!int ",
          "'",
          "\"",
          "\t",
          "#",
          "-1",
          "0",
          "99999999999",
          "0.5",
          ".nan",
          "none",
          "true",
          "\n",
          "{}",
          "[]",
          "~",
          "x",
          "\u0000",
          "é",
          "4");

  private Mutations() {}

  static void assertReadsOrExplains(String text, long seed, Consumer<YamlNode> reader) {
    String damaged = damage(text, Seeds.of(seed, "mutation"));
    try {
      reader.accept(YamlNode.parse("f.yaml", damaged));
    } catch (InvalidInputException e) {
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      assertTrue(e.getMessage().matches("f\\.yaml:[0-9]+: .+"), e.getMessage());
    }
  }

  private static String damage(String text, RandomGenerator random) {
    String damaged = text;
    for (int count = 1 + random.nextInt(3); count > 0 && !damaged.isEmpty(); count--) {
      int at = random.nextInt(damaged.length());
      String rest = damaged.substring(at);
      damaged =
          switch (random.nextInt(5)) {
            case 0 -> damaged.substring(0, at) + rest.substring(1);
            case 1 -> damaged.substring(0, at) + any(random) + rest;
            case 2 -> damaged.substring(0, at) + "\n";
            case 3 -> withLine(damaged, random, "");
            default -> withLine(damaged, random, any(random));
          };
    }
    return damaged;
  }

  /** Drops a line, or replaces the value that stands in it. */
  private static String withLine(String text, RandomGenerator random, String value) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int at = random.nextInt(lines.size());
    String line = lines.remove(at);
    if (!value.isEmpty()) {
      lines.add(at, line.replaceAll(": .*", ": ") + value);
    }
    return String.join("\n", lines) + "\n";
  }

  private static String any(RandomGenerator random) {
    return INSERTED.get(random.nextInt(INSERTED.size()));
  }
}
