package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.BatchNorm;
import io.hwnas.space.ClassificationHead;
import io.hwnas.space.Gate;
import io.hwnas.space.ImageInput;
import io.hwnas.space.InvertedResidual;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.Padding;
import io.hwnas.space.Parameter;
import io.hwnas.space.Seeds;
import io.hwnas.space.SqueezeExcite;
import io.hwnas.space.Stage;
import io.hwnas.space.Stem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The backward pass gives the gradients that libtorch's autograd gives. */
class GradientTests {
  private static final double LARGEST_RELATIVE_ERROR = 2e-4;
  private static final double ROUNDING_FLOOR = 1e-2;

  @ParameterizedTest
  @CsvSource({
    "3, 1, 12, SYMMETRIC, HSWISH, HARD_SIGMOID",
    "3, 2, 12, SAME, RELU, HARD_SIGMOID",
    "5, 1, 12, SYMMETRIC, RELU, SIGMOID",
    "5, 2, 12, SYMMETRIC, HSWISH, HARD_SIGMOID",
    "5, 1, 4, SYMMETRIC, RELU6, HARD_SIGMOID",
    "5, 2, 4, SYMMETRIC, HSWISH, HARD_SIGMOID",
    "5, 2, 9, SAME, HSWISH, HARD_SIGMOID",
    "5, 1, 1, SYMMETRIC, HSWISH, HARD_SIGMOID",
    "7, 1, 12, SYMMETRIC, HSWISH, SIGMOID",
    "7, 2, 12, SYMMETRIC, RELU, HARD_SIGMOID",
    "7, 2, 5, SYMMETRIC, RELU, HARD_SIGMOID",
    "7, 1, 2, SYMMETRIC, RELU6, HARD_SIGMOID"
  })
  void gradientsAreAutogradsOwn(
      int kernel, int stride, int size, Padding padding, Nonlinearity nonlinearity, Gate gate) {
    LayerGraph graph = LayerGraph.of(network(kernel, stride, size, padding, nonlinearity, gate));
    Weights weights = WeightInit.random(graph, Seeds.of(kernel, "weights", stride, size));
    LibTorch.use(new TorchOptions(1));
    NativeScope.run(() -> assertGradientsAgree(graph, weights, size));
  }

  @Test
  void whatIsDroppedDependsOnTheSeedAlone() {
    LayerGraph graph = withDropout();
    Weights weights = WeightInit.random(graph, Seeds.of(3, "weights"));
    LibTorch.use(new TorchOptions(1));
    NativeScope.runWithoutGradients(
        () -> {
          Map<String, Tensor> parameters = parameters(graph, weights);
          float first = sumOfAnswers(graph, parameters, 1);
          assertEquals(first, sumOfAnswers(graph, parameters, 1));
          assertNotEquals(first, sumOfAnswers(graph, parameters, 2));
        });
  }

  @Test
  void gradientsPassDropoutWhereNothingIsDropped() {
    LayerGraph graph = withDropout();
    Weights weights = WeightInit.random(graph, Seeds.of(3, "weights"));
    LibTorch.use(new TorchOptions(1));
    NativeScope.runWithoutGradients(
        () -> {
          Map<String, Tensor> parameters = parameters(graph, weights);
          TrainingPass pass = pass(graph, parameters, 1);
          Map<String, Tensor> computed = new LinkedHashMap<>();
          pass.backward(
              torch.ones_like(pass.output()), (name, g) -> computed.put(name, new Tensor(g)));
          String bias =
              computed.keySet().stream()
                  .filter(name -> name.contains("hidden") && name.endsWith("bias"))
                  .findFirst()
                  .orElseThrow();
          float[] gradient = Tensors.read(computed.get(bias)).values();
          float step = 0.01f;
          for (int i = 0; i < gradient.length; i++) {
            Tensor one = parameters.get(bias).narrow(0, i, 1);
            one.add_(new Scalar(step));
            float above = sumOfAnswers(graph, parameters, 1);
            one.sub_(new Scalar(2 * step));
            float below = sumOfAnswers(graph, parameters, 1);
            one.add_(new Scalar(step));
            assertEquals((above - below) / (2 * step), gradient[i], 5e-3, "at " + i);
          }
          assertTrue(zeros(gradient) < gradient.length, "everything was dropped");
        });
  }

  private static int zeros(float[] values) {
    int zeros = 0;
    for (float value : values) {
      zeros += value == 0 ? 1 : 0;
    }
    return zeros;
  }

  private static LayerGraph withDropout() {
    return LayerGraph.of(
        network(3, 1, 12, Padding.SYMMETRIC, Nonlinearity.RELU, Gate.HARD_SIGMOID));
  }

  private static TrainingPass pass(LayerGraph graph, Map<String, Tensor> parameters, long seed) {
    Tensor images = torch.ones(4, 3, 12, 12).contiguous(torch.MemoryFormat.ChannelsLast);
    return new Interpreter(graph).train(images, parameters::get, Pass.sharedTraining(seed));
  }

  private static float sumOfAnswers(LayerGraph graph, Map<String, Tensor> parameters, long seed) {
    return pass(graph, parameters, seed).output().sum().item_float();
  }

  private static void assertGradientsAgree(LayerGraph graph, Weights weights, int size) {
    Map<String, Tensor> parameters = parameters(graph, weights);
    torch.manual_seed(1);
    Tensor images = torch.randn(6, 3, size, size).contiguous(torch.MemoryFormat.ChannelsLast);
    Tensor labels = torch.arange(new Scalar(6)).remainder(new Scalar(3));
    Interpreter interpreter = new Interpreter(graph);
    Tensor expectedLoss =
        torch.cross_entropy_loss(
            interpreter.forward(images, parameters::get, Pass.BATCH_STATISTICS), labels);
    expectedLoss.backward();
    Map<String, Tensor> computed = new LinkedHashMap<>();
    NativeScope.withoutGradients(
        () -> {
          TrainingPass pass = interpreter.train(images, parameters::get, Pass.BATCH_STATISTICS);
          Loss loss = Loss.ofLabels(pass.output(), labels, 0);
          assertEquals(expectedLoss.item_float(), loss.value(), 1e-5);
          pass.backward(loss.gradient(), (name, g) -> computed.put(name, new Tensor(g)));
          return true;
        });
    for (Parameter parameter : SharedSlices.trained(graph)) {
      String name = parameter.name();
      float[] own = Tensors.read(computed.get(name)).values();
      float[] expected = Tensors.read(parameters.get(name).grad()).values();
      for (int i = 0; i < own.length; i++) {
        assertEquals(expected[i], own[i], tolerance(expected), name + " at " + i);
      }
    }
  }

  /** Gradients that vanish but for rounding, as of a shift before a batch norm, need a floor. */
  private static double tolerance(float[] expected) {
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    return LARGEST_RELATIVE_ERROR * Math.max(largest, ROUNDING_FLOOR);
  }

  private static Map<String, Tensor> parameters(LayerGraph graph, Weights weights) {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    for (Parameter parameter : graph.parameters()) {
      long[] shape = Tensors.longs(parameter.shape());
      Tensor tensor = torch.empty(shape);
      if (shape.length == 4) {
        tensor = tensor.contiguous(torch.MemoryFormat.ChannelsLast);
      }
      Tensors.fill(tensor, weights.get(parameter.name()));
      tensor.set_requires_grad(parameter.role().trained());
      parameters.put(parameter.name(), tensor);
    }
    return parameters;
  }

  private static Architecture network(
      int kernel, int stride, int size, Padding padding, Nonlinearity nonlinearity, Gate gate) {
    InvertedResidual residual =
        new InvertedResidual(
            kernel,
            1,
            OptionalInt.of(24),
            8,
            Optional.of(new SqueezeExcite(8, gate)),
            nonlinearity,
            true);
    InvertedResidual strided =
        new InvertedResidual(
            kernel, stride, OptionalInt.of(16), 12, Optional.empty(), nonlinearity, false);
    return new Architecture(
        "tested",
        new ImageInput(3, size),
        new Stem(3, 1, 8, nonlinearity),
        List.of(new Stage(List.of(residual, strided))),
        new ClassificationHead(
            OptionalInt.of(20), OptionalInt.of(10), stride == 1, nonlinearity, 0.2, 3),
        BatchNorm.MOBILENET_V3,
        padding);
  }
}
