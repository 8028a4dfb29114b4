package io.hwnas.space;

import io.hwnas.space.yaml.YamlNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * An ordered list of categorical decisions, and what architecture each combination of choices is.
 *
 * <p>Numeric choices are listed from least to greatest, so {@link #largest()} has every block, the
 * greatest kernels and channel counts, and a squeeze-excite wherever one may be. Every parameter of
 * every architecture is, under the same name, a leading slice (channels) and a centre crop
 * (kernels) of the largest's: that is what lets a supernet share weights. It does not hold where a
 * stage may begin with a {@code projection} ({@link #sharesWeights()}).
 *
 * <p>Expansion channels are given, or {@link ChannelRounding#makeDivisible} of input width times
 * ratio; a block has a residual where its stride is 1 and its widths are equal, unless its stage
 * has none. Immutable.
 */
public final class SearchSpace {
  private static final OptionalInt NONE = OptionalInt.empty();

  private final SpaceLayout layout;
  private final List<Decision> decisions;
  private final Map<String, Integer> places;

  SearchSpace(SpaceLayout layout) {
    this.layout = layout;
    this.decisions = layout.knobs().stream().filter(Knob::open).map(Knob::decision).toList();
    Map<String, Integer> index = new HashMap<>();
    decisions.forEach(decision -> index.put(decision.name(), index.size()));
    this.places = Map.copyOf(index);
  }

  /**
   * Reads a space.
   *
   * @param root a document as {@code docs/search-spaces.md} describes it
   * @return the space
   * @throws InvalidInputException with file and line, if the document describes no space or one
   *     whose feature maps vanish
   */
  public static SearchSpace parse(YamlNode root) {
    return new SpaceParser(root).parse();
  }

  /**
   * Tells whether a name is that of a space that comes with hwnas, suffixes included.
   *
   * @param name a name
   * @return whether {@link #named(String)} knows it
   */
  public static boolean isKnown(String name) {
    return BuiltInSpaces.isKnown(name);
  }

  /**
   * Returns a space that comes with hwnas.
   *
   * @param name one of {@link #names()}, perhaps with a width multiplier and the small-image form,
   *     such as {@code ofa-mobilenet-v3-1.2} or {@code mobilenet-v3-large@32}
   * @return the space
   * @throws InvalidInputException if there is none of that name, with the nearest
   */
  public static SearchSpace named(String name) {
    return BuiltInSpaces.named(name);
  }

  /**
   * Returns the names of the spaces that come with hwnas.
   *
   * @return the names in alphabetical order
   */
  public static List<String> names() {
    return BuiltInSpaces.NAMES;
  }

  /**
   * Returns the same space for other images.
   *
   * @param inputChannels channels of the images
   * @param classes number of classes
   * @return a space of the same decisions
   */
  public SearchSpace forData(int inputChannels, int classes) {
    return new SearchSpace(layout.forData(inputChannels, classes));
  }

  /**
   * Returns the same space at one resolution.
   *
   * @param pixels height and width of the images
   * @return a space without a decision on the resolution
   */
  public SearchSpace atResolution(int pixels) {
    return atResolutions(List.of(pixels));
  }

  /**
   * Returns the same space with a choice of resolutions.
   *
   * @param pixels heights and widths of the images, at least one
   * @return a space with a decision on the resolution where there are several
   */
  public SearchSpace atResolutions(List<Integer> pixels) {
    return new SearchSpace(layout.atResolutions(pixels));
  }

  /**
   * Returns the name.
   *
   * @return the name, which every architecture of the space bears too
   */
  public String name() {
    return layout.name();
  }

  /**
   * Returns what the space leaves open.
   *
   * @return the decisions in the order of a vector's choices; empty for a space of one architecture
   */
  public List<Decision> decisions() {
    return decisions;
  }

  /**
   * Tells whether every architecture's parameters are parts of the largest's.
   *
   * @return whether a supernet of the largest architecture can hold all others
   */
  public boolean sharesWeights() {
    return layout.stages().stream().noneMatch(stage -> stage.shapes().hasProjection());
  }

  /**
   * Counts the vectors that differ after decisions of absent blocks are disregarded.
   *
   * @return the count; vectors count apart whose expansions round to the same channels, or whose
   *     residuals are chosen where widths differ
   */
  public BigInteger size() {
    return layout.size();
  }

  /**
   * Builds the architecture that a vector stands for.
   *
   * @param vector one choice for each decision
   * @return the architecture, named as the space, with block ids {@code s<stage>.b<block>}
   * @throws InvalidInputException if the vector's length or a choice is out of range
   */
  public Architecture decode(DecisionVector vector) {
    requireFits(vector);
    SpaceChoices choices = new SpaceChoices(places, vector);
    Stem stem = layout.stem();
    int channels = choices.value(layout.stemWidth());
    Stem chosenStem = new Stem(stem.kernel(), stem.stride(), channels, stem.nonlinearity());
    List<Stage> stages = new ArrayList<>();
    for (StageSpace space : layout.stages()) {
      List<Block> blocks = new ArrayList<>();
      for (int i = 0; i < choices.value(space.depth()); i++) {
        Block block = space.block(choices, i, channels);
        channels = block.outputChannels();
        blocks.add(block);
      }
      stages.add(new Stage(blocks));
    }
    return new Architecture(
        layout.name(),
        new ImageInput(layout.inputChannels(), choices.value(layout.resolution())),
        chosenStem,
        stages,
        head(choices),
        layout.batchNorm(),
        layout.padding());
  }

  private Head head(SpaceChoices choices) {
    return layout
        .head()
        .withChannels(
            layout.headConvolution().map(knob -> OptionalInt.of(choices.value(knob))).orElse(NONE),
            layout.headHidden().map(knob -> OptionalInt.of(choices.value(knob))).orElse(NONE));
  }

  /**
   * Finds the canonical vector of an architecture.
   *
   * @param architecture an architecture of this space, under any name
   * @return the vector that {@link #decode} turns into the architecture; decisions of absent blocks
   *     are 0, and where several expansion ratios round to the same channels the first is taken
   * @throws InvalidInputException if the architecture is not in this space
   */
  public DecisionVector encode(Architecture architecture) {
    DecisionVector vector = new SpaceEncoder(layout, decisions, architecture).encode();
    Architecture decoded = decode(vector);
    Architecture candidate = architecture.named(layout.name()).withWidthRule(decoded.widthRule());
    if (!decoded.equals(candidate)) {
      throw new InvalidInputException(
          "%s isn't in the space %s: %s"
              .formatted(architecture.name(), layout.name(), Difference.first(candidate, decoded)));
    }
    return vector;
  }

  /**
   * Returns the one vector that stands for all vectors of the same architecture.
   *
   * @param vector one choice for each decision
   * @return {@code encode(decode(vector))}
   * @throws InvalidInputException if the vector's length or a choice is out of range
   */
  public DecisionVector canonical(DecisionVector vector) {
    return encode(decode(vector));
  }

  /**
   * Finds the decisions that make no difference to a network, because they are of blocks that a
   * lesser depth leaves out.
   *
   * @param vector one choice for each decision
   * @return their places in the vector
   * @throws InvalidInputException if the vector's length or a choice is out of range
   */
  public Set<Integer> ofAbsentBlocks(DecisionVector vector) {
    requireFits(vector);
    SpaceChoices choices = new SpaceChoices(places, vector);
    Set<Integer> absent = new TreeSet<>();
    for (StageSpace stage : layout.stages()) {
      List<Knob<?>> asked = stage.shapes().asked(choices.value(stage.depth()));
      stage.shapes().knobs().stream()
          .filter(knob -> knob.open() && !asked.contains(knob))
          .forEach(knob -> absent.add(places.get(knob.name())));
    }
    return absent;
  }

  /**
   * Draws a vector, every decision uniformly and independently.
   *
   * @param random source of randomness
   * @return a canonical vector; depths are equally likely, so architectures of a small depth, of
   *     which there are fewer, are each likelier than those of a great depth
   */
  public DecisionVector sample(RandomGenerator random) {
    return canonical(DecisionVector.of(draw(random)));
  }

  /** Draws one choice for each decision. */
  int[] draw(RandomGenerator random) {
    return decisions.stream()
        .mapToInt(decision -> random.nextInt(decision.choices().size()))
        .toArray();
  }

  /**
   * Draws vectors, every architecture equally likely; among those drawn together, the choices of a
   * decision are as equally frequent as they can be.
   *
   * @param count how many, at least 1
   * @param random source of randomness
   * @return canonical vectors, perhaps some of them equal
   */
  public List<DecisionVector> sampleEvenly(int count, RandomGenerator random) {
    return new EvenSampling(layout).draw(count, random).stream().map(this::canonical).toList();
  }

  /**
   * Returns the architecture of the first choices.
   *
   * @return the canonical vector of least depths, widths, kernels and ratios
   */
  public DecisionVector smallest() {
    return canonical(new DecisionVector(decisions.stream().map(decision -> 0).toList()));
  }

  /**
   * Returns the architecture of the last choices, of which all others are parts.
   *
   * @return the canonical vector of greatest depths, widths, kernels and ratios
   */
  public DecisionVector largest() {
    return canonical(
        new DecisionVector(
            decisions.stream().map(decision -> decision.choices().size() - 1).toList()));
  }

  private void requireFits(DecisionVector vector) {
    if (vector.choices().size() != decisions.size()) {
      throw new InvalidInputException(
          "a vector of %d choices does not fit the space %s, which has %d decisions"
              .formatted(vector.choices().size(), layout.name(), decisions.size()));
    }
    for (int i = 0; i < decisions.size(); i++) {
      int choice = vector.choices().get(i);
      if (choice < 0 || choice >= decisions.get(i).choices().size()) {
        throw new InvalidInputException(
            "choice %d of %s is out of range: it has %d choices"
                .formatted(choice, decisions.get(i).name(), decisions.get(i).choices().size()));
      }
    }
  }
}
