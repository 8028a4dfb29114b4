package io.hwnas.evaluator;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/** Runs code whose native objects are all freed when it ends, but for those kept elsewhere. */
final class NativeScope {
  private NativeScope() {}

  /** Runs code that records gradients. */
  static <T> T compute(Supplier<T> code) {
    PointerScope scope = new PointerScope();
    try {
      return code.get();
    } finally {
      scope.close();
    }
  }

  /** Runs code that records gradients. */
  static void run(Runnable code) {
    compute(
        () -> {
          code.run();
          return true;
        });
  }

  /** Runs code that records no gradients, in the scope there is; what it makes lives on there. */
  static <T> T withoutGradients(Supplier<T> code) {
    NoGradGuard guard = new NoGradGuard();
    try {
      return code.get();
    } finally {
      guard.close();
    }
  }

  /** Runs code that records no gradients. */
  static <T> T computeWithoutGradients(Supplier<T> code) {
    return compute(() -> withoutGradients(code));
  }

  /** Runs code that records no gradients. */
  static void runWithoutGradients(Runnable code) {
    computeWithoutGradients(
        () -> {
          code.run();
          return true;
        });
  }
}
