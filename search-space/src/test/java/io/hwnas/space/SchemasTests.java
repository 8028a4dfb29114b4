package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTests {
  private static final Schema ARCHITECTURE = schema(Schemas.ARCHITECTURE);
  private static final Schema SPACE = schema(Schemas.SPACE);

  /** The schema of a built-in space, from where the spaces are. */
  private static final String RELATIVE = "../schema/space.schema.json";

  private static Schema schema(Schemas schema) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(schema.json());
  }

  private static List<Error> errors(Schema schema, String yaml) {
    return schema.validate(yaml, InputFormat.YAML);
  }

  @Provide
  Arbitrary<Architecture> architectures() {
    return RandomArchitectures.all();
  }

  @Property(tries = 100)
  void everyArchitectureThatIsWrittenFits(@ForAll("architectures") Architecture architecture) {
    assertEquals(List.of(), errors(ARCHITECTURE, Architectures.write(architecture)));
  }

  @Test
  void everyReferenceNetworkFits() {
    for (ReferenceNetwork network : ReferenceNetworks.all()) {
      String text = Architectures.write(ReferenceNetworks.named(network.name()));
      assertEquals(List.of(), errors(ARCHITECTURE, text), network.name());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "channel-bench-macro",
        "mobilenet-v3-large",
        "mobilenet-v3-small",
        "mobilenet-v3-small-28",
        "nas-bench-macro",
        "ofa-mobilenet-v3",
        "proxylessnas"
      })
  void everyBuiltInSpaceFits(String name) throws IOException {
    try (InputStream stream = Schemas.class.getResourceAsStream("spaces/" + name + ".yaml")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(List.of(), errors(SPACE, text));
      assertTrue(text.startsWith("# yaml-language-server: $schema=" + RELATIVE + "\n"), name);
    }
    assertNotNull(Schemas.class.getResource("spaces/" + RELATIVE));
    assertEquals(List.of(), errors(SPACE, RandomArchitectures.SPACE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          padding: same|padding: sme
          depth: [1, 2]|depth: 0
          kernel: [3, 5]|kernel: [3, 4]
          kernel: [3, 5]|kernl: [3, 5]
          expansion-ratio: none|expansion-ratio: nothing
          decisions: per-block|decisions: per-net
          gate: sigmoid|gate: sigmoyd
          """)
  void whatTheReaderRefusesTheSchemaMarks(String good, String bad) {
    String text = RandomArchitectures.SPACE.replace(good, bad);
    assertFalse(errors(SPACE, text).isEmpty(), bad);
    assertThrows(
        InvalidInputException.class, () -> SearchSpace.parse(YamlNode.parse("space.yaml", text)));
  }
}
