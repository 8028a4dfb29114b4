package io.hwnas.probe;

import io.hwnas.space.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What is to be measured on another machine, as it stands in {@code plan.yaml}.
 *
 * @param table what the table will be of; whoever measures passes it by
 * @param exportedForm how the networks are written, for the fingerprint
 * @param tasks what is to be measured, in order
 */
public record ProbePlan(YamlNode table, String exportedForm, List<MeasuringTask> tasks) {
  /** What the key {@code format} of a plan says. */
  public static final String FORMAT = "hwnas-probe-plan/1";

  /** Copies the list. */
  public ProbePlan {
    tasks = List.copyOf(tasks);
  }

  /**
   * Returns what tells one plan from another.
   *
   * @param text the text of {@code plan.yaml}
   * @return the SHA-256 of its bytes, in hexadecimal digits
   */
  public static String digest(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
