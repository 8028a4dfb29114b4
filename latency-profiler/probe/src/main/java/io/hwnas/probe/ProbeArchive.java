package io.hwnas.probe;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.io.InputFiles;
import io.hwnas.space.yaml.YamlNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip of a plan and its models, or of a plan and what was measured by it.
 *
 * <p>Nothing is ever unpacked into files: entries are read by the names that a plan gives them.
 * Names that would lead out of a folder are refused nevertheless, because others unpack it.
 */
public final class ProbeArchive implements AutoCloseable {
  /** The entry of the plan. */
  public static final String PLAN = "plan.yaml";

  /** The entry of what was measured. */
  public static final String RESULT = "result.yaml";

  /** The name of the network that tells whether something else uses the core. */
  public static final String SENTINEL = "sentinel";

  private static final int MOST_ENTRIES = 20_000;
  private static final int MOST_TEXT_BYTES = 16 << 20;
  private static final int MOST_MODEL_BYTES = 512 << 20;

  private final Path file;
  private final ZipFile zip;

  private ProbeArchive(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  /**
   * Opens an archive and checks the names of its entries.
   *
   * @param file the file
   * @return the archive, to be closed
   * @throws InvalidInputException if it is no zip, or an entry's name leads out of a folder
   * @throws IOException if it cannot be read
   */
  public static ProbeArchive open(Path file) throws IOException {
    InputFiles.requireRegular(file, "a zip");
    if (!Files.exists(file)) {
      throw new InvalidInputException(file + ": no such file");
    }
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new InvalidInputException(
          "%s: is no zip, or was cut short (%s); copy it again".formatted(file, e.getMessage()), e);
    }
    try {
      requireHarmless(file, zip);
    } catch (RuntimeException e) {
      zip.close();
      throw e;
    }
    return new ProbeArchive(file, zip);
  }

  private static void requireHarmless(Path file, ZipFile zip) {
    if (zip.size() > MOST_ENTRIES) {
      throw new InvalidInputException(
          "%s: has %d entries; there may be %d".formatted(file, zip.size(), MOST_ENTRIES));
    }
    for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
      String name = entries.nextElement().getName();
      boolean leadsOut =
          name.startsWith("/")
              || name.contains("\\")
              || name.contains(":")
              || ("/" + name + "/").contains("/../");
      if (leadsOut) {
        throw new InvalidInputException(
            "%s: the entry '%s' leads out of the folder it would be unpacked in; do not use this file"
                .formatted(file, name.replaceAll("\\p{Cntrl}", "?")));
      }
    }
  }

  /** The name of a model's entry. */
  public static String model(String network) {
    return "models/" + network + ".onnx";
  }

  /**
   * Reads a text.
   *
   * @param entry the entry's name
   * @return the text
   * @throws InvalidInputException if there is none, it is too long or damaged
   * @throws IOException if the archive cannot be read
   */
  public String text(String entry) throws IOException {
    return new String(bytes(entry, MOST_TEXT_BYTES), StandardCharsets.UTF_8);
  }

  /**
   * Reads a text as YAML.
   *
   * @param entry the entry's name
   * @return the document; messages name file and entry
   * @throws InvalidInputException as {@link #text}, or if it is no YAML
   * @throws IOException if the archive cannot be read
   */
  public YamlNode yaml(String entry) throws IOException {
    return YamlNode.parse(file + "!" + entry, text(entry));
  }

  /**
   * Reads the plan.
   *
   * @return the plan, whose models are read when they are asked for
   * @throws InvalidInputException located, if there is none
   * @throws IOException if the archive cannot be read
   */
  public ProbePlan plan() throws IOException {
    return PlanYaml.read(yaml(PLAN), this::network);
  }

  /**
   * Finds a network.
   *
   * @param name its name
   * @return the network, whose model is read when it is asked for
   */
  public TimedNetwork network(String name) {
    return new Entry(name);
  }

  /** Requires that every model of a plan is there, before any is measured. */
  void requireModels(ProbePlan plan) {
    requireEntry(model(SENTINEL));
    plan.tasks().stream()
        .flatMap(task -> task.networks().stream())
        .map(network -> model(network.name()))
        .distinct()
        .forEach(this::requireEntry);
  }

  private ZipEntry requireEntry(String name) {
    return Optional.ofNullable(zip.getEntry(name))
        .orElseThrow(() -> new InvalidInputException("%s: has no %s".formatted(file, name)));
  }

  private byte[] bytes(String name, int most) throws IOException {
    ZipEntry entry = requireEntry(name);
    try (InputStream stream = zip.getInputStream(entry)) {
      byte[] bytes = stream.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new InvalidInputException(
            "%s: %s is longer than %d MiB".formatted(file, name, most >> 20));
      }
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      if (entry.getCrc() != checksum.getValue()) {
        throw new ZipException("its checksum is another");
      }
      return bytes;
    } catch (ZipException | EOFException e) {
      throw new InvalidInputException(
          "%s: %s is damaged (%s); copy the file again".formatted(file, name, e.getMessage()), e);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** A model that is read when it is asked for. */
  private final class Entry implements TimedNetwork {
    private final String name;

    Entry(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public byte[] onnx() {
      try {
        return bytes(model(name), MOST_MODEL_BYTES);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
