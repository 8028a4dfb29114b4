package io.hwnas.space;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.space.yaml.YamlNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One layer of a {@link OnceForAllNetConfig net.config}: what it says of itself, and what it must
 * say so that an {@link Architecture} can express it.
 */
final class OnceForAllLayer {
  static final String ACTIVATION = "act_func";
  static final String BIAS = "bias";
  static final String FEATURES = "in_features";
  static final String IN = "in_channels";
  static final String KERNEL = "kernel_size";
  static final String OUT = "out_channels";
  static final String STRIDE = "stride";

  private static final String DILATION = "dilation";
  private static final String DROPOUT = "dropout_rate";
  private static final String EXCITE = "use_se";
  private static final String GROUPS = "groups";
  private static final String NAME = "name";
  private static final String ORDER = "ops_order";
  private static final String SHUFFLE = "has_shuffle";
  private static final String MIDDLE = "mid_channels";
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
    requirePlainConvolution(layer);
    requireIs(layer, USE_BN, true);
    requireIs(layer, BIAS, false);
  }

  /** Refuses a layer of the head that is no 1×1 convolution, with batch norm or without. */
  static void requirePointwise(YamlNode layer, boolean batchNorm) {
    requirePlainConvolution(layer);
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
    layer.allowOnly(
        NAME,
        FEATURES,
        "out_features",
        BIAS,
        USE_BN,
        ACTIVATION,
        DROPOUT,
        ORDER,
        DILATION,
        GROUPS,
        SHUFFLE);
    requireName(layer, "LinearLayer");
    requireNull(layer, ACTIVATION);
    requirePlain(layer);
    requireIs(layer, USE_BN, false);
    requireIs(layer, BIAS, true);
  }

  /** Refuses a block whose middle convolution is not depthwise. */
  static void requireDepthwise(YamlNode block, int channels) {
    requireIs(block, DILATION, 1);
    requireIs(block, GROUPS, channels);
  }

  /** Refuses a block's convolution of another kind than Once-for-All's inverted one. */
  static void requireInvertedConvolution(YamlNode layer) {
    layer.allowOnly(
        NAME,
        IN,
        OUT,
        KERNEL,
        STRIDE,
        "expand_ratio",
        MIDDLE,
        ACTIVATION,
        EXCITE,
        GROUPS,
        DILATION);
    requireName(layer, "MBInvertedConvLayer", "MBConvLayer");
  }

  /** Refuses a number of middle channels where the block has no expansion. */
  static void requireUnexpanded(YamlNode middle, int in) {
    int channels = FileLimits.channels(middle);
    if (channels != in) {
      throw middle.error(
          "%s is %d where an expand_ratio of 1 leaves %d".formatted(MIDDLE, channels, in));
    }
  }

  /** Refuses a shortcut that is not the identity of so many channels. */
  static void requireIdentity(YamlNode layer, int channels) {
    layer.allowOnly(NAME, IN, OUT, USE_BN, ACTIVATION, DROPOUT, ORDER);
    requireName(layer, "IdentityLayer");
    for (String key : List.of(IN, OUT)) {
      layer
          .optional(key)
          .filter(value -> !(value.isList() ? isOnly(value, channels) : isNumber(value, channels)))
          .ifPresent(
              value -> {
                throw otherLayer(value, key, channels);
              });
    }
    requireIs(layer, USE_BN, false);
    requireNull(layer, ACTIVATION);
    requireNoDropout(layer);
  }

  private static boolean isOnly(YamlNode list, int number) {
    return list.asList().size() == 1 && isNumber(list.asList().get(0), number);
  }

  private static boolean isNumber(YamlNode value, int number) {
    return FileLimits.channels(value) == number;
  }

  /**
   * Refuses a layer that takes other channels than come in.
   *
   * @return the channels
   */
  static int requireInputs(YamlNode layer, String key, int channels) {
    YamlNode value = layer.required(key);
    int said = FileLimits.channels(value);
    if (said != channels) {
      throw value.error("%s is %d where %d channels come in".formatted(key, said, channels));
    }
    return said;
  }

  /** Refuses a layer of another class than those named. */
  static void requireName(YamlNode layer, String... names) {
    layer
        .optional(NAME)
        .filter(value -> Arrays.stream(names).noneMatch(value::is))
        .ifPresent(
            value -> {
              throw otherLayer(value, NAME, String.join(" or ", names));
            });
  }

  static BatchNorm batchNorm(YamlNode bn) {
    bn.allowOnly("momentum", "eps", "ws_eps");
    requireNull(bn, "ws_eps");
    return new BatchNorm(
        bn.required("eps").asDouble(1e-12, 1), bn.required("momentum").asDouble(0, 1));
  }

  private static void requirePlainConvolution(YamlNode layer) {
    layer.allowOnly(
        NAME,
        KERNEL,
        STRIDE,
        DILATION,
        GROUPS,
        BIAS,
        SHUFFLE,
        IN,
        OUT,
        USE_BN,
        ACTIVATION,
        DROPOUT,
        ORDER,
        EXCITE);
    requireName(layer, "ConvLayer");
    requirePlain(layer);
    requireIs(layer, EXCITE, false);
    requireNoDropout(layer);
  }

  private static void requireNoDropout(YamlNode layer) {
    layer
        .optional(DROPOUT)
        .filter(value -> !value.isNull() && value.asDouble(0, 1) != 0)
        .ifPresent(
            value -> {
              throw value.error(
                  "%s must be 0 here: hwnas drops values out only before the classifier"
                      .formatted(DROPOUT));
            });
  }

  private static void requireNull(YamlNode layer, String key) {
    layer
        .optional(key)
        .filter(value -> !value.isNull())
        .ifPresent(
            value -> {
              throw otherLayer(value, key, "null");
            });
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
              throw otherLayer(value, key, allowed);
            });
  }

  private static InvalidInputException otherLayer(YamlNode value, String key, Object allowed) {
    return value.error("%s must be %s here: hwnas has no layer of another".formatted(key, allowed));
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
        .put(FEATURES, in)
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
    return JsonNodeFactory.instance.objectNode().put(NAME, name);
  }
}
