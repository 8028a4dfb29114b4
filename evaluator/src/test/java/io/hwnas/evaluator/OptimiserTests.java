package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Operator;
import io.hwnas.space.Parameter;
import io.hwnas.space.Seeds;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptimiserTests {
  private static final double DECAY = 0.01;
  private static final double MOMENTUM = 0.8;
  private static final double[] RATES = {0.1, 0.05, 0.02};

  /** One parameter by hand, in double precision. */
  private static final class Reference {
    private final double decay;
    private double value;
    private double momentum;
    private double squares = 1;

    Reference(double value, double decay) {
      this.value = value;
      this.decay = decay;
    }

    void step(UpdateRule rule, double rate, double loss) {
      double gradient = loss + decay * value;
      if (rule == UpdateRule.SGD) {
        momentum = MOMENTUM * momentum + gradient;
        value -= rate * (gradient + MOMENTUM * momentum);
      } else {
        squares = 0.9 * squares + 0.1 * gradient * gradient;
        momentum = MOMENTUM * momentum + rate * gradient / Math.sqrt(squares + 0.001);
        value -= momentum;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void stepsAreThoseComputedByHand(UpdateRule rule) {
    LibTorch.use(new TorchOptions(1));
    LayerGraph graph = TinyTask.largest();
    TrainingRecipe recipe =
        TinyTask.RECIPE.withUpdateRule(rule).withWeightDecay(DECAY).withMomentum(MOMENTUM);
    Weights initial = WeightInit.training(graph, Seeds.of(3, "weights"));
    RandomGenerator random = Seeds.of(3, "gradients");
    Map<String, Reference[]> references = references(graph, initial);
    try (FlatTensors parameters = new FlatTensors(Optimiser.order(graph, recipe));
        Optimiser optimiser = new Optimiser(graph, parameters, recipe)) {
      parameters.fill(initial::get);
      for (double rate : RATES) {
        Map<String, FloatTensor> gradients = new HashMap<>();
        for (Parameter parameter : parameters.parameters()) {
          float[] values = new float[references.get(parameter.name()).length];
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
            references.get(parameter.name())[i].step(rule, rate, values[i]);
          }
          gradients.put(
              parameter.name(), new FloatTensor(initial.get(parameter.name()).shape(), values));
        }
        optimiser.gradients().fill(gradients::get);
        optimiser.step(rate);
      }
      Map<String, FloatTensor> after = new LinkedHashMap<>();
      parameters.readInto(after, "");
      after.forEach(
          (name, tensor) -> {
            for (int i = 0; i < tensor.values().length; i++) {
              assertEquals(references.get(name)[i].value, tensor.values()[i], 1e-4, name);
            }
          });
    }
  }

  /** Batch norms, biases and depthwise filters have no decay. */
  private static Map<String, Reference[]> references(LayerGraph graph, Weights initial) {
    Map<String, Reference[]> references = new HashMap<>();
    for (Layer layer : graph.layers()) {
      boolean depthwise =
          layer.operator() instanceof Operator.Convolution convolution && convolution.groups() > 1;
      for (Parameter parameter : layer.parameters()) {
        boolean decayed = parameter.role() == Parameter.Role.WEIGHT && !depthwise;
        float[] values = initial.get(parameter.name()).values();
        Reference[] ofParameter = new Reference[values.length];
        for (int i = 0; i < values.length; i++) {
          ofParameter[i] = new Reference(values[i], decayed ? DECAY : 0);
        }
        references.put(parameter.name(), ofParameter);
      }
    }
    return references;
  }
}
