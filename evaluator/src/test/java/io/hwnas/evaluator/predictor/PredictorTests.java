package io.hwnas.evaluator.predictor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Safetensors;
import io.hwnas.export.Weights;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.NasBenchMacro;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictorTests {
  private static final Path DATA = Path.of("..", "..", "shared", "data");

  /** Once-for-All's space with the resolutions of its Note10 tables. */
  private static SearchSpace onceForAll() throws IOException {
    try (InputStream stream =
        SearchSpace.class.getResourceAsStream("spaces/ofa-mobilenet-v3.yaml")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return SearchSpace.parse(
          YamlNode.parse(
              "space",
              text.replaceFirst("resolution: .*", "resolution: [160, 176, 192, 208, 224]")));
    }
  }

  private static DecisionVector vector(
      SearchSpace space, int[] kernels, int[] ratios, int[] depths, int resolution) {
    List<Integer> choices = new ArrayList<>();
    space
        .decisions()
        .forEach(
            decision -> {
              String[] name = decision.name().split("\\.");
              int stage = name[0].equals("input") ? 0 : Integer.parseInt(name[0].substring(1)) - 1;
              int value =
                  switch (name[name.length - 1]) {
                    case "resolution" -> resolution;
                    case "depth" -> depths[stage];
                    case "kernel" -> kernels[4 * stage + Integer.parseInt(name[1].substring(1))];
                    default -> ratios[4 * stage + Integer.parseInt(name[1].substring(1))];
                  };
              choices.add(decision.choices().indexOf(Integer.toString(value)));
            });
    return new DecisionVector(choices);
  }

  @Test
  void once_for_alls_predictor_gives_its_published_check_value() throws IOException {
    Path file = DATA.resolve("ofa/acc_predictor.safetensors");
    assumeTrue(Files.exists(file), "needs ../shared/data");
    SearchSpace space = onceForAll();
    PerceptronPredictor predictor =
        PerceptronPredictor.read(file, DecisionEncoding.ONCE_FOR_ALL, space);
    DecisionVector vector =
        vector(
            space,
            new int[] {3, 3, 7, 7, 5, 3, 5, 3, 7, 5, 3, 5, 3, 3, 3, 3, 3, 3, 5, 3},
            new int[] {3, 4, 4, 6, 6, 4, 3, 3, 6, 3, 3, 3, 4, 3, 6, 4, 6, 6, 6, 6},
            new int[] {2, 3, 4, 3, 3},
            192);
    assertEquals(0.818084, predictor.accuracy(vector), 1e-6);
    assertEquals(0.818084, predictor.accuracy(space.canonical(vector)), 1e-6);
  }

  @Test
  void a_perceptron_computes_what_the_formula_says() {
    RandomGenerator random = Seeds.of(1, "test");
    Weights weights =
        Weights.of(
            Map.of(
                "0.weight", tensor(random, 7, 5),
                "0.bias", tensor(random, 7),
                "2.weight", tensor(random, 1, 7),
                "2.bias", tensor(random, 1)));
    MultilayerPerceptron perceptron = MultilayerPerceptron.of("test", weights);
    float[] input = {0, 1, -2, 0.5f, 3};
    double expected = weights.get("2.bias").get(0);
    for (int hidden = 0; hidden < 7; hidden++) {
      double sum = weights.get("0.bias").get(hidden);
      for (int i = 0; i < 5; i++) {
        sum += weights.get("0.weight").get(hidden * 5 + i) * input[i];
      }
      expected += weights.get("2.weight").get(hidden) * Math.max(0, sum);
    }
    assertEquals(expected, perceptron.of(input), 1e-5);
  }

  @Test
  void several_networks_at_once_get_exactly_what_each_gets_alone() {
    RandomGenerator random = Seeds.of(2, "test");
    MultilayerPerceptron perceptron =
        MultilayerPerceptron.of(
            "test",
            Weights.of(
                Map.of(
                    "0.weight", tensor(random, 37, 53),
                    "0.bias", tensor(random, 37),
                    "2.weight", tensor(random, 1, 37),
                    "2.bias", tensor(random, 1))));
    float[][] inputs = new float[9][53];
    for (float[] input : inputs) {
      for (int i = 0; i < input.length; i++) {
        input[i] = random.nextInt(3) == 0 ? random.nextFloat() : 0;
      }
    }
    float[] together = perceptron.of(inputs);
    for (int i = 0; i < inputs.length; i++) {
      assertEquals(perceptron.of(inputs[i]), together[i]);
    }
  }

  private static FloatTensor tensor(RandomGenerator random, Integer... shape) {
    int size = List.of(shape).stream().reduce(1, (a, b) -> a * b);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FloatTensor(List.of(shape), values);
  }

  @Test
  void a_predictor_that_does_not_fit_the_space_is_refused(@TempDir Path folder) throws IOException {
    RandomGenerator random = Seeds.of(1, "test");
    Path file = folder.resolve("p.safetensors");
    Safetensors.write(
        file,
        Weights.of(Map.of("0.weight", tensor(random, 1, 9), "0.bias", tensor(random, 1))),
        Map.of());
    String message = refusal(() -> PerceptronPredictor.read(file, "once-for-all", onceForAll()));
    assertTrue(message.contains("has 9 inputs"), message);
    assertTrue(message.contains("once-for-all has 128"), message);
    message = refusal(() -> PerceptronPredictor.read(file, "once-for-al", onceForAll()));
    assertTrue(message.contains("did you mean 'once-for-all'?"), message);
    Safetensors.write(
        file,
        Weights.of(Map.of("0.weight", tensor(random, 2, 9), "0.bias", tensor(random, 2))),
        Map.of());
    message = refusal(() -> MultilayerPerceptron.read(file));
    assertTrue(message.contains("a predictor has 1 output, this has 2"), message);
  }

  @Test
  void a_predictor_of_what_are_no_numbers_is_refused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("p.safetensors");
    SearchSpace space = onceForAll();
    writeConstant(file, Float.NaN);
    String message = refusal(() -> PerceptronPredictor.read(file, "once-for-all", space));
    assertTrue(message.contains("p.safetensors: '0.weight' holds NaN"), message);
    writeConstant(file, Float.MAX_VALUE);
    PerceptronPredictor overflowing = PerceptronPredictor.read(file, "once-for-all", space);
    message = refusal(() -> overflowing.accuracy(space.largest()));
    assertTrue(message.contains("p.safetensors: predicts Infinity"), message);
  }

  private static void writeConstant(Path file, float weight) throws IOException {
    float[] weights = new float[128];
    Arrays.fill(weights, weight);
    Safetensors.write(
        file,
        Weights.of(
            Map.of(
                "0.weight", new FloatTensor(List.of(1, 128), weights),
                "0.bias", new FloatTensor(List.of(1), new float[1]))),
        Map.of());
  }

  /** Something that reads files. */
  private interface Reading {
    void run() throws IOException;
  }

  private static String refusal(Reading reading) {
    return assertThrows(InvalidInputException.class, reading::run).getMessage();
  }

  @Test
  void one_hot_leaves_out_the_decisions_of_absent_blocks() throws IOException {
    SearchSpace space = onceForAll();
    DecisionEncoding encoding = DecisionEncoding.of("one-hot", space);
    assertEquals(5 + 5 * 3 + 2 * 20 * 3, encoding.size());
    float ones = 0;
    for (float input : encoding.encode(space.smallest())) {
      ones += input;
    }
    assertEquals(1 + 5 + 2 * 10, ones);
  }

  @Test
  void a_benchmark_knows_its_networks_and_refuses_others() {
    Path file = DATA.resolve("nas-bench-macro_cifar10.json");
    assumeTrue(Files.exists(file), "needs ../shared/data");
    MacroBenchmark benchmark = MacroBenchmark.read(file, MacroBenchmark.digits(0));
    assertEquals(6561, benchmark.entries().size());
    MacroBenchmark.Entry best = benchmark.entry(DecisionVector.of(2, 2, 2, 1, 2, 2, 2, 0));
    assertEquals(0.9312666, best.accuracy(), 1e-7);
    assertEquals(85_164_544, best.madds());
    assertEquals(1_985_514, best.params());
    String message = refusal(() -> benchmark.accuracy(DecisionVector.of(0, 1)));
    assertTrue(message.contains("has no network '01'"), message);
  }

  @Test
  void a_published_benchmark_answers_for_its_space_by_its_own_keys() {
    Path file = DATA.resolve("nas-bench-macro_cifar10.json");
    assumeTrue(Files.exists(file), "needs ../shared/data");
    SearchSpace space = SearchSpace.named(NasBenchMacro.SPACE);
    MacroBenchmark benchmark =
        MacroBenchmark.read(file, MacroBenchmark.publishedKeys(space).orElseThrow());
    DecisionVector best = NasBenchMacro.vector("22212220");
    assertEquals(best, space.canonical(best));
    assertEquals(0.9312666, benchmark.accuracy(best), 1e-7);
    assertEquals(105_660_928, benchmark.entry(space.largest()).madds());
    assertTrue(MacroBenchmark.publishedKeys(SearchSpace.named("channel-bench-macro")).isPresent());
    assertTrue(MacroBenchmark.publishedKeys(SearchSpace.named("proxylessnas")).isEmpty());
  }

  @Test
  void a_benchmarks_mean_is_as_sure_as_its_trainings_make_it(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("b.json");
    Files.writeString(
        file,
        "{\"0\": {\"mean_acc\": 90, \"test_acc\": [89, 90, 91], \"std\": 0.8, \"params\": 1, \"flops\": 1},"
            + " \"1\": {\"mean_acc\": 90, \"std\": 0.8, \"params\": 1, \"flops\": 1}}");
    MacroBenchmark benchmark = MacroBenchmark.read(file, MacroBenchmark.digits(0));
    assertEquals(0.01 / Math.sqrt(3), benchmark.standardError(DecisionVector.of(0), 0.9), 1e-12);
    assertEquals(0, benchmark.standardError(DecisionVector.of(1), 0.9));
  }

  @Test
  void a_broken_benchmark_file_is_one_line(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("b.json");
    Files.writeString(file, "{\"00\": {\"mean_acc\": 90, \"std\": 1, \"params\": 5}}");
    String message = refusal(() -> MacroBenchmark.read(file, MacroBenchmark.digits(0)));
    assertTrue(message.endsWith("b.json: network '00' has no number 'flops'"), message);
    Files.writeString(
        file, "{\"00\": {\"mean_acc\": 1e999, \"std\": 1, \"params\": 5, \"flops\": 5}}");
    message = refusal(() -> MacroBenchmark.read(file, MacroBenchmark.digits(0)));
    assertTrue(message.contains("network '00' has 'mean_acc' Infinity"), message);
    Files.writeString(file, "{\"00\": ");
    message = refusal(() -> MacroBenchmark.read(file, MacroBenchmark.digits(0)));
    assertEquals(Collections.singletonList(message), message.lines().toList());
    assertTrue(
        refusal(() -> MacroBenchmark.read(folder, MacroBenchmark.digits(0)))
            .contains("is a folder, not a benchmark"));
  }
}
