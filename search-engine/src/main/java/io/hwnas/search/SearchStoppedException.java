package io.hwnas.search;

/** Thrown when a search cannot go on because evaluations fail; the message is one line. */
public final class SearchStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SearchStoppedException(String message, Throwable cause) {
    super(message, cause);
  }
}
