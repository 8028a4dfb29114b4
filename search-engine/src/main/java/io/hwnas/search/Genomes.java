package io.hwnas.search;

import io.hwnas.space.Decision;
import io.hwnas.space.DecisionVector;
import io.jenetics.Genotype;
import io.jenetics.IntegerChromosome;
import io.jenetics.IntegerGene;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Decision vectors as Jenetics' genotypes (one chromosome of one gene a decision), and changes of
 * them that respect the space's structure.
 *
 * <p>Decisions whose names agree up to the first dot, such as {@code s2.depth} and {@code
 * s2.b1.kernel}, are one part of the network, a stage; they are crossed as one.
 */
final class Genomes {
  /** Chance that a mutation draws a whole stage anew instead of changing single decisions. */
  private static final double STAGE_REDRAWN = 0.2;

  /** Chance that a changed decision moves to a neighbouring choice instead of any other. */
  private static final double NEIGHBOUR = 0.5;

  private final SearchProblem problem;
  private final List<Decision> decisions;
  private final List<List<Integer>> stages;

  Genomes(SearchProblem problem) {
    this.problem = problem;
    this.decisions = problem.space().decisions();
    Map<String, List<Integer>> byPart = new LinkedHashMap<>();
    for (int place = 0; place < decisions.size(); place++) {
      String part = decisions.get(place).name().split("\\.", 2)[0];
      byPart.computeIfAbsent(part, name -> new ArrayList<>()).add(place);
    }
    this.stages = List.copyOf(byPart.values());
  }

  Genotype<IntegerGene> genotype(DecisionVector vector) {
    List<IntegerChromosome> chromosomes = new ArrayList<>();
    for (int place = 0; place < vector.choices().size(); place++) {
      int choices = choices(place);
      chromosomes.add(
          IntegerChromosome.of(IntegerGene.of(vector.choices().get(place), 0, choices)));
    }
    return Genotype.of(chromosomes);
  }

  DecisionVector vector(Genotype<IntegerGene> genotype) {
    return new DecisionVector(
        genotype.stream().map(chromosome -> chromosome.gene().allele()).toList());
  }

  /** Returns two children: every stage comes whole from one parent, and the other child's other. */
  List<DecisionVector> cross(DecisionVector first, DecisionVector second, RandomGenerator random) {
    List<Integer> one = new ArrayList<>(first.choices());
    List<Integer> other = new ArrayList<>(second.choices());
    for (List<Integer> stage : stages) {
      if (random.nextBoolean()) {
        for (int place : stage) {
          one.set(place, second.choices().get(place));
          other.set(place, first.choices().get(place));
        }
      }
    }
    return List.of(canonical(one), canonical(other));
  }

  /** Returns the vector with every stage taken from another with the chance given. */
  DecisionVector blend(
      DecisionVector vector, DecisionVector towards, double chance, RandomGenerator random) {
    List<Integer> choices = new ArrayList<>(vector.choices());
    for (List<Integer> stage : stages) {
      if (random.nextDouble() < chance) {
        stage.forEach(place -> choices.set(place, towards.choices().get(place)));
      }
    }
    return canonical(choices);
  }

  /** Returns the vector with at least one decision changed. */
  DecisionVector mutate(DecisionVector vector, RandomGenerator random) {
    List<Integer> choices = new ArrayList<>(vector.choices());
    if (random.nextDouble() < STAGE_REDRAWN) {
      for (int place : stages.get(random.nextInt(stages.size()))) {
        choices.set(place, random.nextInt(choices(place)));
      }
    } else {
      int certain = random.nextInt(choices.size());
      for (int place = 0; place < choices.size(); place++) {
        if (place == certain || random.nextInt(choices.size()) == 0) {
          choices.set(place, changed(choices.get(place), choices(place), random));
        }
      }
    }
    return canonical(choices);
  }

  private static int changed(int choice, int choices, RandomGenerator random) {
    if (random.nextDouble() < NEIGHBOUR) {
      int neighbour = choice + (random.nextBoolean() ? 1 : -1);
      return neighbour < 0 ? 1 : neighbour == choices ? choices - 2 : neighbour;
    }
    return (choice + 1 + random.nextInt(choices - 1)) % choices;
  }

  private int choices(int place) {
    return decisions.get(place).choices().size();
  }

  private DecisionVector canonical(List<Integer> choices) {
    return problem.canonical(new DecisionVector(choices));
  }
}
