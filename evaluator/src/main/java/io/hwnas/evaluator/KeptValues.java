package io.hwnas.evaluator;

import io.hwnas.space.Layer;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;

/**
 * What some layers computed of one batch, kept from one network for the next that has them too.
 *
 * <p>Of all before a layer that is kept, later ones read nothing but its output, so that a pass may
 * go on from there.
 */
final class KeptValues implements AutoCloseable {
  private final TreeMap<Integer, Tensor> values = new TreeMap<>();
  private Set<Integer> wanted = Set.of();

  /** Returns the last layer that is kept, or {@link Layer#NETWORK_INPUT} where none is. */
  int last() {
    return values.isEmpty() ? Layer.NETWORK_INPUT : values.lastKey();
  }

  /** Returns what the last layer computed; call it inside a scope. */
  Tensor lastValue() {
    return new Tensor(values.lastEntry().getValue());
  }

  /** Says which layers' outputs are to be kept from now on, and lets go all others. */
  void want(Set<Integer> layers) {
    wanted = Set.copyOf(layers);
    forget(layer -> !wanted.contains(layer));
  }

  /** Keeps a layer's output if it is wanted. */
  void offer(Layer layer, Tensor value) {
    if (wanted.contains(layer.index())) {
      Tensor own = new Tensor(value);
      own.retainReference();
      values.put(layer.index(), own);
    }
  }

  /** Lets go what layers behind one computed. */
  void forgetAfter(int last) {
    forget(layer -> layer > last);
  }

  private void forget(Predicate<Integer> which) {
    List<Integer> gone = values.keySet().stream().filter(which).toList();
    gone.forEach(layer -> values.remove(layer).releaseReference());
  }

  @Override
  public void close() {
    forgetAfter(Layer.NETWORK_INPUT);
  }
}
