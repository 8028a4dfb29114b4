package io.hwnas.space;

/** Hears how far a long piece of work has come. */
@FunctionalInterface
public interface ProgressListener {
  /** Hears nothing. */
  ProgressListener SILENT = (done, total, detail) -> {};

  /**
   * Called after each step, from the working thread; must return quickly.
   *
   * @param done steps done
   * @param total steps in all, at least {@code done}
   * @param detail what a person would like to know now, such as {@code loss 0.42}; may be empty
   */
  void update(long done, long total, String detail);
}
