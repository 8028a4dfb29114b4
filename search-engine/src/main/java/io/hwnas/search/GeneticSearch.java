package io.hwnas.search;

import io.hwnas.results.Trial;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.Seeds;
import io.jenetics.Genotype;
import io.jenetics.IntegerGene;
import io.jenetics.Phenotype;
import io.jenetics.engine.Engine;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/**
 * Multi-objective genetic search: NSGA-II (Deb et al. 2002) on Jenetics' engine, with the archive
 * of {@link Evaluations}.
 *
 * <p>The first population holds the network nearest to the constraints (the fastest, under a
 * latency budget), the smallest, the largest, and random ones, all within the cheap constraints as
 * far as a bounded number of draws allows. Offspring come of binary tournaments, of crossover that
 * swaps whole stages, and of mutation that looks for networks not evaluated yet. Parents and
 * offspring compete for the next population; constraint domination orders networks beyond a
 * constraint after all within. Evaluations beyond the generations' go to Pareto local search.
 *
 * <p>Jenetics' part runs on the calling thread alone, under one generator derived from the seed;
 * only evaluations run on several. Resuming replays the search against the stored trials, as {@link
 * Evaluations} describes; no checkpoint of a population or of a generator's state is written or
 * needed.
 *
 * <pre>{@code
 * SearchResult found =
 *     new GeneticSearch(GeneticSettings.of(48, 20))
 *         .search(problem, new SearchContext(seed, 2, TrialLog.of(store), progress));
 * }</pre>
 */
public final class GeneticSearch implements SearchAlgorithm {
  private static final int DRAWS = 40;

  private final GeneticSettings settings;
  private final int evaluations;

  /**
   * Creates a search that ends with its last generation.
   *
   * @param settings its size and rates
   */
  public GeneticSearch(GeneticSettings settings) {
    this(settings, 0);
  }

  /**
   * Creates a search that goes on with local search around the front.
   *
   * @param settings size and rates of its generations
   * @param evaluations the most evaluations that generations and local search have together; the
   *     last generation is cut short by it
   */
  public GeneticSearch(GeneticSettings settings, int evaluations) {
    this.settings = settings;
    this.evaluations = evaluations;
  }

  @Override
  public SearchResult search(SearchProblem problem, SearchContext context) {
    long expected =
        evaluations > 0 ? evaluations : settings.population() * (1L + settings.generations());
    try (Evaluations archive = new Evaluations(problem, context, expected)) {
      DecisionVector feasible = archive.requireFeasible();
      if (problem.space().decisions().isEmpty()) {
        archive.evaluate(List.of(feasible));
      } else {
        evolve(problem, context, archive, feasible);
        RandomGenerator random = Seeds.of(context.seed(), "search/genetic/front-climb");
        new FrontClimb(problem, new Exploration(problem, archive, evaluations, feasible, random))
            .climb();
      }
      return archive.result();
    }
  }

  private void evolve(
      SearchProblem problem,
      SearchContext context,
      Evaluations evaluations,
      DecisionVector feasible) {
    Genomes genomes = new Genomes(problem);
    int most = this.evaluations > 0 ? this.evaluations : Integer.MAX_VALUE;
    Breeding breeding = new Breeding(problem, evaluations, genomes, most);
    List<Genotype<IntegerGene>> first =
        firstPopulation(problem, context.seed(), evaluations, feasible).stream()
            .map(genomes::genotype)
            .toList();
    Engine<IntegerGene, Fitness> engine =
        new Engine.Builder<IntegerGene, Fitness>(breeding::evaluated, first.get(0))
            .populationSize(settings.population())
            .offspringFraction(1)
            .maximalPhenotypeAge(Long.MAX_VALUE)
            .offspringSelector(new CrowdedTournament())
            .survivorsSelector(new CrowdedTournament())
            .alterers(
                new StageCrossover(genomes, settings.crossover()),
                new StageMutator(genomes, evaluations, settings.mutation()))
            .interceptor(new PlusSurvival(breeding::evaluated))
            .executor(Runnable::run)
            .build();
    RandomGenerator random = Seeds.of(context.seed(), "search/genetic");
    try {
      RandomRegistry.using(
          random,
          registered ->
              engine.stream(first)
                  .limit(result -> evaluations.count() < most)
                  .limit(settings.generations())
                  .forEach(result -> {}));
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /**
   * Gives phenotypes the fitness of their trials. One that would be an evaluation too many is
   * replaced by a copy of the first network, since the engine wants as many back as it gave.
   */
  private static final class Breeding {
    private final SearchProblem problem;
    private final Evaluations evaluations;
    private final Genomes genomes;
    private final int most;
    private Optional<Phenotype<IntegerGene, Fitness>> first = Optional.empty();

    Breeding(SearchProblem problem, Evaluations evaluations, Genomes genomes, int most) {
      this.problem = problem;
      this.evaluations = evaluations;
      this.genomes = genomes;
      this.most = most;
    }

    ISeq<Phenotype<IntegerGene, Fitness>> evaluated(Seq<Phenotype<IntegerGene, Fitness>> all) {
      List<Phenotype<IntegerGene, Fitness>> affordable = affordable(all);
      List<Trial> trials = evaluations.evaluate(affordable.stream().map(this::canonical).toList());
      List<Phenotype<IntegerGene, Fitness>> evaluated = new ArrayList<>();
      for (int i = 0; i < trials.size(); i++) {
        evaluated.add(affordable.get(i).withFitness(Fitness.of(problem, trials.get(i))));
      }
      if (first.isEmpty()) {
        first = evaluated.stream().findFirst();
      }
      while (evaluated.size() < all.size()) {
        evaluated.add(first.orElseThrow());
      }
      return ISeq.of(evaluated);
    }

    private List<Phenotype<IntegerGene, Fitness>> affordable(
        Seq<Phenotype<IntegerGene, Fitness>> all) {
      Set<DecisionVector> fresh = new HashSet<>();
      List<Phenotype<IntegerGene, Fitness>> affordable = new ArrayList<>();
      for (Phenotype<IntegerGene, Fitness> one : all) {
        DecisionVector network = canonical(one);
        boolean known = evaluations.evaluated(network) || fresh.contains(network);
        if (known || evaluations.count() + fresh.size() < most) {
          affordable.add(one);
          if (!known) {
            fresh.add(network);
          }
        }
      }
      return affordable;
    }

    private DecisionVector canonical(Phenotype<IntegerGene, Fitness> one) {
      return problem.canonical(genomes.vector(one.genotype()));
    }
  }

  private List<DecisionVector> firstPopulation(
      SearchProblem problem, long seed, Evaluations evaluations, DecisionVector feasible) {
    Set<DecisionVector> population = new LinkedHashSet<>();
    population.add(feasible);
    for (DecisionVector extreme : List.of(problem.space().smallest(), problem.space().largest())) {
      if (evaluations.feasible(extreme)) {
        population.add(extreme);
      }
    }
    RandomGenerator random = Seeds.of(seed, "search/genetic/first-population");
    Genomes genomes = new Genomes(problem);
    List<DecisionVector> filled = new ArrayList<>(population);
    while (filled.size() < settings.population()) {
      DecisionVector drawn = problem.sample(random);
      for (int draw = 1; draw <= DRAWS; draw++) {
        if (evaluations.feasible(drawn) && !population.contains(drawn)) {
          break;
        }
        double towards = (double) draw / DRAWS;
        drawn = genomes.blend(problem.sample(random), feasible, towards, random);
      }
      population.add(drawn);
      filled.add(drawn);
    }
    return filled;
  }
}
