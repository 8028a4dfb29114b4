package io.hwnas.probe;

import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A plan of two networks and two tasks, results of it, and zips. */
final class Plans {
  static final String PROFILE = "profile/a/pass-0";
  static final String TIME = "time/b/session-0";

  private Plans() {}

  static ProbePlan plan() {
    TimedNetwork small = TimedNetwork.ofOnnx("small", new byte[] {1});
    TimedNetwork large = TimedNetwork.ofOnnx("large", new byte[] {2});
    return new ProbePlan(
        YamlNode.parse("table", "seed: 1\n"),
        "onnx",
        List.of(
            new ProfileTask(
                PROFILE,
                List.of(
                    new PlannedNetwork(small, List.of("stem", "head")),
                    new PlannedNetwork(large, List.of("stem", "s0.b0", "head"))),
                2,
                1,
                3),
            new TimingTask(TIME, List.of(small, large), 2, 1, 2)));
  }

  static String text() {
    return PlanYaml.write(plan());
  }

  static Fingerprint fingerprint() {
    return new Fingerprint(
        "Abacus",
        4,
        "onnxruntime",
        "1.29.0",
        "none",
        1,
        1,
        "onnx",
        "None 1",
        "beads",
        Instant.parse("2026-11-24T09:30:00Z"));
  }

  static ProbeResult result() {
    return new ProbeResult(
        ProbePlan.digest(text()),
        fingerprint(),
        Map.of(
            PROFILE,
            new ProbeResult.Measurement(
                1.5,
                List.of(
                    List.of(0.1, 0.2, 1.0, 2.0, 0.3),
                    List.of(0.1, 0.2, 0.3, 1.0, 2.0, 3.0, 0.6, 4.0, 1.0, 0.5))),
            TIME,
            new ProbeResult.Measurement(
                2.5, List.of(List.of(0.0, 0.3, 0.31), List.of(1.0, 0.6, 0.61, 0.62)))));
  }

  static Path zip(Path file, Map<String, String> entries) throws IOException {
    try (OutputStream stream = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(stream)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return file;
  }
}
