package io.hwnas.benchmarks;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.Locale;

/** A choice of the session that differs from how latency tables are measured. */
enum SessionChoice {
  /** Activations are not laid out in advance in one block of memory. */
  MEMORY_PATTERN_OFF {
    @Override
    void apply(SessionOptions options) throws OrtException {
      options.setMemoryPatternOptimization(false);
    }
  },
  /** Memory is asked of the operating system each time. */
  ARENA_OFF {
    @Override
    void apply(SessionOptions options) throws OrtException {
      options.setCPUArenaAllocator(false);
    }
  },
  /** Numbers too small for full precision count as zero. */
  DENORMALS_ZERO {
    @Override
    void apply(SessionOptions options) throws OrtException {
      options.addConfigEntry("session.set_denormal_as_zero", "1");
    }
  },
  /** All optimisations but the packed layout. */
  PLAIN_LAYOUT {
    @Override
    void apply(SessionOptions options) throws OrtException {
      options.setOptimizationLevel(SessionOptions.OptLevel.EXTENDED_OPT);
    }
  };

  abstract void apply(SessionOptions options) throws OrtException;

  /** What the tables call it. */
  String label() {
    return "session " + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
