package io.hwnas.space;

/**
 * Thrown when something the user gave is wrong: a file, a key, a value, a budget.
 *
 * <p>The message is shown to the user as it is, on one line: what is wrong, where (file and line or
 * key), and what to do.
 */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception with a message fit for the user.
   *
   * @param message what is wrong, where, and what to do
   */
  public InvalidInputException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a message fit for the user, and what caused it.
   *
   * @param message what is wrong, where, and what to do
   * @param cause shown only with {@code --debug}
   */
  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
