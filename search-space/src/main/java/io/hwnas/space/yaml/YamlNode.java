package io.hwnas.space.yaml;

import io.hwnas.space.InvalidInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One value of a YAML document, which knows where it stands: a scalar, a list or a map.
 *
 * <p>Every conversion that fails throws an {@link InvalidInputException} of one line that begins
 * with file and line. Immutable.
 */
public final class YamlNode {
  private final String source;
  private final int line;
  private final String label;
  private final YamlContent content;

  YamlNode(String source, int line, String label, YamlContent content) {
    this.source = source;
    this.line = line;
    this.label = label;
    this.content = content;
  }

  /**
   * Parses one document.
   *
   * @param source what messages call it, usually the file's name
   * @param text the YAML text
   * @return the root
   * @throws InvalidInputException if it is not one well-formed document within the limits
   */
  public static YamlNode parse(String source, String text) {
    return YamlReader.parse(source, text);
  }

  /**
   * Reads a file of one document in UTF-8.
   *
   * @param file the file
   * @return the root
   * @throws InvalidInputException if the file cannot be read or is not well-formed
   */
  public static YamlNode read(Path file) {
    return YamlReader.read(file);
  }

  /**
   * Returns a copy in which one value is replaced or added, as {@code --set key.path=value} does.
   *
   * @param path keys from this map downwards, joined by dots; whole numbers index lists
   * @param value the new value
   * @return the changed copy
   * @throws InvalidInputException if the path leads through a scalar or past a list's end
   */
  public YamlNode with(String path, YamlNode value) {
    return YamlOverride.apply(this, List.of(path.split("\\.", -1)), value);
  }

  /** Returns the same place with another content. */
  YamlNode holding(YamlContent other) {
    return new YamlNode(source, line, label, other);
  }

  /** Returns this value under another label. */
  YamlNode labelled(String other) {
    return new YamlNode(source, line, other, content);
  }

  /**
   * Returns the value of a key that must be there.
   *
   * @param key the key
   * @return its value
   * @throws InvalidInputException if this is no map or lacks the key
   */
  public YamlNode required(String key) {
    return optional(key).orElseThrow(() -> error("missing key " + quoted(key) + inside()));
  }

  /**
   * Returns the value of a key that may be missing.
   *
   * @param key the key
   * @return its value, or empty where the key is missing
   * @throws InvalidInputException if this is no map
   */
  public Optional<YamlNode> optional(String key) {
    return Optional.ofNullable(entries().get(key));
  }

  /**
   * Checks that this is a map without other keys.
   *
   * @param keys all keys that may occur
   * @throws InvalidInputException naming the first other key and the nearest allowed one
   */
  public void allowOnly(String... keys) {
    List<String> allowed = List.of(keys);
    entries()
        .forEach(
            (key, value) -> {
              if (!allowed.contains(key)) {
                String hint =
                    Suggestions.nearest(key, allowed).isPresent()
                        ? Suggestions.phrase(key, allowed)
                        : "; known are " + String.join(", ", allowed);
                throw value.error("unknown key " + quoted(key) + inside() + hint);
              }
            });
  }

  /**
   * Returns the entries of a map in the order of the file.
   *
   * @return key to value, unmodifiable
   * @throws InvalidInputException if this is no map
   */
  public Map<String, YamlNode> entries() {
    if (content instanceof YamlContent.Entries entries) {
      return entries.nodes();
    }
    throw mustBe("a map of keys and values");
  }

  /**
   * Returns the items of a list.
   *
   * @return the items in order, unmodifiable
   * @throws InvalidInputException if this is no list
   */
  public List<YamlNode> asList() {
    if (content instanceof YamlContent.Items items) {
      return items.nodes();
    }
    throw mustBe("a list");
  }

  /**
   * Returns a scalar's text, whatever it looks like.
   *
   * @return the text, never empty
   * @throws InvalidInputException if this is a list, a map or empty
   */
  public String asString() {
    return scalar()
        .filter(scalar -> !scalar.isNull())
        .map(YamlContent.Scalar::text)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> mustBe("a text"));
  }

  /**
   * Returns a whole number.
   *
   * @param minimum least allowed value
   * @param maximum greatest allowed value
   * @return the number
   * @throws InvalidInputException if this is no whole number within the range
   */
  public int asInt(int minimum, int maximum) {
    return (int) asLong(minimum, maximum);
  }

  /**
   * Returns a whole number of 64 bits.
   *
   * @param minimum least allowed value
   * @param maximum greatest allowed value
   * @return the number
   * @throws InvalidInputException if this is no whole number within the range
   */
  public long asLong(long minimum, long maximum) {
    return scalar().stream()
        .flatMapToLong(scalar -> scalar.whole().stream())
        .filter(value -> value >= minimum && value <= maximum)
        .findFirst()
        .orElseThrow(() -> mustBe("a whole number from %d to %d".formatted(minimum, maximum)));
  }

  /**
   * Returns a number.
   *
   * @param minimum least allowed value
   * @param maximum greatest allowed value
   * @return the number, never NaN
   * @throws InvalidInputException if this is no number within the range
   */
  public double asDouble(double minimum, double maximum) {
    return scalar().stream()
        .flatMapToDouble(scalar -> scalar.decimal().stream())
        .filter(value -> value >= minimum && value <= maximum)
        .findFirst()
        .orElseThrow(() -> mustBe("a number from %s to %s".formatted(minimum, maximum)));
  }

  /**
   * Returns a truth value, written {@code true} or {@code false}.
   *
   * @return the truth value
   * @throws InvalidInputException if it is written otherwise
   */
  public boolean asBoolean() {
    return scalar().flatMap(YamlContent.Scalar::truth).orElseThrow(() -> mustBe("true or false"));
  }

  /**
   * Returns a constant of an enum.
   *
   * @param type the enum
   * @param name how a constant is written in files
   * @param <E> the enum
   * @return the constant
   * @throws InvalidInputException if no constant is written so
   */
  public <E extends Enum<E>> E asEnum(Class<E> type, Function<E, String> name) {
    List<E> constants = List.of(type.getEnumConstants());
    String chosen = asOneOf(constants.stream().map(name).toList());
    return constants.stream()
        .filter(constant -> name.apply(constant).equals(chosen))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Returns one of some words.
   *
   * @param words the words allowed
   * @return the word written
   * @throws InvalidInputException if another is written, with the nearest
   */
  public String asOneOf(List<String> words) {
    Optional<String> word = scalar().map(YamlContent.Scalar::text);
    if (word.filter(words::contains).isPresent()) {
      return word.get();
    }
    String hint = word.map(text -> Suggestions.phrase(text, words)).orElse("");
    throw error(
        "%s must be one of %s, not %s%s"
            .formatted(label, String.join(", ", words), content.shown(), hint));
  }

  /**
   * Returns some of some words, written one behind the other with {@code +} between them.
   *
   * @param words the words allowed
   * @return the words written, in their order
   * @throws InvalidInputException if another is written, with the nearest
   */
  public List<String> asSumOf(List<String> words) {
    String[] terms = scalar().map(scalar -> scalar.text().split("\\+", -1)).orElse(new String[0]);
    if (terms.length < 2) {
      return List.of(asOneOf(words));
    }
    return Arrays.stream(terms).map(term -> term(term.strip(), words)).toList();
  }

  private String term(String term, List<String> words) {
    if (words.contains(term)) {
      return term;
    }
    throw error(
        "each term of %s must be one of %s, not '%s'%s"
            .formatted(label, String.join(", ", words), term, Suggestions.phrase(term, words)));
  }

  /**
   * Tells whether this is a list.
   *
   * @return whether this is a list
   */
  public boolean isList() {
    return content instanceof YamlContent.Items;
  }

  /**
   * Tells whether this is a map.
   *
   * @return whether this is a map
   */
  public boolean isMap() {
    return content instanceof YamlContent.Entries;
  }

  /**
   * Tells whether this is a scalar of the given text, such as {@code none}.
   *
   * @param text the text
   * @return whether this is that scalar
   */
  public boolean is(String text) {
    return scalar().filter(scalar -> scalar.text().equals(text)).isPresent();
  }

  /**
   * Tells whether nothing is written here: {@code key:}, {@code ~} or {@code null}.
   *
   * @return whether nothing is written here
   */
  public boolean isNull() {
    return scalar().filter(YamlContent.Scalar::isNull).isPresent();
  }

  /**
   * Returns where this stands.
   *
   * @return {@code source:line}
   */
  public String location() {
    return source + ":" + line;
  }

  /**
   * Builds an exception for this value.
   *
   * @param message what is wrong and what to do, on one line
   * @return an exception whose message begins with {@link #location()}
   */
  public InvalidInputException error(String message) {
    return new InvalidInputException(location() + ": " + YamlReader.oneLine(message));
  }

  YamlContent content() {
    return content;
  }

  String label() {
    return label;
  }

  private String inside() {
    return label.equals(YamlReader.ROOT) ? "" : " in " + label;
  }

  private Optional<YamlContent.Scalar> scalar() {
    return content instanceof YamlContent.Scalar scalar ? Optional.of(scalar) : Optional.empty();
  }

  private InvalidInputException mustBe(String wanted) {
    return error("%s must be %s, not %s".formatted(label, wanted, content.shown()));
  }

  static String quoted(String word) {
    return "'" + word + "'";
  }

  /** Equal where the values are, wherever they stand. */
  @Override
  public boolean equals(Object other) {
    return other instanceof YamlNode node && content.equals(node.content);
  }

  @Override
  public int hashCode() {
    return content.hashCode();
  }

  @Override
  public String toString() {
    return location() + ": " + content.shown();
  }
}
