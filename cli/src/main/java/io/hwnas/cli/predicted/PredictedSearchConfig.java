package io.hwnas.cli.predicted;

import io.hwnas.cli.arch.Spaces;
import io.hwnas.cli.config.ConfigSource;
import io.hwnas.cli.config.SupernetSource;
import io.hwnas.latency.Confidence;
import io.hwnas.search.Algorithm;
import io.hwnas.search.Reward;
import io.hwnas.search.SearchSettings;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.Suggestions;
import io.hwnas.space.yaml.YamlNode;
import io.hwnas.space.yaml.YamlWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a search without a latency budget of its own does, whose networks are not trained one by
 * one.
 *
 * @param space what is searched
 * @param algorithm how
 * @param settings its size and rates
 * @param seed source of all randomness
 * @param threads how many networks are evaluated at once; changes no result
 * @param accuracy where accuracy is known from
 * @param tables latency tables by the name of the measure, such as {@code latencyMillis}
 * @param objectives names of measures; the first decides which network is best
 * @param constraints by measure how bad it may be
 * @param confidence how sure it must be that a network is within the constraints
 * @param reward what makes one network the best
 * @param yaml the configuration it was read from, overrides applied and the space of a file in it
 */
public record PredictedSearchConfig(
    SearchSpace space,
    Algorithm algorithm,
    SearchSettings settings,
    long seed,
    int threads,
    AccuracySource accuracy,
    Map<String, Path> tables,
    List<String> objectives,
    Map<String, Limit> constraints,
    Confidence confidence,
    Reward reward,
    String yaml) {
  /** Name of the measure that the predictor or the benchmark gives, a fraction. */
  public static final String ACCURACY = "accuracy";

  /** Name of the measure that a supernet gives besides, in nats. */
  static final String CROSS_ENTROPY = "crossEntropy";

  /** How far a network stands out among random ones, by a supernet and by activation codes. */
  static final String JOINT_SCORE = "jointScore";

  static final String MADDS = "madds";
  static final String PARAMS = "params";
  static final String PEAK_BYTES = "peakBytes";

  /** Measures of how good a network's answers are. */
  static final List<String> QUALITIES = List.of(ACCURACY, CROSS_ENTROPY, JOINT_SCORE);

  private static final List<String> COUNTED = List.of(ACCURACY, MADDS, PARAMS, PEAK_BYTES);

  /** Keys of the section {@code search} by which such a search is told from the whole flow. */
  private static final List<String> KEYS =
      List.of(
          "algorithm",
          "evaluations",
          "polish",
          "asynchronous",
          "evaluator",
          "predictor",
          "benchmark",
          "tables",
          "objectives",
          "budget-millis",
          "constraints",
          "reward");

  /** Its other keys, which the flow has too, there or at its top. */
  private static final List<String> KEYS_OF_THE_FLOW_TOO =
      List.of("population", "crossover", "mutation", "seed", "threads", "confidence");

  private static final String TABLE_NAME = "[a-z][A-Za-z0-9]*Millis";
  private static final int MOST = 100_000_000;

  /** Evaluations and objectives that predictors of all trials are fitted to in minutes. */
  private static final int MOST_GUIDED = 2000;

  private static final int MOST_GUIDED_OBJECTIVES = 3;

  /**
   * How bad a measure may be.
   *
   * @param worst the worst value allowed
   * @param key where the configuration says so
   */
  public record Limit(double worst, String key) {}

  /** Copies the collections. */
  public PredictedSearchConfig {
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    objectives = List.copyOf(objectives);
    constraints = Collections.unmodifiableMap(new LinkedHashMap<>(constraints));
  }

  /**
   * Tells whether a configuration is of such a search and not of the whole flow.
   *
   * @param root a configuration
   * @return whether its section {@code search} has a key that the whole flow's has not
   */
  public static boolean describes(YamlNode root) {
    return root.isMap()
        && root.optional("search")
            .filter(YamlNode::isMap)
            .filter(search -> KEYS.stream().anyMatch(key -> search.optional(key).isPresent()))
            .isPresent();
  }

  /**
   * Tells whether such a search asks a supernet.
   *
   * @param root a configuration of such a search
   * @return whether its evaluator is the supernet
   */
  public static boolean trains(YamlNode root) {
    return describes(root)
        && root.required("search")
            .optional("evaluator")
            .filter(evaluator -> evaluator.is(AccuracySource.SUPERNET))
            .isPresent();
  }

  /**
   * Reads a configuration.
   *
   * @param root a map of {@code space} and {@code search}
   * @return the configuration
   * @throws InvalidInputException with the place of the first key that is unknown, missing or wrong
   */
  public static PredictedSearchConfig read(YamlNode root) {
    YamlNode search = root.required("search");
    search.allowOnly(
        Stream.concat(KEYS.stream(), KEYS_OF_THE_FLOW_TOO.stream()).toArray(String[]::new));
    search.required("evaluator").asOneOf(AccuracySource.EVALUATORS);
    boolean trains = trains(root);
    List<String> sections = new ArrayList<>(List.of("space", "search"));
    sections.addAll(trains ? SupernetSource.SECTIONS : List.of());
    root.allowOnly(sections.toArray(String[]::new));
    requireGuidable(search);
    Map<String, Path> tables = tables(search);
    List<String> measures = new ArrayList<>(COUNTED);
    measures.addAll(trains ? List.of(CROSS_ENTROPY, JOINT_SCORE) : List.of());
    measures.addAll(tables.keySet());
    return new PredictedSearchConfig(
        Spaces.of(root.required("space")),
        search.required("algorithm").asEnum(Algorithm.class, Algorithm::label),
        settings(search),
        search.required("seed").asLong(0, Long.MAX_VALUE),
        search.optional("threads").map(node -> node.asInt(1, trains ? 1 : 1024)).orElse(1),
        AccuracySource.read(root),
        tables,
        objectives(search, measures, trains ? CROSS_ENTROPY : ACCURACY),
        constraints(search, measures, tables),
        search
            .optional("confidence")
            .map(node -> new Confidence(node.asDouble(Confidence.LEAST, Confidence.MOST)))
            .orElse(Confidence.EVEN),
        reward(search, measures),
        trains
            ? SupernetSource.resolved(withObjectives(ConfigSource.independent(root)))
            : YamlWriter.write(ConfigSource.independent(root)));
  }

  /** Tells whether networks are asked for their joint score. */
  boolean asksForJointScore() {
    return objectives.contains(JOINT_SCORE)
        || constraints.containsKey(JOINT_SCORE)
        || (reward instanceof Reward.Weighted weighted && weighted.quality().equals(JOINT_SCORE));
  }

  /**
   * Returns this search in another space.
   *
   * @param other the space
   * @return the configuration
   */
  PredictedSearchConfig in(SearchSpace other) {
    return new PredictedSearchConfig(
        other,
        algorithm,
        settings,
        seed,
        threads,
        accuracy,
        tables,
        objectives,
        constraints,
        confidence,
        reward,
        yaml);
  }

  private static SearchSettings settings(YamlNode search) {
    SearchSettings usual = SearchSettings.of(search.required("evaluations").asInt(4, MOST));
    return new SearchSettings(
        usual.evaluations(),
        search.optional("population").map(n -> n.asInt(4, MOST)).orElse(usual.population()),
        search.optional("crossover").map(n -> n.asDouble(0, 1)).orElse(usual.crossover()),
        search.optional("mutation").map(n -> n.asDouble(0, 1)).orElse(usual.mutation()),
        search.optional("polish").map(n -> n.asDouble(0, 1)).orElse(usual.polish()),
        asynchronous(search));
  }

  /** Refuses what predictors that are fitted to all trials, again and again, take hours for. */
  private static void requireGuidable(YamlNode search) {
    String guided = Algorithm.PREDICTOR_GUIDED.label();
    if (!search.required("algorithm").is(guided)) {
      return;
    }
    YamlNode evaluations = search.required("evaluations");
    if (evaluations.asInt(4, MOST) > MOST_GUIDED) {
      throw evaluations.error(
          "%s is for few and costly evaluations; give at most %d, or take another algorithm"
              .formatted(guided, MOST_GUIDED));
    }
    Optional<YamlNode> objectives = search.optional("objectives");
    if (objectives.isPresent() && objectives.get().asList().size() > MOST_GUIDED_OBJECTIVES) {
      throw objectives
          .get()
          .error(
              "%s is for at most %d objectives; make some constraints, or take nsga2"
                  .formatted(guided, MOST_GUIDED_OBJECTIVES));
    }
  }

  private static boolean asynchronous(YamlNode search) {
    boolean wanted = search.optional("asynchronous").map(YamlNode::asBoolean).orElse(false);
    if (wanted && !search.required("algorithm").is(Algorithm.REGULARIZED_EVOLUTION.label())) {
      throw search
          .required("asynchronous")
          .error(
              "only the algorithm %s can be asynchronous; leave this out, or take it"
                  .formatted(Algorithm.REGULARIZED_EVOLUTION.label()));
    }
    return wanted;
  }

  private static Map<String, Path> tables(YamlNode search) {
    Map<String, Path> tables = new LinkedHashMap<>();
    if (search.optional("tables").isPresent()) {
      search
          .required("tables")
          .entries()
          .forEach(
              (name, node) -> {
                if (!name.matches(TABLE_NAME)) {
                  throw node.error(
                      "'%s' is no name for a latency; it must end in Millis, such as latencyMillis"
                          .formatted(name));
                }
                tables.put(name, Path.of(node.asString()));
              });
    }
    return tables;
  }

  /** Writes out what a supernet's search goes by where the user does not say. */
  private static YamlNode withObjectives(YamlNode root) {
    return root.required("search").optional("objectives").isPresent()
        ? root
        : root.with(
            "search.objectives", YamlNode.parse("objectives", "[%s]".formatted(CROSS_ENTROPY)));
  }

  private static List<String> objectives(
      YamlNode search, List<String> measures, String objectiveUnsaid) {
    List<String> objectives = new ArrayList<>();
    if (search.optional("objectives").isEmpty()) {
      return List.of(objectiveUnsaid);
    }
    for (YamlNode node : search.required("objectives").asList()) {
      if (objectives.contains(node.asOneOf(measures))) {
        throw node.error("the objective '%s' is given twice".formatted(node.asString()));
      }
      objectives.add(node.asString());
    }
    if (objectives.isEmpty()) {
      throw search.required("objectives").error("a search needs at least one objective");
    }
    return objectives;
  }

  private static Map<String, Limit> constraints(
      YamlNode search, List<String> measures, Map<String, Path> tables) {
    Map<String, Limit> constraints = new LinkedHashMap<>();
    if (search.optional("constraints").isPresent()) {
      search
          .required("constraints")
          .entries()
          .forEach(
              (name, node) -> {
                if (!measures.contains(name)) {
                  throw node.error(unknown(name, measures));
                }
                double most = name.equals(ACCURACY) ? 1 : Double.MAX_VALUE;
                constraints.put(
                    name, new Limit(node.asDouble(0, most), "search.constraints." + name));
              });
    }
    if (search.optional("budget-millis").isPresent()) {
      YamlNode budget = search.required("budget-millis");
      if (tables.isEmpty()) {
        throw budget.error("a budget needs a table under 'tables'");
      }
      String first = tables.keySet().iterator().next();
      Limit limit = new Limit(budget.asDouble(1e-6, 1e9), "search.budget-millis");
      if (constraints.put(first, limit) != null) {
        throw budget.error(
            "'budget-millis' and 'constraints' both limit '%s'; keep one".formatted(first));
      }
    }
    return constraints;
  }

  private static String unknown(String name, List<String> measures) {
    return "unknown measure '%s'%s; known are %s"
        .formatted(name, Suggestions.phrase(name, measures), String.join(", ", measures));
  }

  private static Reward reward(YamlNode search, List<String> measures) {
    if (search.optional("reward").isEmpty()) {
      return Reward.FIRST_OBJECTIVE;
    }
    YamlNode reward = search.required("reward");
    reward.allowOnly("form", "cost", "target", "exponent");
    boolean soft = reward.required("form").asOneOf(List.of("soft", "hard")).equals("soft");
    String cost =
        reward
            .required("cost")
            .asOneOf(measures.stream().filter(measure -> !QUALITIES.contains(measure)).toList());
    double target = reward.required("target").asDouble(1e-9, Double.MAX_VALUE);
    if (!soft && reward.optional("exponent").isPresent()) {
      throw reward
          .required("exponent")
          .error(
              "the hard form of a reward has no exponent of its own; leave it out, or take soft");
    }
    return soft
        ? Reward.soft(ACCURACY, cost, target, reward.required("exponent").asDouble(-100, 0))
        : Reward.hard(ACCURACY, cost, target);
  }
}
