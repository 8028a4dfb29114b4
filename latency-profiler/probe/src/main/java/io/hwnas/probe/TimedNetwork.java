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
   * @return the bytes of the file; one float input of known shape (a free batch dimension counts as
   *     1) and one float output
   */
  byte[] onnx();

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
