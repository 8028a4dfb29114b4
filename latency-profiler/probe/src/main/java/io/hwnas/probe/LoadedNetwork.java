package io.hwnas.probe;

/** A network ready to run; owns native memory until closed. */
public interface LoadedNetwork extends AutoCloseable {
  /**
   * Runs the network once.
   *
   * @return how long it took
   */
  RunTime run();

  @Override
  void close();
}
