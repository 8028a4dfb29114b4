package io.hwnas.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.evaluator.data.SquareFit;
import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class RunConfigTests {
  @TempDir private Path folder;

  @Test
  void the_defaults_are_a_valid_configuration() {
    RunConfig config = RunConfig.of(ConfigSource.defaults());
    assertEquals(1, config.seed());
    assertEquals("fashion-mnist-small", config.data().source());
    assertEquals("mobilenet-v3-small-28", config.space().name());
  }

  @Test
  void a_resolved_configuration_reads_back_to_itself() throws IOException {
    RunConfig config =
        RunConfig.of(
            ConfigSource.defaults().with(List.of("seed=5", "netadapt.recipe.momentum=0.5")));
    Path file = folder.resolve("config.yaml");
    Files.writeString(file, config.yaml());
    RunConfig again = RunConfig.of(ConfigSource.defaults().with(file));
    assertEquals(config.yaml(), again.yaml());
    assertEquals(5, again.seed());
    assertEquals(0.5, again.netAdapt().recipe().momentum());
  }

  @Test
  void images_are_cropped_unless_the_configuration_says_otherwise() {
    assertEquals(SquareFit.DEFAULT, fit("data.image-size=28"));
    assertEquals(SquareFit.DEFAULT, fit("data.fit=crop", "data.crop-share=1"));
    assertEquals(new SquareFit.Crop(0.875), fit("data.crop-share=0.875"));
    assertEquals(new SquareFit.Pad(), fit("data.fit=pad"));
    assertEquals(new SquareFit.Stretch(), fit("data.fit=stretch"));
  }

  private static SquareFit fit(String... overrides) {
    return RunConfig.of(ConfigSource.defaults().with(List.of(overrides))).data().fit();
  }

  @Test
  void the_fit_of_given_weights_is_taken_over_where_none_is_asked_for() {
    ConfigSource defaults = ConfigSource.defaults();
    SquareFit middle = new SquareFit.Crop(0.875);
    assertEquals(middle, RunConfig.of(defaults.fittedAs(middle)).data().fit());
    ConfigSource asked = defaults.with(List.of("data.fit=stretch"));
    assertEquals(new SquareFit.Stretch(), RunConfig.of(asked.fittedAs(middle)).data().fit());
    assertEquals(
        RunConfig.of(defaults).yaml(), RunConfig.of(defaults.fittedAs(SquareFit.DEFAULT)).yaml());
  }

  @Test
  void the_sections_share_the_recipe_but_for_what_they_change() {
    RunConfig config =
        RunConfig.of(
            ConfigSource.defaults()
                .with(List.of("training.batch-size=48", "fine-tuning.recipe.cutout=3")));
    assertEquals(48, config.netAdapt().recipe().batchSize());
    assertEquals(48, config.fineTuning().recipe().batchSize());
    assertEquals(3, config.fineTuning().recipe().augmentation().cutout());
    assertEquals(0, config.recipe().augmentation().cutout());
  }

  @Test
  void replicas_are_of_all_trainings_but_those_that_workers_share_the_threads_of() {
    RunConfig config = RunConfig.of(ConfigSource.defaults().with(List.of("training.replicas=2")));
    assertEquals(2, config.recipe().replicas());
    assertEquals(2, config.fineTuning().recipe().replicas());
    assertEquals(2, config.supernet().recipe().replicas());
    assertEquals(1, config.netAdapt().recipe().replicas());
  }

  @Test
  void more_replicas_than_half_a_batch_are_refused_with_the_batch() {
    String message = refusal("supernet.recipe.replicas=9");
    assertTrue(message.contains("at most 8, half of this recipe's batch-size of 16"), message);
  }

  @Test
  void replicas_where_they_once_stood_are_refused_with_their_place() {
    String message = refusal("supernet.replicas=2");
    assertTrue(message.contains("supernet.recipe.replicas"), message);
  }

  private static String refusal(String override) {
    ConfigSource source = ConfigSource.defaults().with(List.of(override));
    return assertThrows(InvalidInputException.class, () -> RunConfig.of(source)).getMessage();
  }

  @Test
  void a_supernet_that_distils_without_its_teacher_is_refused_before_anything_runs() {
    InvalidInputException refused =
        assertThrows(
            InvalidInputException.class,
            () ->
                RunConfig.of(
                    ConfigSource.defaults()
                        .with(List.of("training.distillation={weight: 0.5, temperature: 2}"))));
    assertTrue(refused.getMessage().contains("largest-subnet must be true"), refused.getMessage());
  }

  @TestFactory
  Stream<DynamicTest> a_wrong_override_is_named() {
    return Stream.of(
        refused(
            "search.popluation=8",
            "--set search.popluation: unknown key 'popluation' in 'search' (did you mean"
                + " 'population'?)"),
        refused(
            "serach.population=8",
            "--set serach.population: unknown key 'serach' (did you mean 'search'?)"),
        refused(
            "search.population=many",
            "--set search.population: 'population' must be a whole number from 4 to 1000000, not"
                + " 'many'"),
        refused(
            "data.fit=padd",
            "--set data.fit: 'fit' must be one of crop, pad, stretch, not 'padd' (did you mean"
                + " 'pad'?)"),
        refused(
            "data={source: photos, fit: pad, crop-share: 0.875}",
            "--set data: 'crop-share' is of fit: crop; leave it out with fit: pad"),
        refused(
            "data.crop-share=1.5",
            "--set data.crop-share: 'crop-share' must be a number from 0.1 to 1.0, not '1.5'"),
        refused(
            "supernet.length=5 minuets",
            "--set supernet.length: a length must be such as '500 steps', '2.5 epochs' or '4"
                + " minutes', not '5 minuets'"),
        refused(
            "supernet.resolutions=[{pixels: 14, share: 0.4}, {pixels: 28, share: 0.5}]",
            "--set supernet.resolutions: the shares of resolutions must add up to 1, not to 0.9"),
        refused(
            "supernet.resolutions=[{pixels: 12, share: 0.4}, {pixels: 24, share: 0.6}]",
            "--set supernet.resolutions: the last resolution must be the 28 pixels that the networks"
                + " of mobilenet-v3-small-28 take, not 24"),
        refused(
            "latency.budget-millis=-1",
            "--set latency.budget-millis: 'budget-millis' must be a number from 1.0E-6 to 1.0E9,"
                + " not '-1'"),
        refused(
            "baseline.network=mobilenet-v9",
            "--set baseline.network: no reference network is named 'mobilenet-v9'; see hwnas"
                + " networks"),
        refused(
            "baseline.network=[mobilenet-v2@28, mobilenet-v2@28]",
            "--set baseline.network: the baseline 'mobilenet-v2@28' is given twice"),
        refused("baseline.network=[]", "--set baseline.network: a run has 1 to 4 baselines, not 0"),
        refused(
            "netadapt.kinds=[expansoin]",
            "--set netadapt.kinds: item 1 of the document must be one of stem, bottleneck, expansion,"
                + " head-convolution, head-hidden, not 'expansoin' (did you mean 'expansion'?)"));
  }

  @Test
  void a_wrong_key_of_a_file_is_named_with_its_line() throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, "seed: 2\n\ntraining:\n  momentun: 0.9\n");
    ConfigSource source = ConfigSource.defaults().with(file);
    InvalidInputException failure =
        assertThrows(InvalidInputException.class, () -> RunConfig.of(source));
    assertEquals(
        file + ":4: unknown key 'momentun' in 'training' (did you mean 'momentum'?)",
        failure.getMessage());
  }

  private static DynamicTest refused(String override, String message) {
    return DynamicTest.dynamicTest(
        override,
        () ->
            assertEquals(
                message,
                assertThrows(
                        InvalidInputException.class,
                        () -> RunConfig.of(ConfigSource.defaults().with(List.of(override))))
                    .getMessage()));
  }
}
