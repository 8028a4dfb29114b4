package io.hwnas.netadapt;

/**
 * Thrown by a {@link FineTuner} for a network that cannot be trained, as where training diverges.
 * The proposal is out of the running then, and the run goes on; every other failure ends it.
 */
public final class ProposalFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates a failure.
   *
   * @param message what happened, for the user
   */
  public ProposalFailedException(String message) {
    super(message);
  }

  /**
   * Creates a failure.
   *
   * @param cause what happened
   */
  public ProposalFailedException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }
}
