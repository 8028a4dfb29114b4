package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.evaluator.data.Preprocessing;
import io.hwnas.evaluator.data.SquareFit;
import io.hwnas.results.Bundle;
import io.hwnas.space.yaml.YamlNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images whose classes differ in the ends that a crop takes away. */
final class FittedImagesTests {
  private static final int PIXELS = 12;

  @TempDir private static Path folder;
  private static TinyRun tiny;
  private static Path data;
  private static Path run;

  @TempDir private Path own;

  @BeforeAll
  static void trainOnStretchedImages() throws IOException {
    tiny = TinyRun.in(folder);
    data = folder.resolve("wide");
    write("train", 60);
    write("test", 10);
    run = folder.resolve("run");
    CommandRun trained = train(run, "20", "--set=data.fit=stretch");
    assertEquals(0, trained.exitCode(), trained.err());
  }

  /** Noise, three times as wide as high, with a bright first or last third. */
  private static void write(String part, int perClass) throws IOException {
    Random random = new Random(part.hashCode());
    for (String label : new String[] {"left", "right"}) {
      Path classFolder = Files.createDirectories(data.resolve(part).resolve(label));
      for (int i = 0; i < perClass; i++) {
        BufferedImage image = new BufferedImage(3 * PIXELS, PIXELS, BufferedImage.TYPE_BYTE_GRAY);
        for (int p = 0; p < 3 * PIXELS * PIXELS; p++) {
          int x = p % (3 * PIXELS);
          boolean bright = label.equals("left") ? x < PIXELS : x >= 2 * PIXELS;
          image
              .getRaster()
              .setSample(x, p / (3 * PIXELS), 0, random.nextInt(60) + (bright ? 180 : 0));
        }
        ImageIO.write(image, "png", classFolder.resolve(i + ".png").toFile());
      }
    }
  }

  @Test
  void a_network_is_tested_on_images_fitted_as_in_its_training_unless_told_otherwise() {
    assertTrue(tested() > 0.9, "the network did not see the ends");
    assertTrue(tested("--set=data.fit=crop") < 0.9, "a crop has no ends");
  }

  @Test
  void a_network_is_tested_on_images_normalised_as_in_its_training() throws IOException {
    Path whitened = copied();
    assertTrue(tested() > 0.9, "the network did not learn");
    // By the mean and deviation of white images, all of the test's would be far below any seen.
    BufferedImage white = new BufferedImage(3 * PIXELS, PIXELS, BufferedImage.TYPE_BYTE_GRAY);
    white.createGraphics().fillRect(0, 0, 3 * PIXELS, PIXELS);
    for (String label : new String[] {"left", "right"}) {
      try (Stream<Path> images = Files.list(whitened.resolve("train").resolve(label))) {
        for (Path image : images.toList()) {
          ImageIO.write(white, "png", image.toFile());
        }
      }
    }
    assertTrue(
        tested("--data=" + whitened) > 0.9, "images were normalised by those of another training");
  }

  @Test
  void a_bundle_and_every_model_say_what_must_be_done_to_an_image() throws IOException {
    Bundle bundle = new Bundle(run.resolve("best"));
    Preprocessing known =
        Preprocessing.read(YamlNode.read(bundle.provenance()).required("preprocessing"));
    assertEquals(new SquareFit.Stretch(), known.fit());
    assertEquals(1, known.channels());
    assertEquals(PIXELS, known.pixels());
    Path exported = own.resolve("exported.onnx");
    assertEquals(
        0,
        CommandRun.of("export", run.toString(), "--format=onnx", "--out", exported.toString())
            .exitCode());
    for (Path model : new Path[] {bundle.onnx(), exported}) {
      String bytes = Files.readString(model, StandardCharsets.ISO_8859_1);
      known.toTexts().values().forEach(text -> assertTrue(bytes.contains(text), text));
    }
  }

  @Test
  void a_training_that_goes_on_from_weights_fits_images_as_they_know_them() {
    Path further = own.resolve("further");
    assertEquals(0, train(further, "1", "--weights=" + run).exitCode());
    assertEquals("stretch", fit(further));
    Path padded = own.resolve("padded");
    assertEquals(0, train(padded, "1", "--weights=" + run, "--set=data.fit=pad").exitCode());
    assertEquals("pad", fit(padded));
    assertEquals(0, train(padded, "1", "--weights=" + run, "--resume").exitCode());
  }

  @Test
  void a_training_that_goes_on_from_weights_holds_out_the_images_that_they_did_not_learn_from() {
    Path second = own.resolve("second");
    assertEquals(0, train(second, "1", "--seed=2").exitCode());
    Path further = own.resolve("further");
    assertEquals(0, train(further, "1", "--weights=" + second).exitCode());
    assertEquals(2, seed(further));
    Path other = own.resolve("other");
    assertEquals(0, train(other, "1", "--weights=" + second, "--seed=3").exitCode());
    assertEquals(3, seed(other));
  }

  @Test
  void a_run_does_not_go_on_with_other_images() throws IOException {
    Path other = copied();
    Path before = own.resolve("before");
    assertEquals(0, train(before, "1", "--data=" + other).exitCode());
    assertEquals(0, train(before, "1", "--data=" + other, "--resume").exitCode());
    Path images = other.resolve("train").resolve("left");
    Files.copy(images.resolve("0.png"), images.resolve("another.png"));
    String refusal = train(before, "1", "--data=" + other, "--resume").refusal();
    assertTrue(refusal.contains("was begun with other images"), refusal);
  }

  @Test
  void a_network_that_is_cut_without_images_keeps_what_is_known_of_its_input() {
    Path cut = own.resolve("cut");
    CommandRun netAdapt =
        CommandRun.of(
            "netadapt",
            run.toString(),
            "--table=" + tiny.table(),
            "--budget-millis=" + tiny.budgetMillis(),
            "--accept-foreign-table",
            "--run=" + cut,
            "--set=threads=1",
            "--set=latency.timing={sessions: 2, visits: 2, warm-up-runs: 1, timed-runs: 2}",
            "--set=netadapt.channel-step=4",
            "--set=netadapt.kinds=[expansion, bottleneck]");
    assertEquals(0, netAdapt.exitCode(), netAdapt.err());
    assertEquals(
        YamlNode.read(run.resolve("best/provenance.yaml")).required("preprocessing"),
        YamlNode.read(cut.resolve("best/provenance.yaml")).required("preprocessing"));
  }

  private static long seed(Path run) {
    return YamlNode.read(run.resolve("config.yaml")).required("seed").asLong(0, 100);
  }

  private static String fit(Path run) {
    return YamlNode.read(run.resolve("config.yaml")).required("data").required("fit").asString();
  }

  private static double tested(String... more) {
    return command(Stream.concat(Stream.of("evaluate", run.toString(), "--json"), onImages(more)))
        .json()
        .get("testTop1")
        .asDouble();
  }

  private static CommandRun train(Path into, String epochs, String... more) {
    return command(
        Stream.concat(
            Stream.of(
                "train",
                tiny.largest().toString(),
                "--run=" + into,
                "--epochs=" + epochs,
                "--set=training.batch-size=16",
                "--set=training.flip=false"),
            onImages(more)));
  }

  /** Adds the images, unless others are named. */
  private static Stream<String> onImages(String... more) {
    Stream<String> images =
        Stream.of(more).anyMatch(word -> word.startsWith("--data="))
            ? Stream.empty()
            : Stream.of("--data=" + data);
    return Stream.concat(images, Arrays.stream(more));
  }

  /** Copies the images, to be changed. */
  private Path copied() throws IOException {
    Path copy = own.resolve("wide");
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(data.relativize(file)));
      }
    }
    return copy;
  }

  private static CommandRun command(Stream<String> words) {
    return CommandRun.of(
        Stream.concat(words, Stream.of("--set=data.image-size=" + PIXELS, "--set=threads=1"))
            .toArray(String[]::new));
  }
}
