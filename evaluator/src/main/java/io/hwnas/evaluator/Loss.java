package io.hwnas.evaluator;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The cross-entropies that training descends, as means over the batch. */
final class Loss {
  private static final long MEAN = 1;
  private static final long NO_IGNORED_CLASS = -100;

  private Loss() {}

  /** Cross-entropy of logits [N, classes] with labels [N], smoothed. */
  static Tensor ofLabels(Tensor logits, Tensor labels, double smoothing) {
    return torch.cross_entropy_loss(
        logits, labels, new TensorOptional(), MEAN, NO_IGNORED_CLASS, smoothing);
  }

  /** Cross-entropy of logits with a teacher's logits, both softened, times T². */
  static Tensor ofTeacher(Tensor logits, Tensor teacher, double temperature) {
    Scalar cooling = new Scalar(1 / temperature);
    Tensor answers = torch.softmax(teacher.detach().mul(cooling), 1);
    return torch
        .cross_entropy_loss(
            logits.mul(cooling), answers, new TensorOptional(), MEAN, NO_IGNORED_CLASS, 0)
        .mul(new Scalar(temperature * temperature));
  }

  /** Mixes both. */
  static Tensor distilled(
      Tensor logits, Tensor labels, double smoothing, Tensor teacher, Distillation distillation) {
    Tensor hard = ofLabels(logits, labels, smoothing);
    Tensor soft = ofTeacher(logits, teacher, distillation.temperature());
    double weight = distillation.weight();
    return hard.mul(new Scalar(1 - weight)).add(soft.mul(new Scalar(weight)));
  }
}
