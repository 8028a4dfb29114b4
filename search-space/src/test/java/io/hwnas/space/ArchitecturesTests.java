package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hwnas.space.yaml.YamlNode;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '  kernel: 3'|'  kernl: 3'|arch.yaml:11: unknown key 'kernl' in 'stem' (did you mean 'kernel'?)
          '  kernel: 3'|'  kernel: 4'|arch.yaml:11: a kernel must be odd, not 4
          'resolution: 28'|'resolution: big'|arch.yaml:4: 'resolution' must be a whole number from 1 to 4096, not 'big'
          'expansion: 88'|'expansion: 0'|arch.yaml:40: 'expansion' must be a whole number from 1 to 16384, not '0'
          'padding: symmetric'|'padding: sym'|arch.yaml:8: 'padding' must be one of symmetric, same, not 'sym'
          'output-channels: 16'|'output-channels: 17'|'arch.yaml:27: a residual needs stride 1 and equal widths, not stride 1, 17 in and 16 out'
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
