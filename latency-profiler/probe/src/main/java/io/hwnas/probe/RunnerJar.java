package io.hwnas.probe;

import ai.onnxruntime.OrtEnvironment;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.io.AtomicFiles;
import io.hwnas.space.io.InputFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes the runner: one jar of this module and of all that it runs on, ONNX Runtime's natives of
 * every platform among it.
 *
 * <p>It is put together from what this process itself runs on, so that hwnas need not carry ONNX
 * Runtime twice.
 */
public final class RunnerJar {
  /** What the runner is called. */
  public static final String NAME = "hwnas-probe.jar";

  /** One class of each jar that the runner is made of. */
  private static final List<Class<?>> PARTS =
      List.of(
          ProbeMain.class,
          InvalidInputException.class,
          OrtEnvironment.class,
          JsonFactory.class,
          JsonProperty.class,
          ObjectMapper.class,
          org.yaml.snakeyaml.Yaml.class);

  /** Manifests and signatures of the parts, service files, and symbols for debuggers. */
  private static final Pattern LEFT_OUT =
      Pattern.compile("META-INF/(?!LICENSE|NOTICE).*|(.*/)?module-info\\.class|.*\\.dSYM/.*|.*/");

  private static final Pattern LICENCE = Pattern.compile("META-INF/(LICENSE|NOTICE).*");

  /** The earliest that a zip can say, so that equal parts make equal jars. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream jar;
  private final Set<String> written = new HashSet<>();

  private RunnerJar(OutputStream stream) {
    this.jar = new ZipOutputStream(stream);
    jar.setLevel(Deflater.BEST_SPEED);
  }

  /**
   * Refuses a place that holds something other than a runner.
   *
   * @param file where a runner shall be
   * @throws InvalidInputException if another file is there
   */
  public static void requireReplaceable(Path file) {
    InputFiles.requireRegular(file, "a runner");
    if (Files.exists(file) && !isRunner(file)) {
      throw new InvalidInputException(
          "%s: exists already and is no runner of hwnas; remove it, or choose an --out in another folder"
              .formatted(file));
    }
  }

  private static boolean isRunner(Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      return manifest != null
          && ProbeMain.class
              .getName()
              .equals(manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Writes the runner.
   *
   * @param file where it shall be
   * @throws IOException if it cannot be written
   */
  public static void write(Path file) throws IOException {
    AtomicFiles.write(
        file,
        stream -> {
          RunnerJar runner = new RunnerJar(stream);
          runner.manifest();
          for (Class<?> part : PARTS) {
            runner.add(location(part));
          }
          runner.jar.finish();
        });
  }

  private static Path location(Class<?> part) {
    try {
      return Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void manifest() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, ProbeMain.class.getName());
    begin(JarFile.MANIFEST_NAME);
    manifest.write(jar);
    jar.closeEntry();
  }

  private void add(Path part) throws IOException {
    if (Files.isDirectory(part)) {
      try (Stream<Path> files = Files.walk(part)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          try (InputStream content = Files.newInputStream(file)) {
            add(part.relativize(file).toString().replace('\\', '/'), "classes", content);
          }
        }
      }
      return;
    }
    try (ZipFile zip = new ZipFile(part.toFile())) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        try (InputStream content = zip.getInputStream(entry)) {
          add(entry.getName(), part.getFileName().toString(), content);
        }
      }
    }
  }

  private void add(String name, String part, InputStream content) throws IOException {
    if (LEFT_OUT.matcher(name).matches()) {
      return;
    }
    boolean licence = LICENCE.matcher(name).matches();
    String placed = licence ? "META-INF/licences/%s/%s".formatted(part, name.substring(9)) : name;
    if (!written.contains(placed)) {
      begin(placed);
      content.transferTo(jar);
      jar.closeEntry();
    }
  }

  private void begin(String name) throws IOException {
    written.add(name);
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    jar.putNextEntry(entry);
  }
}
