package io.hwnas.cli.predicted;

import io.hwnas.evaluator.ActivationCodes;
import io.hwnas.evaluator.Beginnings;
import io.hwnas.results.Journal;
import io.hwnas.search.Estimate;
import io.hwnas.search.Measure;
import io.hwnas.search.Network;
import io.hwnas.space.Architecture;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Measures how far networks stand out among random ones of their space: the mean of two standard
 * scores, of the cross-entropy with trained shared weights and of the activation codes of untrained
 * ones. Where the two are wrong they are so for different reasons.
 */
final class JointScore implements Measure {
  private static final String REFERENCES = "search/joint-score";
  private static final int REFERENCE_NETWORKS = 64;

  private final Measure crossEntropy;
  private final ActivationCodes codes;
  private final Scale crossEntropyScale;
  private final Scale codesScale;

  /** Mean and standard deviation over the networks of reference. */
  private record Scale(double mean, double deviation) {
    static Scale of(SummaryStatistics statistics) {
      double deviation = statistics.getStandardDeviation();
      return new Scale(statistics.getMean(), deviation > 0 ? deviation : 1);
    }

    double standard(double value) {
      return (value - mean) / deviation;
    }
  }

  /**
   * Creates the measure; networks of reference are scored the first time that a run does so.
   *
   * @param crossEntropy measures the cross-entropy
   * @param codes scores untrained networks
   * @param space where the networks of reference are drawn from, each as likely as any other
   * @param seed decides which
   * @param journal keeps what they scored
   * @param progress hears how many of them are scored
   */
  JointScore(
      Measure crossEntropy,
      ActivationCodes codes,
      SearchSpace space,
      long seed,
      Journal journal,
      ProgressListener progress) {
    this.crossEntropy = crossEntropy;
    this.codes = codes;
    List<Double> scales =
        journal.recallOrRecordNumbers(REFERENCES, () -> scales(references(space, seed), progress));
    this.crossEntropyScale = new Scale(scales.get(0), scales.get(1));
    this.codesScale = new Scale(scales.get(2), scales.get(3));
  }

  private static List<Network> references(SearchSpace space, long seed) {
    List<Architecture> networks = new ArrayList<>();
    for (int i = 0; i < REFERENCE_NETWORKS; i++) {
      RandomGenerator random = Seeds.of(seed, "search/joint-score", i);
      networks.add(space.decode(space.sampleEvenly(1, random).get(0)));
    }
    // All in one order: groups of them alone would have less in common.
    return Beginnings.sideBySide(networks).stream()
        .map(network -> new Network(space, space.encode(network)))
        .toList();
  }

  private List<Double> scales(List<Network> networks, ProgressListener progress) {
    SummaryStatistics losses = new SummaryStatistics();
    SummaryStatistics codeScores = new SummaryStatistics();
    for (int from = 0; from < networks.size(); from += atOnce()) {
      List<Network> group = networks.subList(from, Math.min(from + atOnce(), networks.size()));
      crossEntropy.ofAll(group).forEach(loss -> losses.addValue(loss.value()));
      group.forEach(each -> codeScores.addValue(codes.accuracy(each.architecture())));
      progress.update(from + group.size(), networks.size(), "");
    }
    Scale first = Scale.of(losses);
    Scale second = Scale.of(codeScores);
    return List.of(first.mean(), first.deviation(), second.mean(), second.deviation());
  }

  @Override
  public Estimate of(Network network) {
    return of(network, crossEntropy.of(network));
  }

  @Override
  public int atOnce() {
    return crossEntropy.atOnce();
  }

  @Override
  public List<Estimate> ofAll(List<Network> networks) {
    List<Estimate> losses = crossEntropy.ofAll(networks);
    List<Estimate> scores = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      scores.add(of(networks.get(i), losses.get(i)));
    }
    return scores;
  }

  private Estimate of(Network network, Estimate loss) {
    double code = codesScale.standard(codes.accuracy(network.architecture()));
    return new Estimate(
        (code - crossEntropyScale.standard(loss.value())) / 2,
        loss.uncertainty() / crossEntropyScale.deviation() / 2);
  }
}
