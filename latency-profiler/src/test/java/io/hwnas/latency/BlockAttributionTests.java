package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.probe.BlockAttribution;
import io.hwnas.probe.NetworkProfile;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetworks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockAttributionTests {
  /** What the runtime makes of h-swish and of changes of layout. */
  private static final Set<String> INSERTED =
      Set.of("ReorderInput", "ReorderOutput", "HardSigmoid", "Mul");

  private final LayerGraph graph = LayerGraph.of(ReferenceNetworks.named("mobilenet-v3-small@28"));

  private static NetworkProfile.Node node(String name, String operator, double micros) {
    return new NetworkProfile.Node(name, operator, List.of(micros));
  }

  private List<Double> micros(NetworkProfile.Node... nodes) {
    return BlockAttribution.attribute(
            GraphNetwork.blockIds(graph), new NetworkProfile(List.of(nodes), List.of(1.0)))
        .stream()
        .map(time -> time.micros().get(0))
        .toList();
  }

  @Test
  void namedNodesGoToTheBlockTheyName() {
    List<Double> micros =
        micros(
            node("stem/conv_nchwc", "Conv", 1),
            node("s0.b0/depthwise/act_nchwc", "Conv", 2),
            node("s0.b0/project/conv_nchwc", "Conv", 3),
            node("head/classifier/linear", "Gemm", 4));
    assertEquals(1, micros.get(0));
    assertEquals(5, micros.get(1));
    assertEquals(4, micros.get(micros.size() - 1));
  }

  @Test
  void reorderedInputsGoToTheBlockThatWantsThem() {
    List<Double> micros =
        micros(
            node("stem/conv_nchwc", "Conv", 1),
            node("ReorderInput_token_2", "ReorderInput", 10),
            node("ReorderInput_token_3", "ReorderInput", 20),
            node("s0.b0/depthwise/conv_nchwc", "Conv", 2));
    assertEquals(List.of(1.0, 32.0), micros.subList(0, 2));
  }

  @Test
  void reorderedOutputsAndForeignNodesGoToTheBlockBefore() {
    List<Double> micros =
        micros(
            node("stem/conv_nchwc", "Conv", 1),
            node("ReorderOutput_token_2", "ReorderOutput", 10),
            node("HardSigmoid_7", "HardSigmoid", 20),
            node("s0.b0/depthwise/conv_nchwc", "Conv", 2));
    assertEquals(List.of(31.0, 2.0), micros.subList(0, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet-v3-small", "mobilenet-v3-large", "mobilenet-v2"})
  void leavesNoNodeOverAndGuessesOnlyAtInsertedNodes(String name) {
    LayerGraph network = LayerGraph.of(ReferenceNetworks.named(name));
    NetworkProfile profile =
        new OnnxRuntime(RuntimeOptions.SINGLE_THREAD)
            .profile(List.of(GraphNetwork.of(network)), 1, 0, 2)
            .get(0);
    int[] named = BlockAttribution.named(GraphNetwork.blockIds(network), profile.nodes());
    List<String> guessed = new ArrayList<>();
    for (int i = 0; i < named.length; i++) {
      if (named[i] < 0) {
        guessed.add(profile.nodes().get(i).operator());
      }
    }
    assertTrue(INSERTED.containsAll(guessed), guessed::toString);
    List<BlockAttribution.BlockTime> times =
        BlockAttribution.attribute(GraphNetwork.blockIds(network), profile);
    assertEquals(
        profile.nodes().size(), times.stream().mapToInt(BlockAttribution.BlockTime::nodes).sum());
    assertTrue(times.stream().allMatch(time -> time.nodes() > 0));
  }
}
