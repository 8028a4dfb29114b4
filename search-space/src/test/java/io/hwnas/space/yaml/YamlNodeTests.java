package io.hwnas.space.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.Padding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlNodeTests {
  private static YamlNode parse(String text) {
    return YamlNode.parse("a.yaml", text);
  }

  private static String fault(Runnable action) {
    String message = assertThrows(InvalidInputException.class, action::run).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private static void assertFault(String expected, String text, Consumer<YamlNode> use) {
    assertEquals(expected, fault(() -> use.accept(parse(text))));
  }

  @Test
  void whatCannotBeReadIsNamed() {
    Path file = Path.of("/proc/self/mem");
    assumeTrue(Files.isReadable(file), "skipped: no /proc/self/mem here");
    String message = fault(() -> YamlNode.read(file));
    assertTrue(message.startsWith("/proc/self/mem: cannot be read: "), message);
  }

  @Test
  void readsScalarsListsAndMapsInOrder() {
    YamlNode root = parse("b: 5\na: [x, 2.5]\nc: {on: true}\n");
    assertEquals(List.of("b", "a", "c"), List.copyOf(root.entries().keySet()));
    assertEquals(5, root.required("b").asInt(0, 9));
    assertEquals("x", root.required("a").asList().get(0).asString());
    assertEquals(2.5, root.required("a").asList().get(1).asDouble(0, 9));
    assertTrue(root.required("c").required("on").asBoolean());
    assertTrue(root.optional("d").isEmpty());
  }

  @Test
  void namesAnUnknownKeyItsPlaceAndTheNearestKnownOne() {
    assertFault(
        "a.yaml:2: unknown key 'kernl' (did you mean 'kernel'?)",
        "width: 1\nkernl: 3\n",
        node -> node.allowOnly("kernel", "width"));
    assertFault(
        "a.yaml:2: unknown key 'zzzzzz' in 'stem'; known are kernel, width",
        "stem:\n  zzzzzz: 3\n",
        node -> node.required("stem").allowOnly("kernel", "width"));
  }

  @Test
  void namesAMissingKeyAndWhereItBelongs() {
    assertFault(
        "a.yaml:2: missing key 'kernel' in 'stem'",
        "x: 1\nstem:\n  width: 3\n",
        node -> node.required("stem").required("kernel"));
  }

  @Test
  void namesAValueOfTheWrongTypeOrRange() {
    assertFault(
        "a.yaml:1: 'k' must be a whole number from 1 to 9, not '12'",
        "k: 12",
        node -> node.required("k").asInt(1, 9));
    assertFault(
        "a.yaml:1: 'k' must be a whole number from 1 to 9, not a list",
        "k: [1]",
        node -> node.required("k").asInt(1, 9));
    assertFault(
        "a.yaml:1: 'k' must be a number from 0.0 to 1.0, not 'half'",
        "k: half",
        node -> node.required("k").asDouble(0, 1));
    assertFault(
        "a.yaml:1: 'k' must be true or false, not 'yes'",
        "k: yes",
        node -> node.required("k").asBoolean());
    assertFault(
        "a.yaml:1: 'k' must be a text, not empty", "k:", node -> node.required("k").asString());
    assertFault(
        "a.yaml:1: item 2 of 'k' must be a text, not a map",
        "k: [a, {b: c}]",
        node -> node.required("k").asList().get(1).asString());
    assertFault(
        "a.yaml:1: 'k' must be one of symmetric, same, not 'sane' (did you mean 'same'?)",
        "k: sane",
        node -> node.required("k").asEnum(Padding.class, Padding::label));
    assertFault(
        "a.yaml:1: the document must be a map of keys and values, not a list",
        "[1]",
        node -> node.required("k"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"010", "1.0", "'1'", "1e1", "0x1", "1:30", "1_0", "99999999999999999999"})
  void acceptsOnlyDecimalNotationForWholeNumbers(String text) {
    fault(() -> parse("k: " + text).required("k").asLong(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-3", "0.001", "1.0E-3", "+.001"})
  void acceptsDecimalNumbersWithOrWithoutExponent(String text) {
    assertEquals(0.001, parse("k: " + text).required("k").asDouble(0, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {".nan", ".inf", "1e999", "\"0.5\""})
  void refusesWhatIsNoFiniteNumber(String text) {
    fault(() -> parse("k: " + text).required("k").asDouble(-1e300, 1e300));
  }

  @Test
  void refusesDuplicateKeys() {
    assertEquals("a.yaml:3: duplicate key 'k'", fault(() -> parse("k: 1\nj: 2\nk: 3\n")));
  }

  @Test
  void refusesTagsAliasesOfCollectionsAndMergeKeys() {
    assertTrue(
        fault(() -> parse("k: !!javax.script.ScriptEngineManager [x]")).startsWith("a.yaml:1:"));
    assertEquals(
        "a.yaml:2: *x repeats a list or map; write it out",
        fault(() -> parse("a: &x [1]\nb: *x\n")));
    assertTrue(fault(() -> parse("a: &x {b: *x}\n")).startsWith("a.yaml:"));
    assertEquals("a.yaml:1: the key '<<' is not allowed", fault(() -> parse("<<: {b: 1}\n")));
  }

  @Test
  void namesTheLineAtWhichNestingIsTooDeep() {
    StringBuilder deep = new StringBuilder();
    for (int level = 0; level < 60; level++) {
      deep.append(" ".repeat(level)).append("k:\n");
    }
    assertEquals("a.yaml:51: nested deeper than 50", fault(() -> parse(deep.toString())));
  }

  @Test
  void refusesDeepNestingWithoutOverflowingTheStack() {
    assertTrue(fault(() -> parse("[".repeat(100_000))).startsWith("a.yaml:"));
    assertTrue(fault(() -> parse("{a: ".repeat(100_000))).startsWith("a.yaml:"));
  }

  @Test
  void refusesTextThatIsNoSingleDocument() {
    assertEquals("a.yaml:1: the document is empty", fault(() -> parse("# nothing\n")));
    assertTrue(fault(() -> parse("a: 1\n---\nb: 2\n")).startsWith("a.yaml:2: not valid YAML:"));
    assertTrue(fault(() -> parse("a: 1\n b: 2\n")).startsWith("a.yaml:2: not valid YAML:"));
    assertEquals(
        "a.yaml:2: not valid YAML: character U+0007 is not allowed",
        fault(() -> parse("a: 1\nb: \u0007\n")));
    assertEquals(
        "a.yaml:2: character U+0000 is not allowed", fault(() -> parse("a: 1\nb: \"x\\0\"\n")));
    assertEquals(
        "a.yaml:1: character U+001B is not allowed", fault(() -> parse("\"\\e]0;\": 1\n")));
    assertTrue(fault(() -> parse("? [a, b]\n: 1\n")).startsWith("a.yaml:1: a key must be a word"));
  }

  @Test
  @Timeout(60)
  void refusesAPipeInsteadOfWaitingForIt(@TempDir Path folder) throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    assertEquals(pipe + ": is a device or pipe, not a YAML file", fault(() -> YamlNode.read(pipe)));
  }

  @Test
  void saysThatANumberIsQuoted() {
    assertFault(
        "a.yaml:1: 'channels' must be a whole number from 1 to 64, not the quoted text '32'",
        "channels: \"32\"",
        node -> node.required("channels").asInt(1, 64));
  }

  @Test
  void namesAFileThatCannotBeRead(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.yaml");
    assertEquals(missing + ": no such file", fault(() -> YamlNode.read(missing)));
    assertEquals(folder + ": is a folder, not a YAML file", fault(() -> YamlNode.read(folder)));
    Path binary = folder.resolve("binary.yaml");
    Files.write(binary, new byte[] {'a', ':', (byte) 0xff});
    assertEquals(binary + ": is not UTF-8 text", fault(() -> YamlNode.read(binary)));
    Path good = folder.resolve("good.yaml");
    Files.writeString(good, "a: é\n");
    assertEquals("é", YamlNode.read(good).required("a").asString());
  }

  @Test
  void replacesAndAddsValuesByPath() {
    YamlNode root = parse("a:\n  b: 1\n  c: [1, 2]\n");
    YamlNode value = YamlNode.parse("--set", "7");
    assertEquals(7, root.with("a.b", value).required("a").required("b").asInt(0, 9));
    assertEquals(
        7, root.with("a.c.1", value).required("a").required("c").asList().get(1).asInt(0, 9));
    assertEquals(7, root.with("x.y", value).required("x").required("y").asInt(0, 9));
    assertEquals(1, root.required("a").required("b").asInt(0, 9));
    assertEquals(
        "--set:1: 'b' must be a whole number from 8 to 9, not '7'",
        fault(() -> root.with("a.b", value).required("a").required("b").asInt(8, 9)));
    assertEquals(
        "--set:1: 'c' has no item '5'; items are 0 to 1", fault(() -> root.with("a.c.5", value)));
    assertEquals(
        "--set:1: 'b' is a single value and has no key 'd'",
        fault(() -> root.with("a.b.d", value)));
  }

  @Test
  void equalsWhateverStandsElsewhereWithTheSameValues() {
    assertEquals(parse("a: [1, 2]"), parse("\n\na:\n  - 1\n  - 2\n"));
    assertFalse(parse("a: 1").equals(parse("a: 2")));
  }
}
