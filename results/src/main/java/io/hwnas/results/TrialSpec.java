package io.hwnas.results;

import io.hwnas.space.Architectures;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.yaml.YamlNode;
import java.util.List;

/**
 * What a trial tries.
 *
 * @param stage the part of the run that asks for it, such as {@code search} or {@code netadapt}
 * @param identity what tells it apart within its stage, the same in a resumed run; two trials of
 *     one stage and identity are one trial
 * @param decisions the choices of its decision vector; empty where the stage has none
 * @param architectureName name of its architecture
 * @param architectureYaml its architecture as YAML; empty where the run's space and the decisions
 *     say it
 * @param seed the seed its evaluation drew on
 */
public record TrialSpec(
    String stage,
    String identity,
    List<Integer> decisions,
    String architectureName,
    String architectureYaml,
    long seed) {
  /** Copies the list and checks that stage and identity are not empty. */
  public TrialSpec {
    decisions = new DecisionVector(decisions).choices();
    if (stage.isEmpty() || identity.isEmpty()) {
      throw new IllegalArgumentException("a trial needs a stage and an identity");
    }
  }

  /**
   * Returns a trial that its decisions identify within its stage.
   *
   * @param stage the part of the run that asks for it
   * @param decisions the choices of its decision vector, at least one
   * @param architectureName name of its architecture
   * @param architectureYaml its architecture as YAML, or empty
   * @param seed the seed its evaluation draws on
   * @return the trial
   */
  public static TrialSpec ofDecisions(
      String stage,
      List<Integer> decisions,
      String architectureName,
      String architectureYaml,
      long seed) {
    return new TrialSpec(
        stage, text(decisions), decisions, architectureName, architectureYaml, seed);
  }

  /** Returns choices as they stand in the store: numbers with spaces between them. */
  static String text(List<Integer> decisions) {
    StringBuilder text = new StringBuilder(2 * decisions.size());
    for (int i = 0; i < decisions.size(); i++) {
      if (i > 0) {
        text.append(' ');
      }
      text.append(decisions.get(i).intValue());
    }
    return text.toString();
  }

  /**
   * Tells whether two trials try the same, though another version of hwnas may have written the
   * architecture of one in other words.
   *
   * @param other another trial
   * @return whether all is equal, the architectures as values
   */
  boolean triesTheSameAs(TrialSpec other) {
    TrialSpec inOurWords =
        new TrialSpec(
            other.stage,
            other.identity,
            other.decisions,
            other.architectureName,
            architectureYaml,
            other.seed);
    return equals(inOurWords)
        && (architectureYaml.equals(other.architectureYaml)
            || describesTheSameAs(other.architectureYaml));
  }

  private boolean describesTheSameAs(String otherYaml) {
    try {
      return Architectures.read(YamlNode.parse("one", architectureYaml))
          .equals(Architectures.read(YamlNode.parse("other", otherYaml)));
    } catch (InvalidInputException e) {
      return false;
    }
  }
}
