package io.hwnas.evaluator;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Operator;
import io.hwnas.space.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Moves flat parameters along their gradients, as the recipe's {@link UpdateRule} says.
 *
 * <p>The parameters must lie in {@link #order}, those with weight decay first.
 */
final class Optimiser implements AutoCloseable {
  private static final String MOMENTUM = "momentum/";
  private static final String SQUARES = "squares/";

  /** RMSProp's share of the mean square kept at each step, and what is added below its root. */
  private static final double SQUARES_KEPT = 0.9;

  private static final double EPSILON = 0.001;

  private final TrainingRecipe recipe;
  private final FlatTensors parameters;
  private final FlatTensors gradients;
  private final FlatTensors momentum;
  private final Optional<FlatTensors> squares;
  private final NativeMemory memory = new NativeMemory();
  private final Tensor decayedParameters;
  private final Tensor decayedGradients;

  Optimiser(LayerGraph graph, FlatTensors parameters, TrainingRecipe recipe) {
    this.recipe = recipe;
    this.parameters = parameters;
    this.gradients = new FlatTensors(parameters.parameters());
    this.momentum = new FlatTensors(parameters.parameters());
    this.squares =
        recipe.updateRule() == UpdateRule.RMSPROP
            ? Optional.of(new FlatTensors(parameters.parameters()))
            : Optional.empty();
    squares.ifPresent(mean -> NativeScope.run(() -> mean.flat().fill_(new Scalar(1.0))));
    long decayed = FlatTensors.paddedElements(decayed(graph, recipe));
    this.decayedParameters =
        NativeScope.compute(() -> memory.keep(parameters.flat().narrow(0, 0, decayed)));
    this.decayedGradients =
        NativeScope.compute(() -> memory.keep(gradients.flat().narrow(0, 0, decayed)));
  }

  /** Returns the graph's trained parameters, those with weight decay first. */
  static List<Parameter> order(LayerGraph graph, TrainingRecipe recipe) {
    List<Parameter> order = new ArrayList<>(decayed(graph, recipe));
    for (Parameter parameter : graph.parameters()) {
      if (parameter.role().trained() && !order.contains(parameter)) {
        order.add(parameter);
      }
    }
    return order;
  }

  private static List<Parameter> decayed(LayerGraph graph, TrainingRecipe recipe) {
    List<Parameter> decayed = new ArrayList<>();
    for (Layer layer : graph.layers()) {
      boolean depthwise =
          layer.operator() instanceof Operator.Convolution convolution && convolution.groups() > 1;
      for (Parameter parameter : layer.parameters()) {
        if (parameter.role() == Parameter.Role.WEIGHT && (recipe.depthwiseDecay() || !depthwise)) {
          decayed.add(parameter);
        }
      }
    }
    return decayed;
  }

  /** Returns the gradients that the next step will use. */
  FlatTensors gradients() {
    return gradients;
  }

  /** Returns what is kept of each parameter between two steps. */
  List<FlatTensors> kept() {
    return squares.isPresent() ? List.of(momentum, squares.get()) : List.of(momentum);
  }

  void clearGradients() {
    NativeScope.run(() -> gradients.flat().zero_());
  }

  /** Moves the parameters along the gradients. */
  void step(double rate) {
    NativeScope.runWithoutGradients(() -> descend(rate));
  }

  private void descend(double rate) {
    if (recipe.gradientClip().isPresent()) {
      clip(recipe.gradientClip().getAsDouble());
    }
    Tensor gradient = gradients.flat();
    if (recipe.weightDecay() > 0) {
      decayedGradients.add_(decayedParameters, new Scalar(recipe.weightDecay()));
    }
    if (squares.isPresent()) {
      descendBySquares(squares.get().flat(), rate);
      return;
    }
    Scalar kept = new Scalar(recipe.momentum());
    momentum.flat().mul_(kept).add_(gradient);
    gradient.add_(momentum.flat(), kept);
    parameters.flat().add_(gradient, new Scalar(-rate));
  }

  private void descendBySquares(Tensor squared, double rate) {
    Tensor gradient = gradients.flat();
    squared
        .mul_(new Scalar(SQUARES_KEPT))
        .addcmul_(gradient, gradient, new Scalar(1 - SQUARES_KEPT));
    Tensor root = squared.add(new Scalar(EPSILON)).sqrt_();
    momentum.flat().mul_(new Scalar(recipe.momentum())).addcdiv_(gradient, root, new Scalar(rate));
    parameters.flat().sub_(momentum.flat());
  }

  private void clip(double largest) {
    double norm = gradients.flat().norm().item_float();
    if (norm > largest) {
      gradients.flat().mul_(new Scalar(largest / norm));
    }
  }

  void save(Map<String, FloatTensor> target) {
    momentum.readInto(target, MOMENTUM);
    squares.ifPresent(mean -> mean.readInto(target, SQUARES));
  }

  void restore(Weights saved) {
    momentum.fill(name -> saved.get(MOMENTUM + name));
    squares.ifPresent(mean -> mean.fill(name -> saved.get(SQUARES + name)));
  }

  @Override
  public void close() {
    memory.close();
    squares.ifPresent(FlatTensors::close);
    momentum.close();
    gradients.close();
  }
}
