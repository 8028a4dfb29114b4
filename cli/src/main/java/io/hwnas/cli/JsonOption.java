package io.hwnas.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.hwnas.cli.output.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The option of every command that prints results. */
final class JsonOption {
  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  /**
   * Prints a result as the user asked for it.
   *
   * @param out standard output
   * @param tree the result for a program
   * @param text the result for a person, ending in a line break
   */
  void print(PrintWriter out, JsonNode tree, String text) {
    if (json) {
      Json.print(out, tree);
    } else {
      out.print(text);
      out.flush();
    }
  }
}
