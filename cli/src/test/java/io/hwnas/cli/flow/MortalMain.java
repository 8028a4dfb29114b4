package io.hwnas.cli.flow;

import io.hwnas.cli.Main;

/**
 * The hwnas command, but that the system kills it where it writes beyond the file size it may have.
 *
 * <p>Java takes that signal for an input-output error. With the system's own answer to it, a
 * lowered limit ends the process in the middle of a write, whose first part is in the file.
 */
final class MortalMain {
  private MortalMain() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    signal
        .getMethod("handle", signal, handler)
        .invoke(
            null,
            signal.getConstructor(String.class).newInstance("XFSZ"),
            handler.getField("SIG_DFL").get(null));
    Main.main(arguments);
  }
}
