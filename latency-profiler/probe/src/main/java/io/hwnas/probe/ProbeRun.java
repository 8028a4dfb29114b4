package io.hwnas.probe;

import io.hwnas.probe.ProbeResult.Measurement;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Measures by a plan and writes the result; goes on where an earlier process was stopped.
 *
 * @param archive the plan with its models
 * @param out where the result shall be; a journal lies beside it meanwhile
 * @param options how the networks run
 */
record ProbeRun(Path archive, Path out, RuntimeOptions options) {
  /** Requires that a result can be written, before anything is measured. */
  void requireFree() throws IOException {
    AtomicFiles.requireNew(out);
  }

  /** Measures. */
  void measure(ProgressListener progress) throws IOException {
    Path journalFile = out.resolveSibling(out.getFileName() + ".journal");
    try (ProbeArchive packed = ProbeArchive.open(archive)) {
      ProbePlan plan = packed.plan();
      packed.requireModels(plan);
      String text = packed.text(ProbeArchive.PLAN);
      String digest = ProbePlan.digest(text);
      ProbeRuntime runtime =
          new ProbeRuntime(options, plan.exportedForm(), packed.network(ProbeArchive.SENTINEL));
      Fingerprint here = runtime.fingerprint();
      String purpose = TextDigest.of(digest + "\n" + here.at(Instant.EPOCH));
      try (ProbeJournal journal = ProbeJournal.open(journalFile, purpose)) {
        Instant startedAt = startedAt(here, journal);
        Map<String, Measurement> measurements =
            measurements(plan, new Measurer(runtime, journal), progress);
        write(new ProbeResult(digest, here.at(startedAt), measurements), plan, text);
      }
    }
    Files.delete(journalFile);
  }

  private static Instant startedAt(Fingerprint here, MeasurementLog log) {
    String key = "started-at";
    if (log.recall(key).isEmpty()) {
      log.record(key, List.of((double) here.measuredAt().getEpochSecond()));
    }
    return Instant.ofEpochSecond(log.recall(key).orElseThrow().get(0).longValue());
  }

  private static Map<String, Measurement> measurements(
      ProbePlan plan, Measurer measurer, ProgressListener progress) {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    for (MeasuringTask task : plan.tasks()) {
      long start = System.nanoTime();
      List<List<Double>> values = measurer.values(task);
      String key = "seconds/" + task.key();
      if (measurer.log().recall(key).isEmpty()) {
        measurer.log().record(key, List.of((System.nanoTime() - start) / 1e9));
      }
      double seconds = measurer.log().recall(key).orElseThrow().get(0);
      measurements.put(task.key(), new Measurement(seconds, values));
      progress.update(measurements.size(), plan.tasks().size(), task.key());
    }
    return measurements;
  }

  private void write(ProbeResult result, ProbePlan plan, String planText) throws IOException {
    AtomicFiles.write(
        out,
        stream -> {
          ZipOutputStream zip = new ZipOutputStream(stream);
          entry(zip, ProbeArchive.PLAN, planText);
          entry(zip, ProbeArchive.RESULT, result.write(plan));
          zip.finish();
        });
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
