package io.hwnas.latency;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.Layer;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.Operator;
import io.hwnas.space.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the latency tables that others published name the parts of a network, made of its lowered
 * operators.
 */
enum PublishedKeys {
  /**
   * Once-for-All's (han-cai/files, {@code ofa/note10}): a block's expansion in channels, its
   * squeeze-excite and its h-swish, the pool and the head's hidden layer apart.
   */
  ONCE_FOR_ALL,
  /**
   * ProxylessNAS's (han-cai/files, {@code proxylessnas}): a block's expansion as a ratio, the pool
   * within the classifier.
   */
  PROXYLESS_NAS;

  private static final String BLOCK = "expanded_conv-";
  private static final String CLASSIFIER = "Logits-input:";

  /** Tells whether a key is that of a block. */
  static boolean isBlock(String key) {
    return key.startsWith(BLOCK);
  }

  /** Tells whether a key is that of a block or of the layer that takes the image. */
  static boolean isPart(String key) {
    return isBlock(key) || key.startsWith("Conv-input:");
  }

  /** Finds whose keys a table has; the table has a block. */
  static PublishedKeys of(Map<String, ?> table) {
    return table.keySet().stream().anyMatch(key -> isBlock(key) && key.contains("-hs:"))
        ? ONCE_FOR_ALL
        : PROXYLESS_NAS;
  }

  /** Names the parts of one block; throws where such tables have no such block. */
  List<String> of(LoweredBlock block) {
    return switch (block.id()) {
      case "stem" -> List.of("Conv" + between(block.input(), block.output()));
      case "head" -> head(block);
      default -> List.of(invertedResidual(block));
    };
  }

  private String invertedResidual(LoweredBlock block) {
    Operator.Convolution depthwise =
        operators(block, Operator.Convolution.class).stream()
            .filter(convolution -> convolution.groups() > 1)
            .findFirst()
            .orElseThrow(() -> foreign(block));
    int channels = depthwise.outChannels();
    long expand =
        this == ONCE_FOR_ALL ? channels : Math.round((double) channels / block.input().channels());
    String key =
        "expanded_conv%s-expand:%d-kernel:%d-stride:%d-idskip:%d"
            .formatted(
                between(block.input(), block.output()),
                expand,
                depthwise.kernel(),
                depthwise.stride(),
                operators(block, Operator.Add.class).size());
    if (this == PROXYLESS_NAS) {
      return key;
    }
    boolean hardSwish =
        operators(block, Operator.Activation.class).stream()
            .anyMatch(activation -> activation.nonlinearity() == Nonlinearity.HSWISH);
    return "%s-se:%d-hs:%d"
        .formatted(key, operators(block, Operator.Scale.class).size(), hardSwish ? 1 : 0);
  }

  private List<String> head(LoweredBlock block) {
    List<String> keys = new ArrayList<>();
    TensorShape features = block.input();
    int convolutions = 0;
    for (Layer layer : block.layers()) {
      Operator operator = layer.operator();
      boolean classifier = layer.equals(block.layers().get(block.layers().size() - 1));
      if (operator instanceof Operator.Convolution convolution && convolution.kernel() != 1) {
        throw foreign(block);
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
    return keys;
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

  private static InvalidInputException foreign(LoweredBlock block) {
    return new InvalidInputException(
        "Once-for-All's and ProxylessNAS's tables have no such block as '%s'"
            .formatted(block.key()));
  }

  private static String between(TensorShape input, TensorShape output) {
    return "-input:%s-output:%s".formatted(text(input), text(output));
  }

  private static String text(TensorShape shape) {
    return "%dx%dx%d".formatted(shape.height(), shape.width(), shape.channels());
  }
}
