package io.hwnas.evaluator;

/** How an optimiser step follows from the gradient. */
public enum UpdateRule {
  /** Nesterov momentum (Sutskever et al. 2013, in the form of PyTorch's SGD). */
  SGD,

  /**
   * RMSProp with momentum, as MnasNet and MobileNetV3 were trained (Tan et al. 2019, section 5;
   * Howard et al. 2019, section 6.1.1), in TensorFlow's form: the momentum is of steps that the
   * rate has scaled already, and a gradient is divided by the root of the mean square and 0.001
   * (tensorflow/tpu, models/official/mnasnet, build_optimizer). The mean square begins at 1 and
   * keeps 0.9 of itself.
   */
  RMSPROP
}
