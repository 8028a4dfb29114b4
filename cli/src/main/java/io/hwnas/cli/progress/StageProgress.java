package io.hwnas.cli.progress;

import io.hwnas.space.ProgressListener;

/** The progress of one piece of work; closing it leaves its last state on the screen. */
public interface StageProgress extends ProgressListener, AutoCloseable {
  @Override
  void close();
}
