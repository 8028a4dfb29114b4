package io.hwnas.evaluator;

import io.hwnas.space.Architecture;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.ImageInput;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.Parameter;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which weights the architectures of a space have in common. */
public enum WeightSharing {
  /**
   * All are slices of the largest architecture's: first channels, centres of kernels (Cai et al.
   * 2020, "Once for all", section 3.3). Convolutions that stand where the largest has another kind
   * of block are slices of the largest such convolution.
   */
  SLICES {
    @Override
    public boolean allOfLargest(SearchSpace space) {
      return space.sharesWeights();
    }

    @Override
    LayerGraph graph(Architecture architecture) {
      return LayerGraph.of(architecture);
    }

    @Override
    LayerGraph all(SearchSpace space) {
      List<DecisionVector> others = changed(space, space.largest());
      LayerGraph all =
          space.sharesWeights() ? graph(space.decode(space.largest())) : union(space, others);
      requireSlices(space, all, others);
      return all;
    }
  },

  /**
   * Each form that a block may have in its place has weights of its own, which all architectures
   * with that form there share (Guo et al. 2020, "Single path one-shot"). For spaces of few forms.
   */
  OPERATORS {
    @Override
    public boolean allOfLargest(SearchSpace space) {
      return false;
    }

    @Override
    LayerGraph graph(Architecture architecture) {
      LayerGraph graph = LayerGraph.of(architecture);
      List<Layer> layers = graph.blocks().stream().flatMap(block -> own(block).stream()).toList();
      return new LayerGraph(
          graph.name(), graph.input(), layers, graph.blocks(), graph.channelGroups());
    }

    @Override
    LayerGraph all(SearchSpace space) {
      LayerGraph all = union(space, nearLargest(space));
      requireAll(space, all);
      return all;
    }
  };

  /** Networks by which it is seen whether two decisions make every form of a block. */
  private static final int SAMPLES = 100;

  /**
   * Tells whether every architecture's weights are slices of the largest's.
   *
   * @param space the space
   * @return whether the largest architecture alone has all shared weights
   */
  public abstract boolean allOfLargest(SearchSpace space);

  /** Lowers an architecture, with its parameters under the names that they are shared by. */
  abstract LayerGraph graph(Architecture architecture);

  /** Returns layers with all shared parameters; as a network they need make no sense. */
  abstract LayerGraph all(SearchSpace space);

  /**
   * Lowers an architecture for images of any resolution; its parameters are shared by the names
   * that they have at its own.
   */
  LayerGraph graph(Architecture architecture, int pixels) {
    LayerGraph own = graph(architecture);
    if (pixels == own.input().height()) {
      return own;
    }
    LayerGraph other =
        LayerGraph.of(
            architecture.withInput(new ImageInput(architecture.input().channels(), pixels)));
    List<Layer> layers =
        other.layers().stream()
            .map(layer -> with(layer, own.layers().get(layer.index()).parameters()))
            .toList();
    return new LayerGraph(
        other.name(), other.input(), layers, other.blocks(), other.channelGroups());
  }

  /**
   * Refuses a space whose networks cannot share weights so.
   *
   * @param space the space
   * @return this
   * @throws InvalidInputException if a block has too many forms, or is no slice of the largest's
   */
  public WeightSharing requireFits(SearchSpace space) {
    all(space);
    return this;
  }

  /**
   * Joins the largest architecture and others; of layers with equal names the first one's stays.
   */
  LayerGraph union(SearchSpace space, List<DecisionVector> others) {
    LayerGraph largest = graph(space.decode(space.largest()));
    Map<String, Layer> layers = new LinkedHashMap<>();
    Stream.concat(Stream.of(largest), others.stream().map(space::decode).map(this::graph))
        .flatMap(network -> network.layers().stream())
        .forEach(layer -> layer.parameters().forEach(p -> layers.putIfAbsent(p.name(), layer)));
    return new LayerGraph(
        space.name(),
        largest.input(),
        layers.values().stream().distinct().toList(),
        List.of(),
        Map.of());
  }

  /** Refuses a space in which a block has more of something than where the largest has a choice. */
  private static void requireSlices(
      SearchSpace space, LayerGraph all, List<DecisionVector> others) {
    Map<String, Parameter> shared =
        all.parameters().stream().collect(Collectors.toMap(Parameter::name, p -> p));
    for (DecisionVector vector : others) {
      for (Parameter parameter : SLICES.graph(space.decode(vector)).parameters()) {
        Parameter whole = shared.get(parameter.name());
        if (whole == null || !SharedSlices.isPart(parameter, whole)) {
          throw new InvalidInputException(
              "%s, which a network of %s has, is no slice of the largest network's; list what is chosen from least to greatest, or share operators"
                  .formatted(parameter.name(), space.name()));
        }
      }
    }
  }

  private static void requireAll(SearchSpace space, LayerGraph all) {
    Set<String> names = all.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
    for (DecisionVector vector :
        space.sampleEvenly(SAMPLES, Seeds.of(0, "weight-sharing/samples"))) {
      for (Parameter parameter : OPERATORS.graph(space.decode(vector)).parameters()) {
        if (!names.contains(parameter.name())) {
          throw new InvalidInputException(
              "a block of %s has too many forms for each to have weights of its own; share slices"
                  .formatted(space.name()));
        }
      }
    }
  }

  private static List<Layer> own(LoweredBlock block) {
    return block.layers().stream()
        .map(
            layer ->
                with(
                    layer,
                    layer.parameters().stream().map(parameter -> own(block, parameter)).toList()))
        .toList();
  }

  /** Returns a layer with other parameters. */
  private static Layer with(Layer layer, List<Parameter> parameters) {
    return new Layer(
        layer.index(),
        layer.name(),
        layer.blockId(),
        layer.operator(),
        layer.inputs(),
        layer.output(),
        parameters);
  }

  private static Parameter own(LoweredBlock block, Parameter parameter) {
    return new Parameter(block.key() + " " + parameter.name(), parameter.role(), parameter.axes());
  }

  /** Lists the architectures that differ from the largest in one decision or two. */
  private static List<DecisionVector> nearLargest(SearchSpace space) {
    List<DecisionVector> one = changed(space, space.largest());
    List<DecisionVector> two = new ArrayList<>(one);
    one.forEach(vector -> two.addAll(changed(space, vector)));
    return two.stream().distinct().toList();
  }

  private static List<DecisionVector> changed(SearchSpace space, DecisionVector vector) {
    List<DecisionVector> changed = new ArrayList<>();
    for (int place = 0; place < space.decisions().size(); place++) {
      for (int choice = 0; choice < space.decisions().get(place).choices().size(); choice++) {
        List<Integer> choices = new ArrayList<>(vector.choices());
        choices.set(place, choice);
        changed.add(space.canonical(new DecisionVector(choices)));
      }
    }
    return changed;
  }
}
