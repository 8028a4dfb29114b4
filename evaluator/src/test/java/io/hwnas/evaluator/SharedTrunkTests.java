package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Networks that begin alike are answered as if each had been asked alone. */
class SharedTrunkTests {
  private static final TorchOptions OPTIONS = new TorchOptions(1);
  private static final long ENOUGH = 1 << 30;

  @Test
  void slicesThatBeginAlikeScoreAsEachDoesAlone() {
    SupernetTask task = TinyTask.supernet(TinyTask.RECIPE, SubnetSampling.SINGLE_PATH, 10);
    assertScoresAsAlone(task, TinyTask.SPACE);
  }

  @Test
  void formsThatBeginAlikeScoreAsEachDoesAlone() {
    SupernetTask task = OperatorSupernetTests.task(new TrainingBudget.Steps(10));
    assertScoresAsAlone(task, OperatorSupernetTests.SPACE);
  }

  @Test
  void resolutionsHaveNothingInCommon() {
    SearchSpace space = TinyTask.space("[8, 12]");
    SupernetTask task =
        TinyTask.supernet(
            space, TinyTask.RECIPE, SubnetSampling.SINGLE_PATH, SubnetSource.WHOLE_SPACE, 10);
    assertScoresAsAlone(task, space);
  }

  private static void assertScoresAsAlone(SupernetTask task, SearchSpace space) {
    List<Architecture> networks =
        IntStream.range(0, 12)
            .mapToObj(i -> space.decode(space.sample(Seeds.of(3, "trunk", i))))
            .toList();
    List<Architecture> sideBySide = Beginnings.sideBySide(networks);
    List<Supernet.Score> alone = sideBySide.stream().map(network -> alone(task, network)).toList();
    try (Supernet supernet = trained(task)) {
      assertEquals(alone, sideBySide.stream().map(supernet::score).toList());
      for (int i : new int[] {5, 2, 9, 3}) {
        assertEquals(alone.get(i), supernet.score(sideBySide.get(i)));
        Architecture next = sideBySide.get(i + 1);
        assertEquals(cutOutAlone(task, next), supernet.extract(next));
        assertEquals(alone.get(i + 1), supernet.score(next));
      }
    }
  }

  private static Supernet.Score alone(SupernetTask task, Architecture network) {
    try (Supernet supernet = trained(task)) {
      return supernet.score(network);
    }
  }

  private static Weights cutOutAlone(SupernetTask task, Architecture network) {
    try (Supernet supernet = trained(task)) {
      return supernet.extract(network);
    }
  }

  private static Supernet trained(SupernetTask task) {
    Supernet supernet = new Supernet(task, OPTIONS);
    supernet.train(Checkpointing.none(), ProgressListener.SILENT);
    return supernet;
  }

  @Test
  void aNetworkGoesOnBehindTheLastBlockThatItHasInCommonWithTheOneBefore() {
    Architecture largest = TinyTask.SPACE.decode(TinyTask.SPACE.largest());
    Architecture other = otherHead(largest);
    LayerGraph graph = LayerGraph.of(other);
    LoweredBlock lastButOne = graph.blocks().get(graph.blocks().size() - 2);
    assertEquals(lastIndex(lastButOne), resumedFrom(ENOUGH, largest, other));
  }

  @Test
  void aTrunkOfNoBytesKeepsNothing() {
    Architecture largest = TinyTask.SPACE.decode(TinyTask.SPACE.largest());
    assertEquals(Layer.NETWORK_INPUT, resumedFrom(0, largest, otherHead(largest)));
  }

  @Test
  void aTrunkOfFewBytesKeepsTheLastBlocks() {
    Architecture largest = TinyTask.SPACE.decode(TinyTask.SPACE.largest());
    List<LoweredBlock> blocks = LayerGraph.of(largest).blocks();
    LoweredBlock last = blocks.get(blocks.size() - 2);
    SupernetTask task = TinyTask.supernet(TinyTask.RECIPE, SubnetSampling.SINGLE_PATH, 0);
    long images = task.calibrationImages() + task.validation().images().size();
    long bytes = images * last.output().elements() * Float.BYTES;
    assertEquals(lastIndex(last), resumedFrom(bytes, largest, otherHead(largest)));
    assertEquals(Layer.NETWORK_INPUT, resumedFrom(bytes - 1, largest, otherHead(largest)));
    Architecture smallest = TinyTask.SPACE.decode(TinyTask.SPACE.smallest());
    assertEquals(Layer.NETWORK_INPUT, resumedFrom(bytes, largest, smallest));
  }

  /** Finds a network of the space that differs in its head alone. */
  private static Architecture otherHead(Architecture architecture) {
    List<LoweredBlock> blocks = LayerGraph.of(architecture).blocks();
    return IntStream.range(0, TinyTask.SPACE.decisions().size())
        .mapToObj(i -> changed(architecture, i))
        .filter(
            other -> {
              List<LoweredBlock> others = LayerGraph.of(other).blocks();
              return others.size() == blocks.size()
                  && others
                      .subList(0, others.size() - 1)
                      .equals(blocks.subList(0, blocks.size() - 1))
                  && !others.equals(blocks);
            })
        .findFirst()
        .orElseThrow();
  }

  private static Architecture changed(Architecture architecture, int decision) {
    List<Integer> choices = new ArrayList<>(TinyTask.SPACE.encode(architecture).choices());
    choices.set(decision, 0);
    return TinyTask.SPACE.decode(new DecisionVector(choices));
  }

  private static int lastIndex(LoweredBlock block) {
    return block.layers().get(block.layers().size() - 1).index();
  }

  /** Calibrates one network and returns behind which layer another goes on. */
  private static int resumedFrom(long bytes, Architecture first, Architecture second) {
    SupernetTask task = TinyTask.supernet(TinyTask.RECIPE, SubnetSampling.SINGLE_PATH, 0);
    LibTorch.use(OPTIONS);
    try (SupernetSession session = new SupernetSession(task, OPTIONS);
        SubnetScoring scoring = new SubnetScoring(task);
        SharedTrunk trunk = scoring.trunk(bytes)) {
      return NativeScope.computeWithoutGradients(
          () -> {
            try (Subnet one = new Subnet(LayerGraph.of(first), session.scored());
                Subnet other = new Subnet(LayerGraph.of(second), session.scored())) {
              scoring.calibrate(one, trunk);
              trunk.begin(other);
              return trunk.calibration(0).last();
            }
          });
    }
  }

  @Test
  void networksThatBeginWithTheSameBlockLieSideBySide() {
    List<Architecture> networks =
        new ArrayList<>(
            IntStream.range(0, 30)
                .mapToObj(i -> TinyTask.SPACE.decode(TinyTask.SPACE.sample(Seeds.of(7, "any", i))))
                .distinct()
                .toList());
    Collections.shuffle(networks, new Random(1));
    List<Architecture> ordered = Beginnings.sideBySide(networks);
    assertEquals(Set.copyOf(networks), Set.copyOf(ordered));
    List<String> stems =
        ordered.stream().map(each -> LayerGraph.of(each).blocks().get(0).key()).toList();
    long runs =
        IntStream.range(0, stems.size())
            .filter(i -> i == 0 || !stems.get(i).equals(stems.get(i - 1)))
            .count();
    assertEquals(2, Set.copyOf(stems).size());
    assertEquals(2, runs);
  }
}
