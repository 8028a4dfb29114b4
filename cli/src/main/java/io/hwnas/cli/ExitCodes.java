package io.hwnas.cli;

/** What the exit codes of hwnas mean. */
final class ExitCodes {
  /** The command did what it was asked. */
  static final int DONE = 0;

  /** A fault of hwnas itself. */
  static final int FAULT = 1;

  /** Something the user gave is wrong, and the message says what. */
  static final int INVALID_INPUT = 2;

  /** The user interrupted the command. */
  static final int INTERRUPTED = 130;

  private ExitCodes() {}
}
