package io.hwnas.probe;

/** A network to be timed. */
public interface TimedNetwork {
  /**
   * Returns the name under which it is reported.
   *
   * @return the name
   */
  String name();

  /**
   * Returns the network as an ONNX file, made or read when it is asked for.
   *
   * @return the bytes of the file; one float input of known shape but for a free batch dimension,
   *     and one float output
   */
  byte[] onnx();

  /**
   * Returns the network as an ONNX file for so many images an inference, where it can be made so.
   *
   * @param batch images of an inference
   * @return the bytes of the file, as for {@link #onnx()}
   */
  default byte[] onnx(int batch) {
    return onnx();
  }

  /**
   * Returns a network given as an ONNX file.
   *
   * @param name the name under which it is reported
   * @param onnx the bytes of the file
   * @return the network
   */
  static TimedNetwork ofOnnx(String name, byte[] onnx) {
    byte[] kept = onnx.clone();
    return new TimedNetwork() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public byte[] onnx() {
        return kept;
      }
    };
  }
}
