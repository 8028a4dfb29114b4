package io.hwnas.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the file that ONNX Runtime's profiler writes: a JSON array of trace events. */
final class ProfileReader {
  private static final String SUFFIX = "_kernel_time";
  private static final String RUN_END = "model_run";

  /** The fields of an event that matter here; a run's end has no operator. */
  private record Event(String category, String name, String operator, double micros) {}

  private ProfileReader() {}

  /**
   * Reads the kernel times of the runs that count.
   *
   * @param file the file
   * @param counts for each run of the file, whether it counts
   * @return the nodes with their times in the runs that count
   * @throws IOException if the file cannot be read, holds fewer runs or its runs differ in their
   *     nodes
   */
  static List<NetworkProfile.Node> read(Path file, List<Boolean> counts) throws IOException {
    return nodes(file, runs(file), counts);
  }

  /**
   * Reads the kernel times of all runs but the first.
   *
   * @param file the file
   * @return the nodes with their times
   * @throws InvalidInputException if it holds fewer than two runs, or is no profile
   * @throws IOException if the file cannot be read or its runs differ in their nodes
   */
  static List<NetworkProfile.Node> readAfterFirst(Path file) throws IOException {
    List<List<Event>> all;
    try {
      all = runs(file);
    } catch (JsonParseException e) {
      throw new InvalidInputException(
          "%s:%d: is no profile".formatted(file, e.getLocation().getLineNr()), e);
    }
    if (all.size() < 2 || all.get(1).isEmpty()) {
      throw new InvalidInputException(
          "%s: holds %d runs with nodes; there must be two at least".formatted(file, all.size()));
    }
    List<Boolean> counts = new ArrayList<>(Collections.nCopies(all.size(), true));
    counts.set(0, false);
    return nodes(file, all, counts);
  }

  private static List<NetworkProfile.Node> nodes(
      Path file, List<List<Event>> all, List<Boolean> counts) throws IOException {
    if (all.size() < counts.size()) {
      throw new IOException("%s holds %d runs only".formatted(file, all.size()));
    }
    List<List<Event>> kept = new ArrayList<>();
    for (int run = 0; run < counts.size(); run++) {
      if (counts.get(run)) {
        kept.add(all.get(run));
      }
    }
    List<NetworkProfile.Node> nodes = new ArrayList<>();
    for (int node = 0; node < kept.get(0).size(); node++) {
      Event first = kept.get(0).get(node);
      List<Double> micros = new ArrayList<>();
      for (List<Event> run : kept) {
        if (run.size() != kept.get(0).size() || !run.get(node).name().equals(first.name())) {
          throw new IOException(file + ": the runs differ in their nodes");
        }
        micros.add(run.get(node).micros());
      }
      nodes.add(new NetworkProfile.Node(first.name(), first.operator(), micros));
    }
    return nodes;
  }

  private static List<List<Event>> runs(Path file) throws IOException {
    List<List<Event>> runs = new ArrayList<>();
    List<Event> current = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new IOException(file + " is not an array of events");
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        Event event = event(parser);
        if (event.category().equals("Node") && event.name().endsWith(SUFFIX)) {
          String name = event.name().substring(0, event.name().length() - SUFFIX.length());
          current.add(new Event(event.category(), name, event.operator(), event.micros()));
        } else if (event.name().equals(RUN_END)) {
          runs.add(current);
          current = new ArrayList<>();
        }
      }
    }
    return runs;
  }

  private static Event event(JsonParser parser) throws IOException {
    String category = "";
    String name = "";
    String operator = "";
    double micros = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "cat" -> category = parser.getText();
        case "name" -> name = parser.getText();
        case "dur" -> micros = parser.getDoubleValue();
        case "args" -> operator = operator(parser);
        default -> parser.skipChildren();
      }
    }
    return new Event(category, name, operator, micros);
  }

  private static String operator(JsonParser parser) throws IOException {
    String operator = "";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      if (field.equals("op_name")) {
        operator = parser.getText();
      }
      parser.skipChildren();
    }
    return operator;
  }
}
