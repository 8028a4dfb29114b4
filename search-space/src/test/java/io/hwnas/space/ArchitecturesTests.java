package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitecturesTests {
  private static final String SMALL =
      Architectures.write(ReferenceNetworks.named("mobilenet-v3-small@28"));

  @Provide
  Arbitrary<Architecture> architectures() {
    return RandomArchitectures.all();
  }

  @Property(tries = 300)
  void whatIsWrittenReadsBackToAnEqualValue(@ForAll("architectures") Architecture architecture) {
    String text = Architectures.write(architecture);
    assertEquals(architecture, Architectures.read(YamlNode.parse("arch.yaml", text)));
  }

  @Property(tries = 2000)
  void damagedFilesAreExplainedInOneLocatedLine(@ForAll long seed) {
    Mutations.assertReadsOrExplains(SMALL, seed, Architectures::read);
  }

  @Test
  void referenceNetworksReadBackToEqualValues() {
    for (ReferenceNetwork network : ReferenceNetworks.all()) {
      Architecture architecture = ReferenceNetworks.named(network.name());
      String text = Architectures.write(architecture);
      assertEquals(architecture, Architectures.read(YamlNode.parse("arch.yaml", text)));
    }
  }

  /** Files of before it could be left out say it of every block. */
  @Test
  void aResidualThatIsLeftOutIsWhereStrideIsOneAndWidthsAreEqual() {
    assertFalse(SMALL.contains("residual:"), SMALL);
    Architecture small = Architectures.read(YamlNode.parse("arch.yaml", SMALL));
    List<Boolean> joins = small.blocks().stream().map(Block::residual).toList();
    assertEquals(
        List.of(true, false, true, false, true, true, false, true, false, true, true), joins);
    StringBuilder old = new StringBuilder();
    int block = 0;
    for (String line : SMALL.lines().toList()) {
      old.append(line).append('\n');
      if (line.startsWith("        nonlinearity:")) {
        old.append("        residual: ").append(joins.get(block++)).append('\n');
      }
    }
    assertEquals(joins.size(), block);
    assertEquals(small, Architectures.read(YamlNode.parse("arch.yaml", old.toString())));
  }

  @Test
  void aResidualThatIsMissingAgainstTheDefaultIsWritten() {
    String without =
        SMALL.replaceFirst("\n        nonlinearity: relu\n", "$0        residual: false\n");
    Architecture read = Architectures.read(YamlNode.parse("arch.yaml", without));
    assertFalse(read.blocks().get(0).residual());
    assertEquals(without, Architectures.write(read));
  }

  @Test
  void theExampleOfTheManualIsLowered() throws IOException {
    String manual = Files.readString(Path.of("..", "docs", "architectures.md"));
    int start = manual.indexOf("```yaml\n") + "```yaml\n".length();
    String example = manual.substring(start, manual.indexOf("```", start));
    Architecture read = Architectures.read(YamlNode.parse("architectures.md", example));
    assertEquals(
        List.of(true, false, true, false, false),
        read.blocks().stream().map(Block::residual).toList());
    Cost cost = Cost.of(LayerGraph.of(read));
    assertTrue(manual.contains("%,d  %,d".formatted(cost.madds(), cost.params())), cost.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '  kernel: 3'|'  kernl: 3'|arch.yaml:11: unknown key 'kernl' in 'stem' (did you mean 'kernel'?)
          '  kernel: 3'|'  kernel: 4'|arch.yaml:11: a kernel must be odd, not 4
          'resolution: 28'|'resolution: big'|arch.yaml:4: 'resolution' must be a whole number from 1 to 4096, not 'big'
          'expansion: 88'|'expansion: 0'|arch.yaml:38: 'expansion' must be a whole number from 1 to 16384, not '0'
          'padding: symmetric'|'padding: sym'|arch.yaml:8: 'padding' must be one of symmetric, same, not 'sym'
          'expansion: 72'|'residual: true'|'arch.yaml:31: a residual needs stride 1 and equal widths, not stride 2, 16 in and 24 out'
          """)
  void namesWhatIsWrongAndWhere(String good, String bad, String expected) {
    String text = SMALL.replaceFirst(good, bad);
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class,
            () -> Architectures.read(YamlNode.parse("arch.yaml", text)));
    assertEquals(expected, thrown.getMessage());
  }
}
