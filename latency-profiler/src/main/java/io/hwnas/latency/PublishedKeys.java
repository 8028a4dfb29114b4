package io.hwnas.latency;

import io.hwnas.space.Layer;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.Operator;
import io.hwnas.space.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the latency tables that others published name the parts of a network, made of its lowered
 * operators.
 */
enum PublishedKeys {
  /**
   * Once-for-All's (han-cai/files, {@code ofa/note10}): a block's expansion in channels, its
   * squeeze-excite and its h-swish, the pool and the head's hidden layer apart.
   */
  ONCE_FOR_ALL("Once-for-All", "Samsung Note10"),
  /**
   * ProxylessNAS's (han-cai/files, {@code proxylessnas}): a block's expansion as a ratio, the pool
   * within the classifier. All its blocks are of ReLU6 and without squeeze-excite.
   */
  PROXYLESS_NAS("ProxylessNAS", "Pixel 1");

  private static final String BLOCK = "expanded_conv-";
  private static final String CLASSIFIER = "Logits-input:";
  private static final Pattern RESOLUTION = Pattern.compile("Conv-input:([1-9][0-9]{0,3})x.*");
  private static final Pattern CLASSES =
      Pattern.compile(CLASSIFIER + ".*-output:([1-9][0-9]{0,6})");

  private final String publisher;
  private final String device;

  PublishedKeys(String publisher, String device) {
    this.publisher = publisher;
    this.device = device;
  }

  /** Returns who published tables of such keys. */
  String publisher() {
    return publisher;
  }

  /** Returns the phone that the published ones are of; the files themselves do not say. */
  String device() {
    return device;
  }

  /** Finds the pixels of the image in the key of the layer that takes it. */
  static OptionalInt resolution(String key) {
    return number(RESOLUTION, key);
  }

  /** Finds how many classes there are in the key of a classifier. */
  static OptionalInt classes(String key) {
    return number(CLASSES, key);
  }

  private static OptionalInt number(Pattern pattern, String key) {
    Matcher matcher = pattern.matcher(key);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /** Tells whether a key is that of a block. */
  static boolean isBlock(String key) {
    return key.startsWith(BLOCK);
  }

  /** Tells whether a key is that of a block or of the layer that takes the image. */
  static boolean isPart(String key) {
    return isBlock(key) || key.startsWith("Conv-input:");
  }

  /** Finds whose keys a table has, by its blocks. */
  static PublishedKeys of(Map<String, ?> table) {
    return table.keySet().stream().anyMatch(key -> isBlock(key) && !key.contains("-hs:"))
        ? PROXYLESS_NAS
        : ONCE_FOR_ALL;
  }

  /** Names the parts of one block; empty where such tables have no such block. */
  Optional<List<String>> of(LoweredBlock block) {
    return switch (block.id()) {
      case "stem" -> Optional.of(List.of("Conv" + between(block.input(), block.output())));
      case "head" -> head(block);
      default ->
          operators(block, Operator.Convolution.class).stream()
              .filter(convolution -> convolution.groups() > 1)
              .findFirst()
              .flatMap(depthwise -> invertedResidual(block, depthwise))
              .map(List::of);
    };
  }

  private Optional<String> invertedResidual(LoweredBlock block, Operator.Convolution depthwise) {
    int channels = depthwise.outChannels();
    int input = block.input().channels();
    if (this == PROXYLESS_NAS && channels % input != 0) {
      return Optional.empty();
    }
    int expand = this == ONCE_FOR_ALL ? channels : channels / input;
    String key =
        "expanded_conv%s-expand:%d-kernel:%d-stride:%d-idskip:%d"
            .formatted(
                between(block.input(), block.output()),
                expand,
                depthwise.kernel(),
                depthwise.stride(),
                operators(block, Operator.Add.class).size());
    int scales = operators(block, Operator.Scale.class).size();
    boolean hardSwish =
        operators(block, Operator.Activation.class).stream()
            .anyMatch(activation -> activation.nonlinearity() == Nonlinearity.HSWISH);
    if (this == PROXYLESS_NAS) {
      return scales > 0 || hardSwish ? Optional.empty() : Optional.of(key);
    }
    return Optional.of("%s-se:%d-hs:%d".formatted(key, scales, hardSwish ? 1 : 0));
  }

  private Optional<List<String>> head(LoweredBlock block) {
    List<String> keys = new ArrayList<>();
    TensorShape features = block.input();
    int convolutions = 0;
    for (Layer layer : block.layers()) {
      Operator operator = layer.operator();
      boolean classifier = layer.equals(block.layers().get(block.layers().size() - 1));
      if (operator instanceof Operator.Convolution convolution && convolution.kernel() != 1) {
        return Optional.empty();
      }
      if (operator instanceof Operator.Convolution
          || (operator instanceof Operator.Linear && !classifier)) {
        convolutions++;
        keys.add("Conv_" + convolutions + between(features, layer.output()));
        features = layer.output();
      } else if (operator instanceof Operator.GlobalAveragePool && this == ONCE_FOR_ALL) {
        keys.add("AvgPool2D" + between(features, layer.output()));
        features = layer.output();
      } else if (classifier) {
        keys.add("%s%s-output:%d".formatted(CLASSIFIER, text(features), layer.output().channels()));
      }
    }
    return Optional.of(keys);
  }

  /**
   * Returns what the keys of classifiers begin with that differ from one in their classes alone.
   */
  static Optional<String> ofAnyClasses(String key) {
    return key.startsWith(CLASSIFIER)
        ? Optional.of(key.substring(0, key.lastIndexOf(':') + 1))
        : Optional.empty();
  }

  private static <T extends Operator> List<T> operators(LoweredBlock block, Class<T> type) {
    return block.layers().stream()
        .map(Layer::operator)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private static String between(TensorShape input, TensorShape output) {
    return "-input:%s-output:%s".formatted(text(input), text(output));
  }

  private static String text(TensorShape shape) {
    return "%dx%dx%d".formatted(shape.height(), shape.width(), shape.channels());
  }
}
