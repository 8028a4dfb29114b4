package io.hwnas.netadapt;

import java.util.Optional;

/** How a step of NetAdapt is made: which networks are evaluated, and which of them is taken. */
public sealed interface Policy permits GreedyPolicy, ExchangePolicy {
  /** NetAdapt as published (Yang et al., ECCV 2018): the most accurate proposal is taken. */
  GreedyPolicy ORIGINAL = new GreedyPolicy(Merit.ACCURACY);

  /** MobileNetV3's (section 4.2): the proposal of best {@link Merit#RATIO} is taken. */
  GreedyPolicy MOBILENET_V3 = new GreedyPolicy(Merit.RATIO);

  /** Groups may grow back while others pay, from five parents. */
  ExchangePolicy EXCHANGE = new ExchangePolicy(5);

  /**
   * Makes a step.
   *
   * @param descent the way so far
   * @param <N> a network
   * @return the network to go on from; empty if there is none that takes the step
   */
  <N> Optional<Visit<N>> step(Descent<N> descent);

  /**
   * Tells whether networks of earlier steps stay in the running.
   *
   * @return whether a step may lead to a network that is not of its own proposals
   */
  boolean looksBack();
}
