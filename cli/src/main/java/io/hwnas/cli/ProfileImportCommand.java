package io.hwnas.cli;

import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.ProbePack;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the table of what was measured on another machine. */
@Command(
    name = "import",
    description = {
      "Make the latency table of what was measured on another machine (hwnas profile pack).",
      "Of a device without Java, name a folder of what ONNX Runtime's own performance tool",
      "recorded there (docs/probe.md)."
    })
final class ProfileImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RESULT.zip|FOLDER",
      description = "What hwnas-probe.jar wrote, or the folder.")
  private Path result;

  @Option(names = "--out", required = true, paramLabel = "LUT", description = "The table's file.")
  private Path out;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    AtomicFiles.requireNew(out);
    LatencyTable table = ProbePack.read(result);
    LatencyTables.write(out, table);
    TableSummary summary = new TableSummary(table);
    json.print(
        spec.commandLine().getOut(),
        summary.json().put("file", out.toString()),
        summary.text() + "wrote %s%n".formatted(out));
    return ExitCodes.DONE;
  }
}
