package io.hwnas.search;

/** A power cut, from the search's point of view. */
final class Killed extends Error {
  private static final long serialVersionUID = 1L;
}
