package io.hwnas.space.yaml;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes ordered maps and lists as block YAML that {@link YamlNode} reads back to the same values.
 *
 * <p>Values may be maps with text keys, collections, texts, numbers, truth values, {@link
 * YamlNode}s and {@link Optional}s of these; an entry whose value is an empty optional is left out.
 * Short lists of scalars stand on one line.
 */
public final class YamlWriter {
  private static final int FLOW_CHARACTERS = 80;
  private static final int INDENT = 2;

  /** Texts that no YAML version reads as anything but themselves. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_/]([A-Za-z0-9_./@+=() -]*[A-Za-z0-9_./@+=()-])?");

  private static final Set<String> RESERVED =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private final StringBuilder out = new StringBuilder();

  private YamlWriter() {}

  /**
   * Writes a map as a document.
   *
   * @param document keys and values in the order they shall stand
   * @return the text, ending in a line break
   * @throws IllegalArgumentException if a value is of another type or a number is not finite
   */
  public static String write(Map<String, ?> document) {
    YamlWriter writer = new YamlWriter();
    writer.map(document, 0, false);
    return writer.out.toString();
  }

  /**
   * Writes a node back, such as a configuration after overrides.
   *
   * @param node a map
   * @return the text, ending in a line break
   */
  public static String write(YamlNode node) {
    return write(node.entries());
  }

  private void map(Map<?, ?> map, int indent, boolean continued) {
    if (map.isEmpty()) {
      out.append("{}\n");
      return;
    }
    boolean inLine = continued;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getValue() instanceof Optional<?> optional && optional.isEmpty()) {
        continue;
      }
      if (!inLine) {
        out.append(" ".repeat(indent));
      }
      inLine = false;
      out.append(text((String) entry.getKey())).append(':');
      value(plain(entry.getValue()), indent);
    }
  }

  private void value(Object value, int indent) {
    if (value instanceof Map<?, ?> map) {
      out.append(map.isEmpty() ? " " : "\n");
      map(map, indent + INDENT, false);
    } else if (value instanceof Collection<?> list) {
      Optional<String> flow = flow(list);
      if (flow.isPresent()) {
        out.append(' ').append(flow.get()).append('\n');
      } else {
        out.append('\n');
        list(list, indent + INDENT, false);
      }
    } else {
      out.append(' ').append(scalar(value)).append('\n');
    }
  }

  private void list(Collection<?> list, int indent, boolean continued) {
    boolean inLine = continued;
    for (Object item : list) {
      Object value = plain(item);
      out.append(inLine ? "" : " ".repeat(indent)).append("- ");
      inLine = false;
      if (value instanceof Map<?, ?> map) {
        map(map, indent + INDENT, true);
      } else if (value instanceof Collection<?> nested && flow(nested).isEmpty()) {
        list(nested, indent + INDENT, true);
      } else if (value instanceof Collection<?> nested) {
        out.append(flow(nested).orElseThrow()).append('\n');
      } else {
        out.append(scalar(value)).append('\n');
      }
    }
  }

  private static Optional<String> flow(Collection<?> list) {
    StringBuilder line = new StringBuilder("[");
    for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
      Object item = plain(items.next());
      if (item instanceof Map || item instanceof Collection) {
        return Optional.empty();
      }
      line.append(scalar(item)).append(items.hasNext() ? ", " : "");
    }
    return line.length() > FLOW_CHARACTERS
        ? Optional.empty()
        : Optional.of(line.append(']').toString());
  }

  private static Object plain(Object value) {
    if (value instanceof Optional<?> optional) {
      return plain(optional.orElseThrow());
    }
    if (value instanceof YamlNode node) {
      YamlContent content = node.content();
      if (content instanceof YamlContent.Entries entries) {
        return entries.nodes();
      }
      return content instanceof YamlContent.Items items ? items.nodes() : content;
    }
    return value;
  }

  private static String scalar(Object value) {
    if (value instanceof YamlContent.Scalar scalar) {
      return scalar.plain() ? verbatim(scalar.text()) : quoted(scalar.text());
    }
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof Double || value instanceof Float) {
      return number((Number) value);
    }
    if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw new IllegalArgumentException("cannot write as YAML: " + value);
  }

  /** A text that was read unquoted means the same unquoted, unless it spans lines or is long. */
  private static String verbatim(String text) {
    return text.isEmpty() ? "null" : text.matches("[A-Za-z0-9_.+~-]+") ? text : text(text);
  }

  /** The shortest text that reads back to the same double, without exponent where it is short. */
  private static String number(Number value) {
    String text = value.toString();
    if (!Double.isFinite(value.doubleValue())) {
      throw new IllegalArgumentException("cannot write as YAML: " + text);
    }
    double magnitude = Math.abs(value.doubleValue());
    boolean plain = text.contains("E") && magnitude >= 1e-9 && magnitude < 1e15;
    return plain ? new BigDecimal(text).stripTrailingZeros().toPlainString() : text;
  }

  private static String text(String text) {
    boolean plain =
        PLAIN.matcher(text).matches() && !RESERVED.contains(text.toLowerCase(Locale.ROOT));
    return plain ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            point -> {
              if (point == '"' || point == '\\') {
                quoted.append('\\').appendCodePoint(point);
              } else if (point >= ' ' && point <= '~' || Character.isLetterOrDigit(point)) {
                quoted.appendCodePoint(point);
              } else if (point <= 0xFFFF) {
                quoted.append("\\u%04X".formatted(point));
              } else {
                quoted.append("\\U%08X".formatted(point));
              }
            });
    return quoted.append('"').toString();
  }

  /**
   * Writes a list as a document.
   *
   * @param document the items in order
   * @return the text, ending in a line break
   */
  public static String write(List<?> document) {
    YamlWriter writer = new YamlWriter();
    if (document.isEmpty()) {
      return "[]\n";
    }
    writer.list(document, 0, false);
    return writer.out.toString();
  }
}
