package io.hwnas.evaluator;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A cross-entropy that training descends, as the mean over a batch.
 *
 * @param value the loss
 * @param gradient its gradient by the logits
 */
record Loss(double value, Tensor gradient) {
  private static final long NONE = 0;
  private static final long MEAN = 1;
  private static final long NO_IGNORED_CLASS = -100;

  /** Cross-entropy of logits [N, classes] with labels [N], smoothed. */
  static Loss ofLabels(Tensor logits, Tensor labels, double smoothing) {
    return of(logits, leaf -> withLabels(leaf, labels, smoothing));
  }

  /** A mixture of the cross-entropies with labels and with a teacher's softened answers. */
  static Loss distilled(
      Tensor logits, Tensor labels, double smoothing, Tensor teacher, Distillation distillation) {
    double weight = distillation.weight();
    return of(
        logits,
        leaf ->
            withLabels(leaf, labels, smoothing)
                .mul(new Scalar(1 - weight))
                .add(
                    withTeacher(leaf, teacher, distillation.temperature())
                        .mul(new Scalar(weight))));
  }

  /**
   * Returns the cross-entropies [N] of logits [N, classes] with labels [N]; records no gradient.
   */
  static Tensor each(Tensor logits, Tensor labels) {
    return torch.cross_entropy_loss(
        logits, labels, new TensorOptional(), NONE, NO_IGNORED_CLASS, 0);
  }

  private static Loss of(Tensor logits, UnaryOperator<Tensor> formula) {
    AutoGradMode recording = new AutoGradMode(true);
    try {
      Tensor leaf = logits.detach();
      leaf.set_requires_grad(true);
      Tensor loss = formula.apply(leaf);
      loss.backward();
      return new Loss(loss.item_float(), leaf.grad());
    } finally {
      recording.close();
    }
  }

  private static Tensor withLabels(Tensor logits, Tensor labels, double smoothing) {
    return torch.cross_entropy_loss(
        logits, labels, new TensorOptional(), MEAN, NO_IGNORED_CLASS, smoothing);
  }

  /** Both sides' logits are divided by the temperature, the loss multiplied by its square. */
  private static Tensor withTeacher(Tensor logits, Tensor teacher, double temperature) {
    Scalar cooling = new Scalar(1 / temperature);
    Tensor answers = torch.softmax(teacher.detach().mul(cooling), 1);
    return torch
        .cross_entropy_loss(
            logits.mul(cooling), answers, new TensorOptional(), MEAN, NO_IGNORED_CLASS, 0)
        .mul(new Scalar(temperature * temperature));
  }
}
