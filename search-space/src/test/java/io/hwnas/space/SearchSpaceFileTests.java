package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchSpaceFileTests {
  @Property(tries = 2000)
  void damagedFilesAreExplainedInOneLocatedLine(@ForAll long seed) {
    Mutations.assertReadsOrExplains(RandomArchitectures.SPACE, seed, SearchSpace::parse);
  }

  @Test
  void theExampleOfTheManualIsASpace() throws IOException {
    String manual = Files.readString(Path.of("..", "docs", "search-spaces.md"));
    int start = manual.indexOf("```yaml\n") + "```yaml\n".length();
    String example = manual.substring(start, manual.indexOf("```", start));
    SearchSpace space = SearchSpace.parse(YamlNode.parse("search-spaces.md", example));
    assertEquals("my-space", space.name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'kernel: \\[3, 5]'|'kernl: [3, 5]'|space.yaml:10: unknown key 'kernl' in item 1 of 'stages' (did you mean 'kernel'?)
          'kernel: \\[3, 5]'|'kernel: [5, 3]'|space.yaml:10: choices must be listed from least to greatest, not [5, 3]
          'kernel: \\[3, 5]'|'kernel: [3, 3]'|space.yaml:10: the choice 3 is listed twice
          'kernel: \\[3, 5]'|'kernel: [3, 4]'|space.yaml:10: a kernel must be odd, not 4
          'kernel: \\[3, 5]'|'kernel: []'|'space.yaml:10: a list of 1 to 256 items is needed, not 0'
          'depth: \\[1, 2]'|'depth: 0'|space.yaml:7: 'depth' must be a whole number from 1 to 64, not '0'
          'per-block'|'per-blok'|'space.yaml:17: ''decisions'' must be one of per-stage, per-block, not ''per-blok'' (did you mean ''per-block''?)'
          'relu, h-swish'|'relu, hswish'|'space.yaml:13: item 2 of ''nonlinearity'' must be one of relu, relu6, h-swish, not ''hswish'' (did you mean ''h-swish''?)'
          """)
  void namesWhatIsWrongAndWhere(String good, String bad, String expected) {
    String text = RandomArchitectures.SPACE.replaceFirst(good, bad);
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class,
            () -> SearchSpace.parse(YamlNode.parse("space.yaml", text)));
    assertEquals(expected, thrown.getMessage());
  }
}
