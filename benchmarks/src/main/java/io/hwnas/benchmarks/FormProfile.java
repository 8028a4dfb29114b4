package io.hwnas.benchmarks;

import io.hwnas.probe.NetworkProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * What the runtime makes of one form.
 *
 * @param nodes nodes that it runs
 * @param reorders nodes among them that change between packed and plain layout
 * @param reorderShare the share of all nodes' time that those take
 * @param otherShare the share of all nodes but convolutions and fully connected layers
 * @param operators by operator its share of all nodes' time and its nodes
 * @param difference greatest difference from the exporter's form, over the greatest answer
 */
record FormProfile(
    int nodes,
    long reorders,
    double reorderShare,
    double otherShare,
    Map<String, double[]> operators,
    double difference) {
  private static final Set<String> LINEAR =
      Set.of("Conv", "FusedConv", "Gemm", "FusedGemm", "MatMul", "FusedMatMul");

  /** What stands for an activation, though it is a convolution: named below an activation. */
  private static final String CARRIER = "/act/";

  static FormProfile of(NetworkProfile profile, double difference) {
    Map<String, double[]> operators = new TreeMap<>();
    double all = 0;
    double reorder = 0;
    double other = 0;
    long reorders = 0;
    for (NetworkProfile.Node node : profile.nodes()) {
      double micros =
          new Median().evaluate(node.micros().stream().mapToDouble(Double::doubleValue).toArray());
      String operator = operator(node);
      double[] sum = operators.computeIfAbsent(operator, key -> new double[2]);
      sum[0] += micros;
      sum[1]++;
      all += micros;
      if (operator.startsWith("Reorder")) {
        reorder += micros;
        reorders++;
      }
      if (!LINEAR.contains(operator)) {
        other += micros;
      }
    }
    double total = all;
    operators.values().forEach(sum -> sum[0] /= total);
    return new FormProfile(
        profile.nodes().size(), reorders, reorder / all, other / all, operators, difference);
  }

  private static String operator(NetworkProfile.Node node) {
    return LINEAR.contains(node.operator()) && node.name().contains(CARRIER)
        ? node.operator() + " as activation"
        : node.operator();
  }

  String line(String network, String form) {
    return String.format(
        Locale.ROOT,
        "profile\t%s\t%s\t%d\t%d\t%.4f\t%.4f\t%.2e",
        network,
        form,
        nodes,
        reorders,
        reorderShare,
        otherShare,
        difference);
  }

  List<String> operatorLines(String network, String form) {
    List<String> lines = new ArrayList<>();
    operators.forEach(
        (operator, sum) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "operator\t%s\t%s\t%s\t%.0f\t%.4f",
                    network,
                    form,
                    operator,
                    sum[1],
                    sum[0])));
    return lines;
  }
}
