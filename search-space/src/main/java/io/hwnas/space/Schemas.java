package io.hwnas.space;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The JSON schemas of hwnas's YAML files, for editors.
 *
 * <p>They tell which keys and values there are. What depends on several values at once, such as a
 * residual that needs equal widths, only the reader itself checks.
 */
public enum Schemas {
  /** Schema of {@code arch.yaml}. */
  ARCHITECTURE("architecture"),
  /** Schema of a search space. */
  SPACE("space");

  private final String label;

  Schemas(String label) {
    this.label = label;
  }

  /**
   * Returns the name that a user calls it by.
   *
   * @return the name that a user calls it by
   */
  public String label() {
    return label;
  }

  /**
   * Returns the schema.
   *
   * @return a JSON schema of draft 2020-12
   */
  public String json() {
    String resource = "schema/" + label + ".schema.json";
    try (InputStream stream = Schemas.class.getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
