package io.hwnas.benchmarks;

import io.hwnas.netadapt.ExchangePolicy;
import io.hwnas.netadapt.GreedyPolicy;
import io.hwnas.netadapt.Merit;
import io.hwnas.netadapt.Policy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Holds NetAdapt's policies against each other on Channel-Bench-Macro, which takes no training.
 *
 * <p>Argument: the benchmark's JSON.
 */
final class NetAdaptPolicies {
  /** MobileNetV3's ratio as printed, also where accuracy rises. */
  static final Merit PLAIN_RATIO = (accuracyChange, cut) -> accuracyChange / cut;

  private NetAdaptPolicies() {}

  public static void main(String[] arguments) {
    ChannelBench bench = ChannelBench.read(Path.of(arguments[0]));
    Map<String, Policy> policies = new LinkedHashMap<>();
    policies.put("original", Policy.ORIGINAL);
    policies.put("ratio as printed", new GreedyPolicy(PLAIN_RATIO));
    policies.put("mobilenet-v3", Policy.MOBILENET_V3);
    for (int width = 1; width <= 6; width++) {
      ExchangePolicy exchange = new ExchangePolicy(width);
      policies.put(
          exchange.equals(Policy.EXCHANGE) ? "exchange" : "exchange, width " + width, exchange);
    }
    System.out.println(
        "| policy | evaluations | budgets reached | regret of the path, points"
            + " | regret of all evaluated, points |");
    System.out.println("|---|---|---|---|---|");
    policies.forEach((name, policy) -> print(bench, name, bench.descend(policy)));
    print(bench, "exchange, back by δ", bench.descend(Policy.EXCHANGE, ChannelBench.Growth.DELTA));
  }

  private static void print(ChannelBench bench, String name, ChannelBench.Way way) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %.3f | %.3f |%n",
        name,
        way.evaluations(),
        bench.budgetsReached(way),
        bench.regretOfPath(way),
        bench.regretOfVisits(way));
  }
}
