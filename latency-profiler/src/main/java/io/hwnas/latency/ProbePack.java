package io.hwnas.latency;

import io.hwnas.probe.FingerprintYaml;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.PlanYaml;
import io.hwnas.probe.ProbeArchive;
import io.hwnas.probe.ProbePlan;
import io.hwnas.probe.ProbeResult;
import io.hwnas.probe.RecordedRuntime;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.io.AtomicFiles;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs what a table takes for another machine, and makes the table of what was measured there. */
public final class ProbePack {
  private ProbePack() {}

  /**
   * Packs a plan with its models.
   *
   * @param file where the zip shall be
   * @param sources the spaces and networks that the table shall be of, at least one
   * @param protocol how it shall be measured; all its passes are made
   * @param seed draws the networks
   * @param progress hears of each model
   * @throws InvalidInputException if there is no source
   * @throws IOException if the file cannot be written
   */
  public static void write(
      Path file,
      List<TableSource> sources,
      TableProtocol protocol,
      long seed,
      ProgressListener progress)
      throws IOException {
    ProbePlan plan = TablePlan.of(sources, protocol.withAllPasses(), seed).probePlan();
    Map<String, TimedNetwork> models = new LinkedHashMap<>();
    TimedNetwork sentinel = OnnxRuntime.sentinelNetwork();
    models.put(sentinel.name(), sentinel);
    plan.tasks().stream()
        .flatMap(task -> task.networks().stream())
        .forEach(network -> models.putIfAbsent(network.name(), network));
    AtomicFiles.write(
        file,
        stream -> {
          ZipOutputStream zip = new ZipOutputStream(stream);
          put(zip, ProbeArchive.PLAN, PlanYaml.write(plan).getBytes(StandardCharsets.UTF_8));
          int done = 0;
          for (TimedNetwork network : models.values()) {
            put(zip, ProbeArchive.model(network.name()), network.onnx());
            progress.update(++done, models.size(), "");
          }
          zip.finish();
        });
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  /**
   * Makes a table of what was measured on another machine.
   *
   * @param file the result; or a folder with the plan, a {@code fingerprint.yaml}, and beside each
   *     model what ONNX Runtime's performance tool recorded ({@link RecordedRuntime})
   * @return the table, with the other machine's fingerprint
   * @throws InvalidInputException located, if the result is of another plan, the plan is not what
   *     this hwnas packs, or a value is missing or cannot be
   * @throws IOException if the file cannot be read
   */
  public static LatencyTable read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      return readFolder(file);
    }
    try (ProbeArchive archive = ProbeArchive.open(file)) {
      ProbePlan packed = archive.plan();
      String text = archive.text(ProbeArchive.PLAN);
      TablePlan plan = planned(archive.yaml(ProbeArchive.PLAN), packed, text);
      ProbeResult result =
          ProbeResult.read(archive.yaml(ProbeArchive.RESULT), packed, ProbePlan.digest(text));
      return new TableBuilder(new MeasuredRuntime(result.fingerprint()))
          .build(plan, log(plan, result), ProgressListener.SILENT);
    }
  }

  private static LatencyTable readFolder(Path folder) throws IOException {
    Path file = folder.resolve(ProbeArchive.PLAN);
    YamlNode root = YamlNode.read(file);
    ProbePlan packed = PlanYaml.read(root, name -> TimedNetwork.ofOnnx(name, new byte[0]));
    TablePlan plan = planned(root, packed, Files.readString(file));
    YamlNode fingerprint = YamlNode.read(folder.resolve("fingerprint.yaml"));
    RecordedRuntime runtime =
        new RecordedRuntime(folder.resolve("models"), FingerprintYaml.read(fingerprint, packed));
    return new TableBuilder(runtime)
        .build(plan.ofOnePass(), MeasurementLog.inMemory(), ProgressListener.SILENT);
  }

  /** The plan made anew of what the table is of, which must come out the same. */
  private static TablePlan planned(YamlNode root, ProbePlan packed, String text) {
    TablePlan plan = TablePlan.read(packed.table());
    if (!PlanYaml.write(plan.probePlan()).equals(text)) {
      throw root.error(
          "the plan was changed, or packed by another version of hwnas; pack and measure anew");
    }
    return plan;
  }

  /** What was measured, as a build here would have recorded it. */
  private static MeasurementLog log(TablePlan plan, ProbeResult result) {
    MeasurementLog log = MeasurementLog.inMemory();
    result.measurements().forEach((key, found) -> found.record(log, key));
    for (int pass = 0; pass < plan.protocol().passes(); pass++) {
      List<Double> seconds = new ArrayList<>();
      plan.passTasks(pass)
          .forEach(task -> seconds.add(result.measurements().get(task.key()).seconds()));
      CoverPasses.record(log, pass, seconds.stream().mapToDouble(Double::doubleValue).sum());
    }
    return log;
  }
}
