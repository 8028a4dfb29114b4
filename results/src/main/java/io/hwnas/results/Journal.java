package io.hwnas.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/**
 * Every measured or timed value that decided anything, written down before it was used.
 *
 * <p>A resumed run asks for each value by the same key and gets the first answer back to the last
 * bit, so it decides as the unbroken run did. One JSON object a line, on the disk when {@link
 * #record} returns. Safe for use by several threads.
 *
 * <pre>{@code
 * double millis = journal.recallOrRecordNumbers("budget/stepMillis", () -> timeSteps()).get(0);
 * }</pre>
 */
public final class Journal implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final ChecksummedLines lines;
  private final Map<String, JsonNode> values = new LinkedHashMap<>();

  private Journal(Path file, ChecksummedLines lines) {
    this.file = file;
    this.lines = lines;
    for (JsonNode entry : lines.entries()) {
      values.put(entry.path("key").asText(), entry.path("value"));
    }
  }

  /**
   * Opens a journal, or creates an empty one, and drops a last line that was never completed.
   *
   * @param file the file
   * @return the journal
   * @throws io.hwnas.space.InvalidInputException if a line other than the last is damaged, the file
   *     cannot be written or is a device or pipe, or another process has it open
   */
  public static Journal open(Path file) {
    return new Journal(file, ChecksummedLines.open(file));
  }

  /**
   * Reads a journal and leaves the file as it is.
   *
   * @param file the file; a missing one has no entries
   * @return a journal that can only recall
   * @throws io.hwnas.space.InvalidInputException if a line other than the last is damaged
   */
  public static Journal read(Path file) {
    return new Journal(file, ChecksummedLines.read(file));
  }

  /**
   * Recalls a value.
   *
   * @param key its key
   * @return the value recorded under the key, if any
   */
  public synchronized Optional<JsonNode> recall(String key) {
    return Optional.ofNullable(values.get(key)).map(JsonNode::deepCopy);
  }

  /**
   * Records a value; recording the same value again changes nothing.
   *
   * @param key its key
   * @param value the value
   * @return the value as {@link #recall} will give it, for use instead of {@code value}
   * @throws IllegalStateException if another value stands under the key
   * @throws io.hwnas.space.InvalidInputException if the disk is full or the file cannot be written
   */
  public synchronized JsonNode record(String key, JsonNode value) {
    JsonNode earlier = values.get(key);
    if (earlier != null) {
      if (!earlier.toString().equals(value.toString())) {
        throw new IllegalStateException(
            "%s: %s is %s, and cannot become %s".formatted(file, key, earlier, value));
      }
      return earlier.deepCopy();
    }
    ObjectNode fields = JSON.createObjectNode().put("key", key);
    fields.set("value", value);
    JsonNode written = lines.append(fields).path("value");
    values.put(key, written);
    return written.deepCopy();
  }

  /**
   * Recalls a value, or has it made and records it.
   *
   * @param key its key
   * @param measure makes the value where none is recorded
   * @return the value recorded under the key
   */
  public JsonNode recallOrRecord(String key, Supplier<? extends JsonNode> measure) {
    Optional<JsonNode> recalled = recall(key);
    return recalled.isPresent() ? recalled.get() : record(key, measure.get());
  }

  /**
   * Recalls a list of numbers.
   *
   * @param key their key
   * @return the numbers recorded under the key, if any
   */
  public Optional<List<Double>> recallNumbers(String key) {
    return recall(key)
        .map(
            array ->
                StreamSupport.stream(array.spliterator(), false).map(JsonNode::asDouble).toList());
  }

  /**
   * Records a list of numbers.
   *
   * @param key their key
   * @param numbers the numbers, finite
   * @throws IllegalArgumentException if a number is infinite or NaN
   * @throws IllegalStateException if another value stands under the key
   */
  public void recordNumbers(String key, List<Double> numbers) {
    ArrayNode array = JSON.createArrayNode();
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("%s holds %s".formatted(key, number));
      }
      array.add(number);
    }
    record(key, array);
  }

  /**
   * Recalls a list of numbers, or has them measured and records them.
   *
   * @param key their key
   * @param measure measures the numbers where none are recorded
   * @return the numbers recorded under the key
   */
  public List<Double> recallOrRecordNumbers(String key, Supplier<List<Double>> measure) {
    Optional<List<Double>> recalled = recallNumbers(key);
    if (recalled.isPresent()) {
      return recalled.get();
    }
    recordNumbers(key, measure.get());
    return recallNumbers(key).orElseThrow();
  }

  /**
   * Returns the keys in the order of recording.
   *
   * @return the keys
   */
  public synchronized List<String> keys() {
    return List.copyOf(values.keySet());
  }

  /** Closes the file. */
  @Override
  public void close() {
    lines.close();
  }
}
