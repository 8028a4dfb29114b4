package io.hwnas.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;

/** Attributes of ONNX nodes (onnx.proto, message AttributeProto). */
public final class OnnxAttributes {
  private OnnxAttributes() {}

  /**
   * An attribute that is a whole number.
   *
   * @param name its name
   * @param value its value
   * @return the attribute
   */
  public static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  /**
   * An attribute that is a real number.
   *
   * @param name its name
   * @param value its value
   * @return the attribute
   */
  public static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  /**
   * An attribute that is a text.
   *
   * @param name its name
   * @param value its value
   * @return the attribute
   */
  public static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  /**
   * An attribute that is whole numbers.
   *
   * @param name its name
   * @param values its value
   * @return the attribute
   */
  public static AttributeProto integers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }
}
