package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.LatencyConfig;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.Fingerprint;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.TableBuilder;
import io.hwnas.space.ProgressListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Measures the latency table of the space, or takes the one the user named. */
final class TableStage implements Stage<LatencyTable> {
  /** The table's file within the run. */
  static final String FILE = "latency-table.yaml";

  private final RunContext context;

  TableStage(RunContext context) {
    this.context = context;
  }

  @Override
  public String name() {
    return "latency table";
  }

  @Override
  public LatencyTable run(ProgressListener progress) {
    LatencyConfig latency = context.config().latency();
    LatencyTable table =
        latency.table().isPresent()
            ? given(latency, latency.table().get())
            : new TableBuilder(context.runtime())
                .build(
                    context.space(),
                    latency.protocol(),
                    context.config().seed(),
                    context.log(),
                    progress);
    try {
      LatencyTables.write(context.directory().file(FILE), table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }

  private static LatencyTable given(LatencyConfig latency, Path file) {
    Fingerprint here = Fingerprint.ofThisMachine(latency.runtime());
    return LatencyTables.read(file, here, latency.acceptForeignTable());
  }

  @Override
  public ObjectNode write(LatencyTable table) {
    return Json.object().put("entries", table.entries().size());
  }

  @Override
  public LatencyTable read(JsonNode record) {
    return given(context.config().latency(), context.directory().file(FILE));
  }

  @Override
  public String summary(LatencyTable table) {
    return "%s blocks, error %s on networks left out"
        .formatted(
            Units.count(table.entries().size()), Units.percent(table.calibration().residual()));
  }
}
