package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.LatencyConfig;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.Units;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.TableBuilder;
import io.hwnas.latency.TableSource;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

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
        latency
            .givenTable()
            .orElseGet(
                () ->
                    new TableBuilder(context.runtime())
                        .build(
                            List.of(source()),
                            latency.protocol(),
                            context.config().seed(),
                            context.log(),
                            progress));
    write(context, table);
    return table;
  }

  /** The space as the configuration describes it, for the run's images. */
  private TableSource source() {
    YamlNode configuration = YamlNode.parse("configuration", context.config().yaml());
    ImageSet training = context.data().training().images();
    return TableSource.OfSpace.of(configuration.required("space"))
        .forImages(training.channels(), training.classCount());
  }

  /** Puts a table in the run's place of it. */
  static void write(RunContext context, LatencyTable table) {
    try {
      LatencyTables.write(context.directory().file(FILE), table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ObjectNode write(LatencyTable table) {
    return Json.object().put("entries", table.entries().size());
  }

  @Override
  public LatencyTable read(JsonNode record) {
    return context.config().latency().table(context.directory().file(FILE));
  }

  @Override
  public String summary(LatencyTable table) {
    return "%s blocks, error %s on networks left out"
        .formatted(
            Units.count(table.entries().size()), Units.percent(table.calibration().residual()));
  }
}
