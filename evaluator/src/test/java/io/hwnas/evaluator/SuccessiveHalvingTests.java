package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.Seeds;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SuccessiveHalvingTests {
  private static final TorchOptions OPTIONS = new TorchOptions(1);
  private static final DataSplit DATA = TinyTask.data();
  private static final FromScratch.Plan FIRST = new FromScratch.Plan(TinyTask.RECIPE, 0.25, 5);

  /** Five, then three, then two. */
  private static final SuccessiveHalving.Plan PLAN = new SuccessiveHalving.Plan(FIRST, 0.5, 3);

  private static final List<Architecture> NETWORKS =
      LongStream.range(0, 5)
          .mapToObj(i -> TinyTask.SPACE.decode(TinyTask.SPACE.sample(Seeds.of(11, "halving", i))))
          .toList();

  @Test
  void theBetterOnesGoOnAndRankAboveTheOthers() {
    RecordingMemory memory = new RecordingMemory();
    SuccessiveHalving.Ranking ranking = rank(memory);
    assertEquals(5, memory.ofRound(0).size());
    assertEquals(3, memory.ofRound(1).size());
    assertEquals(2, memory.ofRound(2).size());
    for (int round = 0; round < 2; round++) {
      Map<Integer, Double> played = memory.ofRound(round);
      Map<Integer, Double> next = memory.ofRound(round + 1);
      double worstOn = next.keySet().stream().mapToDouble(played::get).min().orElseThrow();
      for (int player : played.keySet()) {
        if (!next.containsKey(player)) {
          assertTrue(played.get(player) <= worstOn, "a better network was stopped");
          assertEquals(round + played.get(player), ranking.accuracy(NETWORKS.get(player)));
        }
      }
    }
    memory
        .ofRound(2)
        .forEach(
            (player, accuracy) ->
                assertEquals(2 + accuracy, ranking.accuracy(NETWORKS.get(player))));
  }

  @Test
  void eachRoundTrainsTwiceAsLong() {
    RecordingMemory memory = new RecordingMemory();
    SuccessiveHalving.Ranking ranking = rank(memory);
    assertEquals(List.of(2L, 4L, 8L), List.copyOf(memory.lastSteps.values()));
    assertEquals(5 * 2 + 3 * 4 + 2 * 8, ranking.steps());
  }

  @Test
  void aRankingThatWasBrokenOffGoesOnFromItsLastCheckpoint() {
    Map<Architecture, Double> unbroken = rank(new RecordingMemory()).scores();
    for (int saves : new int[] {1, 3, 13, 30}) {
      RecordingMemory memory = new RecordingMemory();
      memory.savesLeft = saves;
      assertThrows(Broken.class, () -> rank(memory));
      memory.savesLeft = Integer.MAX_VALUE;
      assertEquals(unbroken, rank(memory).scores(), "broken off after " + saves);
      assertEquals(5 + 3 + 2, memory.results.size());
    }
  }

  @Test
  void nothingIsKeptThatNoTrainingGoesOnFrom() {
    RecordingMemory memory = new RecordingMemory();
    rank(memory);
    assertEquals(List.of(), List.copyOf(memory.stores.keySet()));
    assertTrue(memory.mostKept <= 3 + 2, "kept " + memory.mostKept);
  }

  @Test
  void aNetworkThatWasNotRankedIsNotAnsweredFor() {
    SuccessiveHalving.Ranking ranking = rank(new RecordingMemory());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ranking.accuracy(
                OperatorSupernetTests.SPACE.decode(OperatorSupernetTests.SPACE.largest())));
  }

  @Test
  void someAndNotAllGoOn() {
    assertThrows(InvalidInputException.class, () -> new SuccessiveHalving.Plan(FIRST, 0, 3));
    assertThrows(InvalidInputException.class, () -> new SuccessiveHalving.Plan(FIRST, 1, 3));
    assertThrows(InvalidInputException.class, () -> new SuccessiveHalving.Plan(FIRST, 0.5, 0));
  }

  private static SuccessiveHalving.Ranking rank(SuccessiveHalving.Memory memory) {
    return new SuccessiveHalving(DATA, DATA.validation(), PLAN, OPTIONS, Duration.ZERO)
        .rank(NETWORKS, memory, ProgressListener.SILENT);
  }

  /** Stands for a process that is killed. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Remembers all, and breaks after some checkpoints. */
  static final class RecordingMemory implements SuccessiveHalving.Memory {
    private final Map<List<Integer>, SuccessiveHalving.Result> results = new HashMap<>();
    private final Map<List<Integer>, MemoryStore> stores = new HashMap<>();
    private final Map<Integer, Long> lastSteps = new TreeMap<>();
    private int savesLeft = Integer.MAX_VALUE;
    private int mostKept;

    @Override
    public SuccessiveHalving.Result recallOrRecord(
        int network, int round, Supplier<SuccessiveHalving.Result> made) {
      List<Integer> key = List.of(round, network);
      if (!results.containsKey(key)) {
        results.put(key, made.get());
        lastSteps.put(round, stores.get(key).latest().orElseThrow().step());
      }
      return results.get(key);
    }

    @Override
    public CheckpointStore checkpoints(int network, int round) {
      return new CheckpointStore() {
        @Override
        public Optional<Checkpoint> latest() {
          MemoryStore store = stores.get(List.of(round, network));
          return store == null ? Optional.empty() : store.latest();
        }

        @Override
        public void save(Checkpoint checkpoint) {
          if (savesLeft == 0) {
            throw new Broken();
          }
          savesLeft--;
          stores
              .computeIfAbsent(List.of(round, network), key -> new MemoryStore())
              .save(checkpoint);
          mostKept = Math.max(mostKept, stores.size());
        }
      };
    }

    @Override
    public void forget(int network, int round) {
      stores.remove(List.of(round, network));
    }

    private Map<Integer, Double> ofRound(int round) {
      Map<Integer, Double> accuracies = new TreeMap<>();
      results.forEach(
          (key, result) -> {
            if (key.get(0) == round) {
              accuracies.put(key.get(1), result.accuracy());
            }
          });
      return accuracies;
    }
  }
}
