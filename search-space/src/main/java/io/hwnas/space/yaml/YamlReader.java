package io.hwnas.space.yaml;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.io.InputFiles;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.StreamReader;

/** Turns SnakeYAML's nodes into {@link YamlNode}s; never constructs Java objects. */
final class YamlReader {
  static final String ROOT = "the document";

  private static final int CHARACTER_LIMIT = 16 << 20;
  private static final int DEPTH_LIMIT = 50;
  private static final Set<Tag> TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.SEQ, Tag.MAP);

  /** Characters of a key that a label has. */
  private static final int MOST_SHOWN = 60;

  private final String source;

  private YamlReader(String source) {
    this.source = source;
  }

  static YamlNode read(Path file) {
    String name = file.toString();
    try {
      InputFiles.requireRegular(file, "a YAML file");
      if (Files.size(file) > CHARACTER_LIMIT) {
        throw tooLong(name);
      }
      return parse(name, Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(name + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new InvalidInputException(name + ": no permission to read it", e);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(name + ": is not UTF-8 text", e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s: cannot be read: %s".formatted(name, oneLine(e.getMessage())), e);
    }
  }

  static YamlNode parse(String source, String text) {
    if (text.length() > CHARACTER_LIMIT) {
      throw tooLong(source);
    }
    requirePrintable(source, text);
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(CHARACTER_LIMIT);
    options.setNestingDepthLimit(DEPTH_LIMIT);
    options.setMaxAliasesForCollections(0);
    options.setAllowDuplicateKeys(false);
    options.setAllowRecursiveKeys(false);
    Node root;
    try {
      root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new InvalidInputException(
          "%s:%d: not valid YAML: %s".formatted(source, line, oneLine(e.getProblem())), e);
    } catch (YAMLException e) {
      refuseExcess(source, text, options, e);
      throw new InvalidInputException(
          "%s: not valid YAML: %s".formatted(source, oneLine(e.getMessage())), e);
    }
    if (root == null) {
      throw new InvalidInputException(source + ":1: the document is empty");
    }
    return new YamlReader(source).node(root, ROOT, line(root));
  }

  /** Says where a limit was passed, which the parser keeps to itself. */
  private static void refuseExcess(
      String source, String text, LoaderOptions options, YAMLException cause) {
    Set<String> anchors = new HashSet<>();
    int depth = 0;
    for (Event event : new Yaml(options).parse(new StringReader(text))) {
      String excess = "";
      if (event instanceof CollectionStartEvent start) {
        anchors.add(start.getAnchor());
        excess = ++depth > DEPTH_LIMIT ? "nested deeper than %d".formatted(DEPTH_LIMIT) : "";
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      } else if (event instanceof AliasEvent alias && anchors.contains(alias.getAnchor())) {
        excess = "*%s repeats a list or map; write it out".formatted(alias.getAnchor());
      }
      if (!excess.isEmpty()) {
        int line = event.getStartMark().getLine() + 1;
        throw new InvalidInputException("%s:%d: %s".formatted(source, line, excess), cause);
      }
    }
  }

  private static void requirePrintable(String source, String text) {
    int line = 1;
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      int point = text.codePointAt(i);
      if (!StreamReader.isPrintable(point)) {
        throw new InvalidInputException(
            "%s:%d: not valid YAML: character U+%04X is not allowed"
                .formatted(source, line, point));
      }
      line += point == '\n' ? 1 : 0;
    }
  }

  private static InvalidInputException tooLong(String source) {
    return new InvalidInputException(
        "%s: longer than %d MiB, which no YAML file of hwnas is"
            .formatted(source, CHARACTER_LIMIT >> 20));
  }

  static String oneLine(String message) {
    return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  /** Converts a node; a map's value stands where its key does. */
  private YamlNode node(Node node, String label, int line) {
    if (!TAGS.contains(node.getTag())) {
      throw fault(line, label + ": the tag " + node.getTag() + " is not allowed");
    }
    if (node instanceof ScalarNode scalar) {
      requirePlainText(scalar.getValue(), line);
      return new YamlNode(
          source, line, label, new YamlContent.Scalar(scalar.getValue(), scalar.isPlain()));
    }
    if (node instanceof SequenceNode sequence) {
      List<YamlNode> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(node(item, "item " + (items.size() + 1) + " of " + label, line(item)));
      }
      return new YamlNode(source, line, label, new YamlContent.Items(List.copyOf(items)));
    }
    return new YamlNode(source, line, label, entries((MappingNode) node));
  }

  private YamlContent.Entries entries(MappingNode mapping) {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = line(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw fault(line, "a key must be a word, not a list or a map");
      }
      String name = key.getValue();
      requirePlainText(name, line);
      if (!TAGS.contains(key.getTag())) {
        throw fault(line, "the key %s is not allowed".formatted(YamlNode.quoted(name)));
      }
      YamlNode value = node(tuple.getValueNode(), YamlNode.quoted(shortened(name)), line);
      if (entries.put(name, value) != null) {
        throw fault(line, "duplicate key " + YamlNode.quoted(name));
      }
    }
    return new YamlContent.Entries(Collections.unmodifiableMap(entries));
  }

  /** Shortens a key for labels, of which every item below it has one. */
  private static String shortened(String name) {
    return name.length() <= MOST_SHOWN ? name : name.substring(0, MOST_SHOWN) + "…";
  }

  /**
   * Refuses control characters that were written as escapes: they end paths and steer terminals.
   */
  private void requirePlainText(String text, int line) {
    text.codePoints()
        .filter(point -> Character.isISOControl(point) && point != '\n' && point != '\t')
        .findFirst()
        .ifPresent(
            point -> {
              throw fault(line, "character U+%04X is not allowed".formatted(point));
            });
  }

  private InvalidInputException fault(int line, String message) {
    return new InvalidInputException(source + ":" + line + ": " + oneLine(message));
  }
}
