package io.hwnas.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.yaml.YamlNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeResultTests {
  private final String text = Plans.result().write(Plans.plan());

  private static ProbeResult read(String text) {
    return ProbeResult.read(
        YamlNode.parse("result.yaml", text), Plans.plan(), ProbePlan.digest(Plans.text()));
  }

  private static String refusal(String text) {
    String message = assertThrows(InvalidInputException.class, () -> read(text)).getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.startsWith("result.yaml:"), message);
    return message.replaceFirst("^result.yaml:\\d+: ", "");
  }

  @Test
  void aResultReadBackIsEqual() {
    assertEquals(Plans.result(), read(text));
  }

  @Test
  void aResultOfAnotherPlanIsRefused() {
    String digest = ProbePlan.digest(Plans.text());
    assertEquals(
        "the result is of another plan than the one beside it, whose SHA-256 is " + digest,
        refusal(text.replace(digest, ProbePlan.digest("another plan"))));
  }

  @Test
  void aMissingTaskIsNamed() {
    assertEquals(
        "missing key 'time/b/session-0' in 'tasks'",
        refusal(text.substring(0, text.indexOf("  " + Plans.TIME))));
  }

  @Test
  void aMissingNetworkIsNamed() {
    assertEquals(
        "missing key 'small' in 'values'", refusal(text.replaceFirst(" +small: .*\n", "")));
  }

  @ParameterizedTest
  @CsvSource({"0.0, 0.0", "-5.0, -5.0", "1E7, 1.0E7", "1E-300, 1.0E-300"})
  void aTimeThatCannotBeIsRefused(String written, String said) {
    assertEquals(
        "task 'profile/a/pass-0', network 'small': block stem took %s ms, which cannot be: the clock has jumped; measure again"
            .formatted(said),
        refusal(text.replaceFirst("\\[0.1, 0.2, 1.0", "[%s, 0.2, 1.0".formatted(written))));
  }

  @ParameterizedTest
  @ValueSource(strings = {".nan", ".inf", "fast"})
  void whatIsNoNumberIsRefused(String written) {
    String message =
        refusal(text.replaceFirst("\\[0.1, 0.2, 1.0", "[%s, 0.2, 1.0".formatted(written)));
    assertTrue(message.contains("must be a number"), message);
  }

  @Test
  void aBlockWithoutNodesIsRefused() {
    assertEquals(
        "task 'profile/a/pass-0', network 'small': block stem has 0.0 nodes; each block has at least one",
        refusal(text.replaceFirst("\\[0.1, 0.2, 1.0", "[0.1, 0.2, 0.0")));
  }

  @Test
  void tooFewValuesAreRefused() {
    assertEquals(
        "task 'profile/a/pass-0', network 'small': 4 values of 2 blocks; there must be the time of"
            + " each block, the nodes of each block, the time of the whole and, where something"
            + " watched, three values of disturbance",
        refusal(text.replaceFirst("\\[0.1, 0.2, 1.0", "[0.1, 0.2")));
    assertEquals(
        "task 'time/b/session-0', network 'small': 1 values; there must be the number of repeated"
            + " runs, then 1 to 4 times",
        refusal(text.replace("[0.0, 0.3, 0.31]", "[0.0]")));
  }

  @Test
  void aDisturbanceThatCannotBeIsRefused() {
    String large = "[0.1, 0.2, 0.3, 1.0, 2.0, 3.0, 0.6, ";
    assertTrue(text.contains(large + "4.0, 1.0, 0.5]"), text);
    assertEquals(
        "task 'profile/a/pass-0', network 'large': the number of disturbed runs cannot be 0.5",
        refusal(text.replace(large + "4.0", large + "0.5")));
    assertEquals(
        "task 'profile/a/pass-0', network 'large': the number of disturbed runs cannot be -1.0",
        refusal(text.replace(large + "4.0, 1.0", large + "4.0, -1")));
    assertEquals(
        "task 'profile/a/pass-0', network 'large': the number of processors that others used cannot"
            + " be -0.5",
        refusal(text.replace(large + "4.0, 1.0, 0.5", large + "4.0, 1.0, -0.5")));
  }

  @Test
  void anotherExportedFormIsRefused() {
    assertEquals(
        "exported-form must be the plan's, onnx, not tflite",
        refusal(text.replace("exported-form: onnx", "exported-form: tflite")));
  }
}
