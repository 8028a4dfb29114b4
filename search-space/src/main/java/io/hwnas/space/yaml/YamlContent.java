package io.hwnas.space.yaml;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What a node holds, wherever it stands. */
sealed interface YamlContent {
  /** Describes it for a message. */
  String shown();

  /** A list. */
  record Items(List<YamlNode> nodes) implements YamlContent {
    @Override
    public String shown() {
      return "a list";
    }
  }

  /** A map in the order of the file. */
  record Entries(Map<String, YamlNode> nodes) implements YamlContent {
    @Override
    public String shown() {
      return "a map";
    }
  }

  /** A scalar's text; plain where it was written without quotes, so that it may be a number. */
  record Scalar(String text, boolean plain) implements YamlContent {
    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]{0,18})");
    private static final Pattern DECIMAL =
        Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?");
    private static final int SHOWN_CHARACTERS = 60;

    /** Tells whether nothing is written. */
    boolean isNull() {
      return plain && List.of("", "~", "null").contains(text);
    }

    /** Returns the whole number of 64 bits that is written, if one is. */
    OptionalLong whole() {
      if (!plain || !WHOLE.matcher(text).matches()) {
        return OptionalLong.empty();
      }
      BigInteger value = new BigInteger(text.replace("+", ""));
      return value.bitLength() < Long.SIZE
          ? OptionalLong.of(value.longValue())
          : OptionalLong.empty();
    }

    /** Returns the number that is written, if one is. */
    OptionalDouble decimal() {
      return plain && DECIMAL.matcher(text).matches()
          ? OptionalDouble.of(Double.parseDouble(text))
          : OptionalDouble.empty();
    }

    /** Returns the truth value that is written, if one is. */
    Optional<Boolean> truth() {
      return plain && List.of("true", "false").contains(text)
          ? Optional.of(text.equals("true"))
          : Optional.empty();
    }

    @Override
    public String shown() {
      if (isNull()) {
        return "empty";
      }
      String start =
          text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text;
      return (plain ? "" : "the quoted text ") + YamlNode.quoted(start);
    }
  }
}
