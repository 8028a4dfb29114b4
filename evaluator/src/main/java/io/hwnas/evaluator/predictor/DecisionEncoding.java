package io.hwnas.evaluator.predictor;

import io.hwnas.space.Decision;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.Suggestions;
import java.util.ArrayList;
import java.util.List;

/**
 * Decision vectors of a space as inputs of a predictor: one-hot, and all zeros for the decisions of
 * a block that the network does not have.
 */
public final class DecisionEncoding {
  /** One-hot of each decision, in the order of the space. */
  public static final String ONE_HOT = "one-hot";

  /**
   * Once-for-All's: one-hot kernel of each block, then one-hot expansion ratio of each block, then
   * the resolution, from 112 in steps of 16, in 8 places (Cai et al., ICLR 2020).
   */
  public static final String ONCE_FOR_ALL = "once-for-all";

  /** The encodings there are. */
  public static final List<String> NAMES = List.of(ONE_HOT, ONCE_FOR_ALL);

  private static final int RESOLUTIONS = 8;
  private static final int LEAST_RESOLUTION = 112;
  private static final int RESOLUTION_STEP = 16;

  /**
   * The inputs that one decision switches.
   *
   * @param place the decision
   * @param first where its inputs begin
   * @param depthPlace the decision on how many blocks its stage has, or -1
   * @param leastDepth the first choice of that decision at which its block is there
   */
  private record Part(int place, int first, int depthPlace, int leastDepth) {}

  private final SearchSpace space;
  private final List<Part> parts = new ArrayList<>();
  private int size;
  private int[] resolutionInputs = {};
  private int resolutionPlace = -1;

  private DecisionEncoding(SearchSpace space) {
    this.space = space;
  }

  /**
   * Returns an encoding of a space.
   *
   * @param name one of {@link #NAMES}
   * @param space the space
   * @return the encoding
   * @throws InvalidInputException if there is none of that name, with the nearest, or the space has
   *     not the decisions that it encodes
   */
  public static DecisionEncoding of(String name, SearchSpace space) {
    DecisionEncoding encoding = new DecisionEncoding(space);
    switch (name) {
      case ONE_HOT -> encoding.add("");
      case ONCE_FOR_ALL -> {
        encoding.add(".kernel");
        encoding.add(".expansion-ratio");
        encoding.addResolution();
      }
      default ->
          throw new InvalidInputException(
              "unknown encoding '%s'%s; known are %s"
                  .formatted(name, Suggestions.phrase(name, NAMES), String.join(", ", NAMES)));
    }
    return encoding;
  }

  /** Adds the inputs of every decision whose name ends so. */
  private void add(String ending) {
    List<Decision> decisions = space.decisions();
    for (int place = 0; place < decisions.size(); place++) {
      String name = decisions.get(place).name();
      if (name.endsWith(ending)) {
        String[] levels = name.split("\\.");
        boolean ofBlock = levels.length == 3 && levels[1].matches("b\\d+");
        int depth = ofBlock ? place(levels[0] + ".depth") : -1;
        parts.add(new Part(place, size, depth, depth < 0 ? 0 : leastDepth(depth, levels[1])));
        size += decisions.get(place).choices().size();
      }
    }
  }

  private int place(String name) {
    List<String> names = space.decisions().stream().map(Decision::name).toList();
    return names.indexOf(name);
  }

  /** Returns the first choice of a depth at which a block such as {@code b2} is there. */
  private int leastDepth(int depthPlace, String block) {
    int number = Integer.parseInt(block.substring(1));
    List<String> depths = space.decisions().get(depthPlace).choices();
    for (int i = 0; i < depths.size(); i++) {
      if (Integer.parseInt(depths.get(i)) > number) {
        return i;
      }
    }
    return depths.size();
  }

  private void addResolution() {
    resolutionPlace = place("input.resolution");
    List<String> resolutions =
        resolutionPlace < 0
            ? List.of(Integer.toString(space.decode(space.smallest()).input().resolution()))
            : space.decisions().get(resolutionPlace).choices();
    resolutionInputs = new int[resolutions.size()];
    for (int i = 0; i < resolutionInputs.length; i++) {
      int above = Integer.parseInt(resolutions.get(i)) - LEAST_RESOLUTION;
      if (above < 0 || above % RESOLUTION_STEP != 0 || above / RESOLUTION_STEP >= RESOLUTIONS) {
        throw new InvalidInputException(
            "the space %s has resolution %s; the encoding %s knows 112 to 224 in steps of 16"
                .formatted(space.name(), resolutions.get(i), ONCE_FOR_ALL));
      }
      resolutionInputs[i] = size + above / RESOLUTION_STEP;
    }
    size += RESOLUTIONS;
  }

  /**
   * Returns how many inputs there are.
   *
   * @return how many inputs there are
   */
  public int size() {
    return size;
  }

  /**
   * Encodes a vector.
   *
   * @param decisions a vector of the space
   * @return [{@link #size()}], zeros and ones
   */
  public float[] encode(DecisionVector decisions) {
    List<Integer> choices = decisions.choices();
    float[] inputs = new float[size];
    for (Part part : parts) {
      if (part.depthPlace() < 0 || choices.get(part.depthPlace()) >= part.leastDepth()) {
        inputs[part.first() + choices.get(part.place())] = 1;
      }
    }
    if (resolutionInputs.length > 0) {
      inputs[resolutionInputs[resolutionPlace < 0 ? 0 : choices.get(resolutionPlace)]] = 1;
    }
    return inputs;
  }
}
