package io.hwnas.export;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The values of a network's parameters by name, in a fixed order.
 *
 * <p>The names are those of {@link LayerGraph#parameters()}. Two weights are equal when they hold
 * equal tensors under equal names, whatever the order.
 */
public final class Weights {
  private final Map<String, FloatTensor> tensors;

  private Weights(Map<String, FloatTensor> tensors) {
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * Creates weights of named tensors.
   *
   * @param tensors tensors by parameter name; the map's order is kept
   * @return the weights
   */
  public static Weights of(Map<String, FloatTensor> tensors) {
    return new Weights(new LinkedHashMap<>(tensors));
  }

  /**
   * Returns the tensor of a parameter.
   *
   * @param name the parameter's name
   * @return its values
   * @throws InvalidInputException if there is none of that name
   */
  public FloatTensor get(String name) {
    FloatTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new InvalidInputException("the weights have no tensor '%s'".formatted(name));
    }
    return tensor;
  }

  /**
   * Tells whether there is a tensor of a name.
   *
   * @param name the parameter's name
   * @return whether {@link #get} would find it
   */
  public boolean contains(String name) {
    return tensors.containsKey(name);
  }

  /**
   * Returns the names in order.
   *
   * @return an immutable set in the order of the weights
   */
  public Set<String> names() {
    return tensors.keySet();
  }

  /**
   * Returns all tensors by name.
   *
   * @return an immutable map in the order of the weights
   */
  public Map<String, FloatTensor> tensors() {
    return tensors;
  }

  /**
   * Returns these weights with one tensor added or replaced.
   *
   * @param name the parameter's name
   * @param tensor its values
   * @return the new weights; a new name comes last
   */
  public Weights with(String name, FloatTensor tensor) {
    Map<String, FloatTensor> changed = new LinkedHashMap<>(tensors);
    changed.put(name, tensor);
    return new Weights(changed);
  }

  /**
   * Returns these weights with several tensors added or replaced.
   *
   * @param others tensors that take precedence over these
   * @return the new weights; new names come last
   */
  public Weights with(Weights others) {
    Map<String, FloatTensor> changed = new LinkedHashMap<>(tensors);
    changed.putAll(others.tensors);
    return new Weights(changed);
  }

  /**
   * Returns the weights of one graph alone, in the order of its parameters.
   *
   * @param graph a graph these weights fit, such as one block of their network
   * @return the tensors of the graph's parameters
   * @throws InvalidInputException as {@link #requireFits} does
   */
  public Weights select(LayerGraph graph) {
    requireFits(graph);
    Map<String, FloatTensor> selected = new LinkedHashMap<>();
    graph.parameters().forEach(parameter -> selected.put(parameter.name(), get(parameter.name())));
    return new Weights(selected);
  }

  /**
   * Checks that every parameter of a graph is here with its shape; further tensors are allowed.
   *
   * @param graph the graph
   * @throws InvalidInputException naming the first parameter that is missing or of another shape,
   *     with both shapes
   */
  public void requireFits(LayerGraph graph) {
    for (Parameter parameter : graph.parameters()) {
      FloatTensor tensor = tensors.get(parameter.name());
      if (tensor == null) {
        throw new InvalidInputException(
            "the weights do not fit %s: no tensor '%s' %s; give the weights of this architecture"
                .formatted(graph.name(), parameter.name(), parameter.shape()));
      }
      if (!tensor.shape().equals(parameter.shape())) {
        throw new InvalidInputException(
            "the weights do not fit %s: '%s' is %s, not %s; give the weights of this architecture"
                .formatted(graph.name(), parameter.name(), tensor.shape(), parameter.shape()));
      }
    }
  }

  /**
   * Checks that these weights are a graph's and nothing else, as a file the user names must be.
   *
   * @param graph the graph
   * @throws InvalidInputException as {@link #requireFits} does, or naming the first tensor that the
   *     graph has no parameter for
   */
  public void requireFitsExactly(LayerGraph graph) {
    requireFits(graph);
    Collection<String> known = new LinkedHashSet<>();
    graph.parameters().forEach(parameter -> known.add(parameter.name()));
    for (String name : tensors.keySet()) {
      if (!known.contains(name)) {
        throw new InvalidInputException(
            "the weights do not fit %s: it has no parameter '%s'; give the weights of this"
                    .formatted(graph.name(), name)
                + " architecture");
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Weights that && tensors.equals(that.tensors);
  }

  @Override
  public int hashCode() {
    return tensors.hashCode();
  }

  /** Shows the number of tensors. */
  @Override
  public String toString() {
    return "Weights[" + tensors.size() + " tensors]";
  }
}
