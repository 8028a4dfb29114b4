package io.hwnas.space;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.space.yaml.YamlNode;
import java.util.List;
import java.util.Map;

/**
 * One layer of a {@link OnceForAllNetConfig net.config}: what it says of itself, and what it must
 * say so that an {@link Architecture} can express it.
 */
final class OnceForAllLayer {
  static final String ACTIVATION = "act_func";
  static final String BIAS = "bias";
  static final String IN = "in_channels";
  static final String KERNEL = "kernel_size";
  static final String OUT = "out_channels";
  static final String STRIDE = "stride";

  private static final String DILATION = "dilation";
  private static final String DROPOUT = "dropout_rate";
  private static final String GROUPS = "groups";
  private static final String ORDER = "ops_order";
  private static final String SHUFFLE = "has_shuffle";
  private static final String USE_BN = "use_bn";
  private static final String WEIGHT_FIRST = "weight_bn_act";

  private static final Map<String, Nonlinearity> ACTIVATIONS =
      Map.of(
          "relu", Nonlinearity.RELU,
          "relu6", Nonlinearity.RELU6,
          "h_swish", Nonlinearity.HSWISH);

  private OnceForAllLayer() {}

  static Nonlinearity activation(YamlNode layer) {
    List<String> names = ACTIVATIONS.keySet().stream().sorted().toList();
    return ACTIVATIONS.get(layer.required(ACTIVATION).asOneOf(names));
  }

  static String activation(Nonlinearity nonlinearity) {
    return ACTIVATIONS.entrySet().stream()
        .filter(entry -> entry.getValue() == nonlinearity)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Refuses a convolution that says of itself what an architecture has no word for.
   *
   * @throws InvalidInputException located
   */
  static void requireConvolution(YamlNode layer) {
    requirePlain(layer);
    requireIs(layer, USE_BN, true);
    requireIs(layer, BIAS, false);
  }

  /** Refuses a layer of the head that is no 1×1 convolution, with batch norm or without. */
  static void requirePointwise(YamlNode layer, boolean batchNorm) {
    requirePlain(layer);
    requireIs(layer, KERNEL, 1);
    requireIs(layer, STRIDE, 1);
    requireIs(layer, USE_BN, batchNorm);
    if (batchNorm) {
      requireIs(layer, BIAS, false);
    }
  }

  /** Refuses a hidden layer of another nonlinearity than the convolution before it. */
  static void requireSameActivation(YamlNode layer, YamlNode before) {
    requireIs(layer, ACTIVATION, activation(activation(before)));
  }

  /** Refuses a classifier with batch norm or without a bias. */
  static void requireLinear(YamlNode layer) {
    requirePlain(layer);
    requireIs(layer, USE_BN, false);
    requireIs(layer, BIAS, true);
  }

  /** Refuses a block whose middle convolution is not depthwise. */
  static void requireDepthwise(YamlNode block, int channels) {
    requireIs(block, DILATION, 1);
    requireIs(block, GROUPS, channels);
  }

  private static void requirePlain(YamlNode layer) {
    requireIs(layer, DILATION, 1);
    requireIs(layer, GROUPS, 1);
    requireIs(layer, SHUFFLE, false);
    requireIs(layer, ORDER, WEIGHT_FIRST);
  }

  private static void requireIs(YamlNode layer, String key, Object allowed) {
    layer
        .optional(key)
        .filter(value -> !value.isNull() && !value.is(allowed.toString()))
        .ifPresent(
            value -> {
              throw value.error(
                  "%s must be %s here: hwnas has no layer of another".formatted(key, allowed));
            });
  }

  static ObjectNode convolution(
      int kernel, int stride, int in, int out, boolean batchNorm, Nonlinearity nonlinearity) {
    return layer("ConvLayer")
        .put(KERNEL, kernel)
        .put(STRIDE, stride)
        .put(DILATION, 1)
        .put(GROUPS, 1)
        .put(BIAS, false)
        .put(SHUFFLE, false)
        .put(IN, in)
        .put(OUT, out)
        .put(USE_BN, batchNorm)
        .put(ACTIVATION, activation(nonlinearity))
        .put(DROPOUT, 0)
        .put(ORDER, WEIGHT_FIRST);
  }

  static ObjectNode linear(int in, int out, double dropout) {
    return layer("LinearLayer")
        .put("in_features", in)
        .put("out_features", out)
        .put(BIAS, true)
        .put(USE_BN, false)
        .putNull(ACTIVATION)
        .put(DROPOUT, dropout)
        .put(ORDER, WEIGHT_FIRST);
  }

  static ObjectNode identity(int channels) {
    ObjectNode layer = layer("IdentityLayer");
    layer.putArray(IN).add(channels);
    layer.putArray(OUT).add(channels);
    return layer.put(USE_BN, false).putNull(ACTIVATION).put(DROPOUT, 0).put(ORDER, WEIGHT_FIRST);
  }

  private static ObjectNode layer(String name) {
    return JsonNodeFactory.instance.objectNode().put("name", name);
  }
}
