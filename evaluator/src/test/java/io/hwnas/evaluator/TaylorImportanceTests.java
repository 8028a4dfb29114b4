package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.evaluator.data.Normalisation;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.BatchNorm;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Operator;
import io.hwnas.space.Pads;
import io.hwnas.space.Parameter;
import io.hwnas.space.Seeds;
import io.hwnas.space.TensorShape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaylorImportanceTests {
  private static final TorchOptions OPTIONS = new TorchOptions(1);

  /** A pixel of 255 is 1, one of 0 is -1. */
  private static final Normalisation SIGNS = new Normalisation(List.of(0.5), List.of(0.5));

  private static final Parameter.Axis INPUT = new Parameter.Axis(1, "input");
  private static final Parameter.Axis CLASSES = new Parameter.Axis(2, "classes");
  private static final Parameter.Axis ONE = new Parameter.Axis(1, Parameter.Axis.KERNEL);

  /** One pixel: all the images of class 0 are +1, those of class 1 are of the given sample. */
  private static DataSplit pixels(int ofClassOne) {
    ImageSet.Builder images = ImageSet.builder(1, 1, 1, List.of("plus", "other"));
    for (int i = 0; i < 20; i++) {
      images.add(i % 2, new byte[] {(byte) (i % 2 == 0 ? 255 : ofClassOne)});
    }
    ImageSet all = images.build();
    return DataSplit.of(all, all, 1);
  }

  private static double[] hidden(DataSplit data, LayerGraph graph, Weights weights) {
    int wholeSet = data.training().images().size();
    return new TaylorImportance(data.training(), SIGNS, wholeSet, 3, 1, OPTIONS)
        .of(graph, weights)
        .get("hidden");
  }

  private static Layer layer(
      int index, Operator operator, TensorShape output, Parameter... parameters) {
    return new Layer(
        index, "l" + index, "all", operator, List.of(index - 1), output, List.of(parameters));
  }

  private static LayerGraph graph(Layer... layers) {
    return new LayerGraph(
        "hand-made", new TensorShape(1, 1, 1), List.of(layers), List.of(), Map.of());
  }

  private static Parameter weight(String name, Parameter.Axis... axes) {
    return new Parameter(name, Parameter.Role.WEIGHT, List.of(axes));
  }

  private static FloatTensor tensor(List<Integer> shape, float... values) {
    return new FloatTensor(shape, values);
  }

  /**
   * All images are +1, half of them of either class: h = (1, 4), the logits are (5, 5 + ln 3), p =
   * (1/4, 3/4), and ∂L/∂logits is (-1/4, 1/4) in the mean of both classes. By h it is Vᵀ·that =
   * (1/2, 1/4); times h, (1/2, 1), squared (1/4, 1).
   */
  @Test
  void aFilterMattersByTheSquareOfItsActivationTimesTheGradient() {
    Parameter.Axis channels = new Parameter.Axis(2, "hidden");
    LayerGraph graph =
        graph(
            layer(0, new Operator.GlobalAveragePool(), new TensorShape(1, 1, 1)),
            layer(
                1,
                new Operator.Linear(1, 2, false),
                new TensorShape(2, 1, 1),
                weight("hidden.weight", channels, INPUT)),
            layer(
                2,
                new Operator.Linear(2, 2, true),
                new TensorShape(2, 1, 1),
                weight("classes.weight", CLASSES, channels),
                new Parameter("classes.bias", Parameter.Role.BIAS, List.of(CLASSES))));
    Weights weights =
        Weights.of(
            Map.of(
                "hidden.weight", tensor(List.of(2, 1), 1, 4),
                "classes.weight", tensor(List.of(2, 2), 1, 1, 3, 2),
                "classes.bias", tensor(List.of(2), 0, (float) (-6 + Math.log(3)))));
    assertArrayEquals(new double[] {0.25, 1}, hidden(pixels(255), graph, weights), 1e-5);
  }

  /**
   * The batch norm makes s = ±1 of the images; y = γ·s = (2s, s, s). Both logits are s, so p =
   * (1/2, 1/2) and ∂L/∂logits = (-s/2, s/2) with the image's own label. By y that is Vᵀ·it =
   * s·(-1/8, -1/8, 3/8); times y, (-1/4, -1/8, 3/8) for every image, squared (1/16, 1/64, 9/64).
   */
  @Test
  void aChannelBehindABatchNormMattersByItsScaleAndShift() {
    Parameter.Axis channels = new Parameter.Axis(3, "hidden");
    LayerGraph graph =
        graph(
            layer(
                0,
                new Operator.Convolution(1, 3, 1, 1, 1, new Pads(0, 0), false),
                new TensorShape(3, 1, 1),
                weight("conv.weight", channels, INPUT, ONE, ONE)),
            layer(
                1,
                new Operator.BatchNormalization(3, new BatchNorm(1e-9, 0.1)),
                new TensorShape(3, 1, 1),
                new Parameter("bn.weight", Parameter.Role.SCALE, List.of(channels)),
                new Parameter("bn.bias", Parameter.Role.SHIFT, List.of(channels)),
                new Parameter("bn.mean", Parameter.Role.RUNNING_MEAN, List.of(channels)),
                new Parameter("bn.var", Parameter.Role.RUNNING_VARIANCE, List.of(channels))),
            layer(2, new Operator.GlobalAveragePool(), new TensorShape(3, 1, 1)),
            layer(
                3,
                new Operator.Linear(3, 2, false),
                new TensorShape(2, 1, 1),
                weight("classes.weight", CLASSES, channels)));
    Weights weights =
        Weights.of(
            Map.of(
                "conv.weight", tensor(List.of(3, 1, 1, 1), 1, 5, 0.1f),
                "bn.weight", tensor(List.of(3), 2, 1, 1),
                "bn.bias", tensor(List.of(3), 0, 0, 0),
                "bn.mean", tensor(List.of(3), 7, 7, 7),
                "bn.var", tensor(List.of(3), 7, 7, 7),
                "classes.weight", tensor(List.of(2, 3), 0.25f, 0.5f, 0, 0, 0.25f, 0.75f)));
    assertArrayEquals(
        new double[] {1 / 16.0, 1 / 64.0, 9 / 64.0}, hidden(pixels(0), graph, weights), 1e-5);
  }

  @Test
  void aChannelThatTheAnswerDoesNotDependOnDoesNotMatter() {
    DataSplit data = TinyTask.data();
    LayerGraph graph = TinyTask.largest();
    Weights weights = WeightInit.training(graph, Seeds.of(1, "weights"));
    FloatTensor reader = weights.get("head.classifier.weight");
    float[] values = reader.values().clone();
    int hidden = reader.shape().get(1);
    for (int row = 0; row < reader.shape().get(0); row++) {
      values[row * hidden + 5] = 0;
    }
    double[] scores =
        taylor(data, 1)
            .of(
                graph,
                weights.with("head.classifier.weight", new FloatTensor(reader.shape(), values)))
            .get("head.hidden");
    assertEquals(0, scores[5]);
    assertTrue(Arrays.stream(scores).filter(score -> score > 0).count() > hidden / 4);
  }

  @Test
  void everyGroupThatMayShrinkHasAScoreAChannelAndSeedsRepeat() {
    DataSplit data = TinyTask.data();
    LayerGraph graph = TinyTask.largest();
    Weights weights = WeightInit.training(graph, Seeds.of(1, "weights"));
    Map<String, double[]> scores = taylor(data, 1).of(graph, weights);
    Map<String, double[]> again = taylor(data, 1).of(graph, weights);
    Map<String, double[]> others = taylor(data, 2).of(graph, weights);
    graph.channelGroups().values().stream()
        .filter(group -> group.kind() != ChannelGroup.Kind.INPUT)
        .forEach(
            group -> {
              assertEquals(group.channels(), scores.get(group.id()).length, group.id());
              assertArrayEquals(scores.get(group.id()), again.get(group.id()), group.id());
              assertFalse(
                  Arrays.equals(scores.get(group.id()), others.get(group.id())), group.id());
            });
  }

  private static TaylorImportance taylor(DataSplit data, long seed) {
    return new TaylorImportance(data.training(), data.normalisation(), 32, 2, seed, OPTIONS);
  }
}
