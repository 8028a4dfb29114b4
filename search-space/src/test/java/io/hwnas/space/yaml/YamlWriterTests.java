package io.hwnas.space.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class YamlWriterTests {
  @Property(tries = 300)
  void whatIsWrittenReadsBackToTheSameValues(@ForAll("documents") Map<String, Object> document) {
    String text = YamlWriter.write(document);
    YamlNode node = YamlNode.parse("a.yaml", text);
    assertSame(document, node);
    assertEquals(node, YamlNode.parse("a.yaml", YamlWriter.write(node)));
  }

  @Provide
  Arbitrary<Map<String, Object>> documents() {
    Arbitrary<String> texts =
        Arbitraries.oneOf(
                Arbitraries.strings().ofMinLength(1).ofMaxLength(20),
                Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(100),
                Arbitraries.of(
                    "yes", "null", "~", "1", "- a", "a: b", "a #b", "'", "\"", "*a", "%"))
            // Control characters are not read, however they are written.
            .map(text -> text.replaceAll("[\\p{Cc}&&[^\\n\\t]]", " "));
    Arbitrary<Object> scalars =
        Arbitraries.oneOf(
            texts.map(text -> text),
            Arbitraries.longs().map(number -> number),
            Arbitraries.doubles().map(number -> number),
            Arbitraries.of(true, false));
    Arbitrary<Object> lists = scalars.list().ofMaxSize(30).map(list -> list);
    Arbitrary<Object> values = Arbitraries.oneOf(scalars, lists);
    Arbitrary<Object> maps = Arbitraries.maps(texts, values).ofMaxSize(4).map(LinkedHashMap::new);
    Arbitrary<Object> nested = Arbitraries.oneOf(values, maps, maps.list().ofMaxSize(3));
    Arbitrary<Object> deeper = Arbitraries.oneOf(nested, nested.list().ofMaxSize(3));
    return Arbitraries.maps(texts, deeper).ofMaxSize(5).map(LinkedHashMap::new);
  }

  private static void assertSame(Object expected, YamlNode actual) {
    if (expected instanceof Map<?, ?> map) {
      assertEquals(List.copyOf(map.keySet()), List.copyOf(actual.entries().keySet()));
      map.forEach((key, value) -> assertSame(value, actual.required((String) key)));
    } else if (expected instanceof List<?> list) {
      assertEquals(list.size(), actual.asList().size());
      for (int i = 0; i < list.size(); i++) {
        assertSame(list.get(i), actual.asList().get(i));
      }
    } else if (expected instanceof String text) {
      assertEquals(text, actual.asString());
    } else if (expected instanceof Boolean truth) {
      assertEquals(truth, actual.asBoolean());
    } else if (expected instanceof Double number) {
      assertEquals(number, actual.asDouble(-Double.MAX_VALUE, Double.MAX_VALUE));
    } else {
      assertEquals(expected, actual.asLong(Long.MIN_VALUE, Long.MAX_VALUE));
    }
  }

  @Test
  void writesWhatAPersonWouldWrite() {
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("kernels", List.of(3, 5));
    inner.put("rate", 1e-5);
    inner.put("left-out", Optional.empty());
    inner.put("note", Optional.of("as is"));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", "no");
    document.put("stages", List.of(inner));
    document.put("none", Map.of());
    assertEquals(
        """
        name: "no"
        stages:
          - kernels: [3, 5]
            rate: 0.00001
            note: as is
        none: {}
        """,
        YamlWriter.write(document));
  }

  @Test
  void refusesWhatYamlHasNoPlainFormFor() {
    assertThrows(IllegalArgumentException.class, () -> YamlWriter.write(Map.of("a", Double.NaN)));
    assertThrows(IllegalArgumentException.class, () -> YamlWriter.write(Map.of("a", new Object())));
  }
}
