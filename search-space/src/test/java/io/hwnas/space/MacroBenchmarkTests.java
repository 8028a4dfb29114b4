package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two published benchmarks' spaces against every figure of their tables. */
class MacroBenchmarkTests {
  private static final Path DATA = Path.of("..", "..", "shared", "data");
  private static final Path SAMPLES = Path.of("src", "test", "resources", "samples");

  @Test
  void everyEntryOfNasBenchMacroHasItsParamsAndMadds() throws IOException {
    assertEquals(
        6561,
        checked(
            present("nas-bench-macro_cifar10.json"), NasBenchMacro.SPACE, NasBenchMacro::vector));
  }

  @Test
  void everyEntryOfChannelBenchMacroHasItsParamsAndMadds() throws IOException {
    assertEquals(
        16384,
        checked(
            present("channel-bench-macro_mobilenet.json"),
            ChannelBenchMacro.SPACE,
            ChannelBenchMacro::vector));
  }

  @Test
  void aSampleOfBothHasItsParamsAndMadds() throws IOException {
    Path nas = SAMPLES.resolve("nas-bench-macro.json");
    assertEquals(14, checked(nas, NasBenchMacro.SPACE, NasBenchMacro::vector));
    Path channel = SAMPLES.resolve("channel-bench-macro.json");
    assertEquals(14, checked(channel, ChannelBenchMacro.SPACE, ChannelBenchMacro::vector));
  }

  private static Path present(String file) {
    Path path = DATA.resolve(file);
    assumeTrue(Files.exists(path), () -> "skipped: no " + path.toAbsolutePath().normalize());
    return path;
  }

  private static int checked(Path path, String name, Function<String, DecisionVector> vectors)
      throws IOException {
    SearchSpace space = SearchSpace.named(name);
    int checked = 0;
    for (var entry : new ObjectMapper().readTree(path.toFile()).properties()) {
      Cost cost = Cost.of(LayerGraph.of(space.decode(vectors.apply(entry.getKey()))));
      JsonNode published = entry.getValue();
      assertEquals(published.get("params").asLong(), cost.params(), entry.getKey());
      assertEquals(published.get("flops").asLong(), cost.madds(), entry.getKey());
      checked++;
    }
    return checked;
  }

  @ParameterizedTest
  @CsvSource({
    "22212220, 1985514, 85164544",
    "22222200, 1269610, 79266304",
    "00000000, 387882, 7713280",
    "11111111, 1588874, 53246464",
    "22222222, 2932586, 105660928"
  })
  void nasBenchMacrosPrintedFiguresHold(String key, long params, long madds) {
    SearchSpace space = SearchSpace.named(NasBenchMacro.SPACE);
    Cost cost = Cost.of(LayerGraph.of(space.decode(NasBenchMacro.vector(key))));
    assertEquals(params, cost.params());
    assertEquals(madds, cost.madds());
  }

  @ParameterizedTest
  @CsvSource({"4444444, 211281920", "1111111, 14285312"})
  void channelBenchMacrosPrintedFiguresHold(String key, long madds) {
    SearchSpace space = SearchSpace.named(ChannelBenchMacro.SPACE);
    Cost cost = Cost.of(LayerGraph.of(space.decode(ChannelBenchMacro.vector(key))));
    assertEquals(madds, cost.madds());
  }

  @Test
  void isomorphicKeysOfNasBenchMacroAreOneVector() {
    Set<DecisionVector> distinct = new HashSet<>();
    SearchSpace space = SearchSpace.named(NasBenchMacro.SPACE);
    for (int number = 0; number < 6561; number++) {
      String key = "%8s".formatted(Integer.toString(number, 3)).replace(' ', '0');
      DecisionVector vector = NasBenchMacro.vector(key);
      assertEquals(vector, space.canonical(vector), key);
      assertEquals(vector, NasBenchMacro.vector(NasBenchMacro.key(vector)), key);
      distinct.add(vector);
    }
    assertEquals(3969, distinct.size());
    assertEquals(BigInteger.valueOf(3969), space.size());
    assertEquals("22212220", NasBenchMacro.key(NasBenchMacro.vector("22212202")));
  }

  @Test
  void everyVectorOfChannelBenchMacroIsAKey() {
    SearchSpace space = SearchSpace.named(ChannelBenchMacro.SPACE);
    assertEquals(BigInteger.valueOf(16384), space.size());
    for (String key : new String[] {"1111111", "4321234", "4444342"}) {
      assertEquals(key, ChannelBenchMacro.key(ChannelBenchMacro.vector(key)));
    }
  }

  @Test
  void refusesWhatIsNoKey() {
    assertThrows(InvalidInputException.class, () -> NasBenchMacro.vector("2221222"));
    assertThrows(InvalidInputException.class, () -> ChannelBenchMacro.vector("4444445"));
  }
}
