package io.hwnas.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out the model of the processor. */
final class Processor {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Processor() {}

  /** The model as the operating system names it, or the architecture where it names none. */
  static String model() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    Optional<String> model;
    if (os.contains("mac")) {
      model = output("sysctl", "-n", "machdep.cpu.brand_string");
    } else if (os.contains("windows")) {
      model = Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER"));
    } else {
      model = linux();
    }
    return model
        .map(text -> text.strip().replaceAll("\\s+", " "))
        .filter(text -> !text.isEmpty())
        .orElse("unknown " + System.getProperty("os.arch"));
  }

  private static Optional<String> linux() {
    try {
      return fromCpuInfo(Files.readString(CPU_INFO));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads {@code /proc/cpuinfo}: the name, which hypervisors shorten, with the numbers that tell
   * one generation from another.
   */
  static Optional<String> fromCpuInfo(String text) {
    Optional<String> name = field(text, "model name").or(() -> field(text, "Model"));
    Optional<String> numbers = numbers(text, "cpu family", "model", "stepping");
    if (numbers.isEmpty()) {
      numbers = numbers(text, "CPU implementer", "CPU part", "CPU variant");
    }
    if (name.isEmpty()) {
      return numbers;
    }
    Optional<String> found = numbers;
    return name.map(n -> n + found.map(s -> " (" + s + ")").orElse(""));
  }

  private static Optional<String> numbers(String text, String... fields) {
    List<String> found =
        Arrays.stream(fields)
            .flatMap(field -> field(text, field).map(value -> last(field) + " " + value).stream())
            .toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", found));
  }

  private static String last(String field) {
    return field.substring(field.lastIndexOf(' ') + 1);
  }

  private static Optional<String> field(String text, String name) {
    Matcher matcher =
        Pattern.compile("^" + Pattern.quote(name) + "\\s*:\\s*(.+)$", Pattern.MULTILINE)
            .matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
  }

  private static Optional<String> output(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(5, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? Optional.of(text) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
