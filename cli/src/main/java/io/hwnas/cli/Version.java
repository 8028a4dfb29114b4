package io.hwnas.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of hwnas, as its jar's manifest names it. */
final class Version implements IVersionProvider {
  /**
   * Returns the version.
   *
   * @return the version, or {@code development} where hwnas runs from class files
   */
  static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"hwnas " + current()};
  }
}
