package io.hwnas.latency;

import io.hwnas.probe.Fingerprint;
import io.hwnas.probe.FingerprintYaml;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.io.AtomicFiles;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Latency tables as YAML files of the format {@value #FORMAT}. */
public final class LatencyTables {
  /** What the key {@code format} says. */
  public static final String FORMAT = "hwnas-latency-table/2";

  private LatencyTables() {}

  /**
   * Reads a table, whatever it was measured on.
   *
   * @param file the file
   * @return the table
   * @throws InvalidInputException with file and line, if the file is not a table or an entry is
   *     missing, negative, not a number or doubled; of tables that others published, names what
   *     takes them
   */
  public static LatencyTable read(Path file) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(
          "%s: is a folder, not a latency table of hwnas; the folder of Once-for-All's tables, which only predict blocks of their own space, is for %s"
              .formatted(file, PublishedTable.TAKEN_BY));
    }
    return parse(YamlNode.read(file));
  }

  /**
   * Reads a table that must be valid here.
   *
   * @param file the file
   * @param here what is to be predicted
   * @param acceptForeign whether a table measured on something else will do
   * @return the table
   * @throws InvalidInputException as {@link #read(Path)}, or if processor, runtime, its version,
   *     options, threads, batch or exported form differ and that will not do; names them
   */
  public static LatencyTable read(Path file, Fingerprint here, boolean acceptForeign) {
    LatencyTable table = read(file);
    return acceptForeign ? table : requireValid(file, table, here);
  }

  private static LatencyTable requireValid(Path file, LatencyTable table, Fingerprint here) {
    List<String> differences = here.differences(table.fingerprint());
    if (!differences.isEmpty()) {
      throw new InvalidInputException(
          "%s was measured on something else: %s; measure a table here with 'hwnas profile', or"
                  .formatted(file, String.join(", ", differences))
              + " use this one nevertheless with --accept-foreign-table");
    }
    return table;
  }

  /**
   * Refuses to extend a table by measurements that would not fit it.
   *
   * @param file the table's file
   * @param table the table
   * @param here what would be measured on
   * @throws InvalidInputException if processor, runtime, its version, options, threads, batch or
   *     exported form differ; names them
   */
  public static void requireExtensible(Path file, LatencyTable table, Fingerprint here) {
    List<String> differences = here.differences(table.fingerprint());
    if (!differences.isEmpty()) {
      throw new InvalidInputException(
          "%s was measured on something else: %s; entries measured here would not fit it: measure a table of its own into another --out"
              .formatted(file, String.join(", ", differences)));
    }
  }

  /**
   * Reads a table that must be valid on this machine, with the threads and batch that it was
   * measured with.
   *
   * @param file the file
   * @param acceptForeign whether a table measured on something else will do; nothing native is
   *     loaded then
   * @return the table
   * @throws InvalidInputException as {@link #read(Path, Fingerprint, boolean)}
   */
  public static LatencyTable readHere(Path file, boolean acceptForeign) {
    LatencyTable table = read(file);
    return acceptForeign
        ? table
        : requireValid(file, table, new OnnxRuntime(options(table)).fingerprint());
  }

  /**
   * Returns the options that a table was measured with.
   *
   * @param table the table
   * @return its threads and batch
   */
  public static RuntimeOptions options(LatencyTable table) {
    return new RuntimeOptions(table.fingerprint().threads(), table.fingerprint().batch());
  }

  /**
   * Reads a table from a document.
   *
   * @param root the document
   * @return the table
   * @throws InvalidInputException as {@link #read(Path)}
   */
  public static LatencyTable parse(YamlNode root) {
    return new TableReader(root).read();
  }

  /**
   * Writes a table; the same table gives the same bytes.
   *
   * @param file where to; its folder must exist
   * @param table the table
   * @throws IOException if the file cannot be written; then an older one is untouched
   */
  public static void write(Path file, LatencyTable table) throws IOException {
    AtomicFiles.writeString(file, text(table));
  }

  /**
   * Returns a table as the text of its file.
   *
   * @param table the table
   * @return the YAML text
   */
  public static String text(LatencyTable table) {
    return TableWriter.text(table);
  }

  /**
   * Returns a fingerprint as it stands in files, for other files that name it.
   *
   * @param fingerprint the fingerprint
   * @return key to value in the order of the file
   */
  public static Map<String, Object> map(Fingerprint fingerprint) {
    return FingerprintYaml.map(fingerprint);
  }
}
