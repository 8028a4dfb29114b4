package io.hwnas.evaluator.data;

/** Makes foreign text fit for a one-line message. */
final class Quoted {
  private Quoted() {}

  /** Replaces control characters, line breaks among them, by question marks. */
  static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
  }
}
