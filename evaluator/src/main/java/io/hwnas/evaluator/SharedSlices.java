package io.hwnas.evaluator;

import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import io.hwnas.space.Parameter.Axis;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Where the parameters of a subnet lie in those it shares: the first channels along channel axes,
 * the centre along a kernel's (Cai et al. 2020, "Once for all", section 3.3).
 */
final class SharedSlices {
  /** A cut along one dimension. */
  private record Cut(int dimension, int start, int length) {
    Tensor of(Tensor tensor) {
      return tensor.narrow(dimension, start, length);
    }
  }

  private SharedSlices() {}

  /** Returns the trained parameters of a subnet. */
  static List<Parameter> trained(LayerGraph subnet) {
    return subnet.parameters().stream().filter(p -> p.role().trained()).toList();
  }

  /** Tells whether a parameter has along no axis more than what it would be a slice of. */
  static boolean isPart(Parameter parameter, Parameter shared) {
    List<Axis> axes = parameter.axes();
    boolean part = axes.size() == shared.axes().size();
    for (int dimension = 0; part && dimension < axes.size(); dimension++) {
      part = axes.get(dimension).size() <= shared.axes().get(dimension).size();
    }
    return part;
  }

  /** Returns the view of a shared tensor that belongs to a subnet's parameter. */
  static Tensor view(Tensor shared, Parameter parameter) {
    Tensor view = shared;
    for (Cut cut : cuts(shared, parameter)) {
      view = cut.of(view);
    }
    return view;
  }

  private static List<Cut> cuts(Tensor shared, Parameter parameter) {
    List<Cut> cuts = new ArrayList<>();
    List<Axis> axes = parameter.axes();
    for (int dimension = 0; dimension < axes.size(); dimension++) {
      Axis axis = axes.get(dimension);
      int whole = Math.toIntExact(shared.size(dimension));
      if (axis.size() > whole) {
        throw new IllegalArgumentException(
            "%s is larger than what it shares".formatted(parameter.name()));
      }
      if (axis.size() < whole) {
        boolean kernel = axis.group().equals(Axis.KERNEL);
        cuts.add(new Cut(dimension, kernel ? (whole - axis.size()) / 2 : 0, axis.size()));
      }
    }
    return cuts;
  }
}
