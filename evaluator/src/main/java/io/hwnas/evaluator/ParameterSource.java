package io.hwnas.evaluator;

import org.bytedeco.pytorch.Tensor;

/** Where an interpreter finds the tensor of a parameter. */
@FunctionalInterface
interface ParameterSource {
  /** Returns the tensor of a parameter; whoever holds the source owns it. */
  Tensor get(String name);
}
