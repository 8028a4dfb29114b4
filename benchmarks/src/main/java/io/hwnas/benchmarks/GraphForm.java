package io.hwnas.benchmarks;

import io.hwnas.export.OnnxForm;
import io.hwnas.export.OnnxForm.HardSwishForm;
import io.hwnas.export.OnnxForm.LinearForm;
import io.hwnas.export.OnnxForm.ScaleForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One way of writing a network as ONNX, all of which compute the same.
 *
 * @param name what the tables call it
 * @param hardSwish how h-swish is written
 * @param gate how the hard sigmoid of a squeeze-excite is written
 * @param squeeze how its two layers are written
 * @param pool how its mean is written
 * @param scaling where the feature map is scaled by it
 * @param exported what the exporter writes before anything is rewritten
 */
record GraphForm(
    String name,
    HardSwish hardSwish,
    GateForm gate,
    Squeeze squeeze,
    Pool pool,
    Scaling scaling,
    OnnxForm exported) {
  /** How h-swish is written. */
  enum HardSwish {
    /** As the exporter does. */
    AS_EXPORTED,
    /** x·Clip(x + 3, 0, 6)/6. */
    CLIP,
    /** x·HardSigmoid(x), the gate of a 1×1 depthwise convolution that changes nothing. */
    CARRIED_HARD_SIGMOID,
    /** x·Clip(x/6 + 1/2, 0, 1), the line in x by a 1×1 depthwise convolution. */
    CARRIED_CLIP,
    /** The same, but after a depthwise convolution by a second one of other weights. */
    CONVOLVED_TWICE
  }

  /** How the hard sigmoid of a squeeze-excite is written. */
  enum GateForm {
    /** One HardSigmoid. */
    HARD_SIGMOID,
    /** Clip(y, 0, 1), the line folded into the layer before. */
    CLIP
  }

  /** How the two layers of a squeeze-excite are written. */
  enum Squeeze {
    /** 1×1 Conv. */
    CONVOLUTION,
    /** Flatten, Gemm twice, Reshape. */
    GEMM,
    /** Flatten, MatMul and Add twice, Reshape. */
    MATMUL
  }

  /** How the mean over a feature map is written. */
  enum Pool {
    /** GlobalAveragePool. */
    GLOBAL_AVERAGE_POOL,
    /** ReduceMean over height and width. */
    REDUCE_MEAN
  }

  /** Where a feature map is scaled by its gate. */
  enum Scaling {
    /** Where it is. */
    IN_MAP,
    /** In the weights of the projection after it, which then are no constants. */
    IN_WEIGHTS
  }

  private static final GraphForm EXPORTED =
      new GraphForm(
          "exported",
          HardSwish.AS_EXPORTED,
          GateForm.HARD_SIGMOID,
          Squeeze.CONVOLUTION,
          Pool.GLOBAL_AVERAGE_POOL,
          Scaling.IN_MAP,
          OnnxForm.DEFAULT);

  /** All forms that are compared, the exporter's own first. */
  static List<GraphForm> all() {
    OnnxForm own = OnnxForm.DEFAULT;
    List<GraphForm> forms = new ArrayList<>();
    forms.add(EXPORTED);
    for (HardSwishForm form : HardSwishForm.values()) {
      if (form != own.hardSwish()) {
        forms.add(EXPORTED.named("h-swish " + label(form)).with(own.withHardSwish(form)));
      }
    }
    for (HardSwish form : HardSwish.values()) {
      if (form != HardSwish.AS_EXPORTED) {
        forms.add(EXPORTED.named("h-swish " + label(form)).with(form));
      }
    }
    forms.add(EXPORTED.named("gate clip").with(GateForm.CLIP));
    forms.add(EXPORTED.named("pool reduce-mean").with(Pool.REDUCE_MEAN));
    forms.add(EXPORTED.named("squeeze gemm").with(Squeeze.GEMM));
    forms.add(EXPORTED.named("squeeze matmul").with(Squeeze.MATMUL));
    for (ScaleForm form : ScaleForm.values()) {
      if (form != own.scale()) {
        forms.add(EXPORTED.named("scale " + label(form)).with(own.withScale(form)));
      }
    }
    forms.add(
        EXPORTED
            .named("scale in-weights")
            .with(own.withScale(ScaleForm.BROADCAST))
            .with(Scaling.IN_WEIGHTS));
    for (LinearForm form : LinearForm.values()) {
      if (form != own.linear()) {
        forms.add(EXPORTED.named("linear " + label(form)).with(own.withLinear(form)));
      }
    }
    GraphForm broadcast = EXPORTED.with(own.withScale(ScaleForm.BROADCAST));
    for (HardSwish form : List.of(HardSwish.CARRIED_HARD_SIGMOID, HardSwish.CARRIED_CLIP)) {
      forms.add(broadcast.named("scale broadcast, h-swish " + label(form)).with(form));
    }
    return List.copyOf(forms);
  }

  private static String label(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private GraphForm named(String other) {
    return new GraphForm(other, hardSwish, gate, squeeze, pool, scaling, exported);
  }

  private GraphForm with(HardSwish form) {
    return new GraphForm(name, form, gate, squeeze, pool, scaling, exported);
  }

  private GraphForm with(GateForm form) {
    return new GraphForm(name, hardSwish, form, squeeze, pool, scaling, exported);
  }

  private GraphForm with(Squeeze form) {
    return new GraphForm(name, hardSwish, gate, form, pool, scaling, exported);
  }

  private GraphForm with(Pool form) {
    return new GraphForm(name, hardSwish, gate, squeeze, form, scaling, exported);
  }

  private GraphForm with(Scaling form) {
    return new GraphForm(name, hardSwish, gate, squeeze, pool, form, exported);
  }

  private GraphForm with(OnnxForm form) {
    return new GraphForm(name, hardSwish, gate, squeeze, pool, scaling, form);
  }
}
