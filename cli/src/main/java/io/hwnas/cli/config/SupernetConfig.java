package io.hwnas.cli.config;

import io.hwnas.evaluator.ResolutionSchedule;
import io.hwnas.evaluator.SubnetSampling;
import io.hwnas.evaluator.SubnetSource;
import io.hwnas.evaluator.SupernetTask;
import io.hwnas.evaluator.TrainingBudget;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.evaluator.WeightSharing;
import io.hwnas.evaluator.data.DataSpec;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ValidationSet;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How a supernet is trained and asked.
 *
 * @param length how long it is trained
 * @param resolutions at which resolutions, one after another
 * @param sharing which weights its networks have in common
 * @param sampling which networks learn in each step
 * @param nearBudget whether the random ones are drawn from the networks that are searched, near the
 *     budget, and not from the whole space
 * @param calibrationImages training images that a network's batch-norm statistics are taken from
 *     before it is scored; if absent, 512, or all where there are fewer
 * @param scoredImages validation images that networks are scored on; all if absent
 * @param recipe how it is trained
 */
public record SupernetConfig(
    TrainingLength length,
    ResolutionSchedule resolutions,
    WeightSharing sharing,
    SubnetSampling sampling,
    boolean nearBudget,
    OptionalInt calibrationImages,
    OptionalInt scoredImages,
    TrainingRecipe recipe) {
  static final String NEAR_BUDGET = "near-budget";

  private static final String LENGTH = "length";
  private static final String BUDGET_MINUTES = "budget-minutes";
  private static final String RESOLUTIONS = "resolutions";
  private static final String EVEN = "even-subnets";
  private static final String LARGEST_FIRST = "largest-first";
  private static final String SECTION = "supernet";
  private static final String REPLICAS = "replicas";
  private static final String SCORED_IMAGES = "scored-images";
  private static final String CALIBRATION_IMAGES = "calibration-images";
  private static final double MOST_MINUTES = 60.0 * 24 * 30;
  private static final double MILLIS_PER_MINUTE = 60_000;
  private static final int CALIBRATION_IMAGES_UNASKED = 512;
  private static final double MOST_LARGEST_FIRST = 0.9;
  private static final int MOST_SUBNETS = 64;
  private static final int MOST = 1_000_000;
  private static final double LEAST_SHARE = 1e-6;

  private static final List<String> COMMON =
      List.of(
          BUDGET_MINUTES,
          RESOLUTIONS,
          "sharing",
          "largest-subnet",
          "smallest-subnet",
          "random-subnets",
          EVEN,
          LARGEST_FIRST,
          CALIBRATION_IMAGES,
          SCORED_IMAGES,
          "recipe");

  /** The keys that say how a trained supernet is asked, and not how it is trained. */
  static final List<String> ASKING = List.of(CALIBRATION_IMAGES, SCORED_IMAGES);

  /** Reads the section of the whole flow, whose recipe changes that of all trainings. */
  static SupernetConfig ofFlow(YamlNode node, YamlNode training) {
    allow(node, LENGTH, NEAR_BUDGET);
    TrainingRecipe recipe = RecipeReader.read(training, node.optional("recipe"));
    TrainingLength length = budget(node).orElseGet(() -> TrainingLength.of(node.required(LENGTH)));
    return read(node, length, recipe);
  }

  /** Reads the section of a command without a latency budget; it may have keys of its own. */
  static SupernetConfig alone(YamlNode node, String... own) {
    allow(node, own);
    TrainingLength length =
        budget(node)
            .orElseThrow(
                () -> node.required(BUDGET_MINUTES).error("say in minutes how long it is trained"));
    return read(node, length, RecipeReader.read(node.required("recipe")));
  }

  /** Puts the replicas of a run of an earlier version, which stood beside the recipe, into it. */
  static YamlNode withReplicasInRecipe(YamlNode root) {
    Optional<YamlNode> supernet = root.optional(SECTION).filter(YamlNode::isMap);
    Optional<YamlNode> replicas = supernet.flatMap(section -> section.optional(REPLICAS));
    if (replicas.isEmpty()) {
      return root;
    }
    YamlNode moved = SupernetSource.without(supernet.get(), List.of(REPLICAS));
    return root.with(SECTION, moved).with(SECTION + ".recipe." + REPLICAS, replicas.get());
  }

  private static void allow(YamlNode node, String... own) {
    Optional<YamlNode> moved = node.optional(REPLICAS);
    if (moved.isPresent()) {
      throw moved.get().error("replicas stands in recipe now: supernet.recipe.replicas");
    }
    node.allowOnly(Stream.concat(COMMON.stream(), Stream.of(own)).toArray(String[]::new));
  }

  private static Optional<TrainingLength> budget(YamlNode node) {
    YamlNode minutes = node.required(BUDGET_MINUTES);
    return minutes.is("none")
        ? Optional.empty()
        : Optional.of(
            new TrainingLength.Time(
                Duration.ofMillis(
                    Math.round(MILLIS_PER_MINUTE * minutes.asDouble(1e-4, MOST_MINUTES)))));
  }

  private static SupernetConfig read(YamlNode node, TrainingLength length, TrainingRecipe recipe) {
    YamlNode largest = node.required("largest-subnet");
    if (recipe.distillation().isPresent() && !largest.asBoolean()) {
      throw largest.error(
          "largest-subnet must be true where the supernet distils: the largest is the teacher; or"
              + " set supernet.recipe.distillation to none");
    }
    YamlNode even = node.required(EVEN);
    boolean nearBudget = node.optional(NEAR_BUDGET).map(YamlNode::asBoolean).orElse(false);
    if (even.asBoolean() && nearBudget) {
      throw even.error(
          "even-subnets draws from the whole space; set supernet.near-budget to false, or leave"
              + " even-subnets out");
    }
    YamlNode scored = node.required(SCORED_IMAGES);
    WeightSharing sharing =
        node.required("sharing")
            .asEnum(WeightSharing.class, value -> value.name().toLowerCase(Locale.ROOT));
    return new SupernetConfig(
        length,
        resolutions(node.required(RESOLUTIONS)),
        sharing,
        new SubnetSampling(
            largest.asBoolean(),
            node.required("smallest-subnet").asBoolean(),
            node.required("random-subnets").asInt(0, MOST_SUBNETS),
            even.asBoolean(),
            node.required(LARGEST_FIRST).asDouble(0, MOST_LARGEST_FIRST)),
        nearBudget,
        calibrationImages(node.required(CALIBRATION_IMAGES)),
        scored.is("all") ? OptionalInt.empty() : OptionalInt.of(scored.asInt(1, MOST)),
        recipe);
  }

  private static OptionalInt calibrationImages(YamlNode node) {
    return node.is("auto") ? OptionalInt.empty() : OptionalInt.of(node.asInt(2, MOST));
  }

  private static ResolutionSchedule resolutions(YamlNode node) {
    if (node.is("none")) {
      return ResolutionSchedule.CONSTANT;
    }
    List<ResolutionSchedule.Phase> phases =
        node.asList().stream().map(SupernetConfig::phase).toList();
    return located(node, () -> new ResolutionSchedule(phases));
  }

  private static ResolutionSchedule.Phase phase(YamlNode node) {
    node.allowOnly("pixels", "share");
    return new ResolutionSchedule.Phase(
        node.required("pixels").asInt(1, DataSpec.LARGEST_IMAGE_SIZE),
        node.required("share").asDouble(LEAST_SHARE, 1));
  }

  /**
   * Refuses a space whose networks cannot share weights so, resolutions that they cannot be trained
   * at, and that the largest learns first where the others are not slices of it.
   *
   * @param node the section that this was read from
   * @param space the space
   * @return this
   * @throws InvalidInputException with the place of what does not fit the space
   */
  SupernetConfig in(SearchSpace space, YamlNode node) {
    if (sampling.largestFirst() > 0 && !sharing.allOfLargest(space)) {
      throw node.required(LARGEST_FIRST)
          .error(
              "largest-first is for networks that are all slices of the largest, as those of %s with"
                  + " sharing: %s are not; set it to 0"
                      .formatted(space.name(), sharing.name().toLowerCase(Locale.ROOT)));
    }
    located(node.required("sharing"), () -> sharing.requireFits(space));
    return located(
        node.required(RESOLUTIONS),
        () -> {
          resolutions.requireFits(space);
          return this;
        });
  }

  private static <T> T located(YamlNode node, Supplier<T> check) {
    try {
      return check.get();
    } catch (InvalidInputException e) {
      throw node.error(e.getMessage());
    }
  }

  /**
   * Returns the validation images that networks are scored on.
   *
   * @param data the images
   * @param seed decides which, where they are not all
   * @return as many of each class
   */
  public ValidationSet scored(DataSplit data, long seed) {
    return scoredImages.isPresent()
        ? data.validation().sample(scoredImages.getAsInt(), seed)
        : data.validation();
  }

  /**
   * Returns the training that this describes.
   *
   * @param space the space, for the images
   * @param data the images
   * @param source where the random networks of a step come from
   * @param budget how long
   * @param seed source of all randomness
   * @return the task
   * @throws io.hwnas.space.InvalidInputException if space, images and this do not fit together
   */
  public SupernetTask task(
      SearchSpace space, DataSplit data, SubnetSource source, TrainingBudget budget, long seed) {
    return new SupernetTask(
        space,
        SupernetTask.initialise(space, sharing, seed),
        data.training(),
        scored(data, seed),
        data.normalisation(),
        recipe,
        sampling,
        source,
        calibrationImages.orElse(
            Math.min(CALIBRATION_IMAGES_UNASKED, data.training().images().size())),
        budget,
        resolutions,
        sharing,
        seed);
  }
}
