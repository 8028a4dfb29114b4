package io.hwnas.results;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A headless Chromium that opens one page and tells what became of it. */
final class Chromium {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Path program;

  private Chromium(Path program) {
    this.program = program;
  }

  /**
   * What became of a page.
   *
   * @param dom the document after its scripts ran
   * @param console lines of the console, warnings and errors included
   */
  record Visit(String dom, List<String> console) {}

  /** The browser named by HWNAS_CHROMIUM, or the first of the usual names on the PATH. */
  static Optional<Chromium> find() {
    String named = System.getenv("HWNAS_CHROMIUM");
    if (named != null) {
      return Optional.of(new Chromium(Path.of(named)));
    }
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Chromium::new);
  }

  Visit open(Path page, Path scratch) throws IOException, InterruptedException {
    List<String> lines =
        run(page, scratch, "--dump-dom", "--virtual-time-budget=20000", "--enable-logging=stderr");
    List<String> console = lines.stream().filter(line -> line.contains("CONSOLE")).toList();
    String dom = Files.readString(scratch.resolve("out"), StandardCharsets.UTF_8);
    return new Visit(dom, console);
  }

  /** Runs with a fresh profile, which helpers of the browser may still be closing at the end. */
  private List<String> run(Path page, Path scratch, String... options)
      throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory("hwnas-chromium");
    try {
      return run(page, scratch, profile, options);
    } finally {
      try {
        Durable.delete(profile);
      } catch (IOException e) {
        profile.toFile().deleteOnExit();
      }
    }
  }

  private List<String> run(Path page, Path scratch, Path profile, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString(), "--headless"));
    command.addAll(
        List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900",
            "--user-data-dir=" + profile));
    command.addAll(List.of(options));
    command.add(page.toUri().toString());
    Path errors = scratch.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(scratch.resolve("out").toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the browser did not finish: " + Files.readString(errors));
    }
    List<String> lines = Files.readAllLines(errors, StandardCharsets.ISO_8859_1);
    if (process.exitValue() != 0) {
      throw new IOException("the browser failed: " + String.join("\n", lines));
    }
    return lines;
  }
}
