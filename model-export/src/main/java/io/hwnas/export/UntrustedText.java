package io.hwnas.export;

/** Text from a file that may hold anything, made fit for a message of one line. */
final class UntrustedText {
  private static final int LONGEST = 80;

  private UntrustedText() {}

  /** Returns the text in quotes, shortened, control characters replaced. */
  static String quote(String text) {
    return "'" + oneLine(text) + "'";
  }

  /** Returns the text shortened, control characters replaced. */
  static String oneLine(String text) {
    String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return start.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
  }
}
