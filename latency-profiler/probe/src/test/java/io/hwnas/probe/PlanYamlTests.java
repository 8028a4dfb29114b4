package io.hwnas.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.yaml.YamlNode;
import org.junit.jupiter.api.Test;

class PlanYamlTests {
  private static ProbePlan read(String text) {
    return PlanYaml.read(
        YamlNode.parse("plan.yaml", text), name -> TimedNetwork.ofOnnx(name, new byte[0]));
  }

  private static String refusal(String text) {
    return assertThrows(InvalidInputException.class, () -> read(text)).getMessage();
  }

  @Test
  void aPlanReadBackIsWrittenTheSame() {
    ProbePlan plan = read(Plans.text());
    assertEquals(Plans.text(), PlanYaml.write(plan));
    assertEquals(2, plan.tasks().size());
    ProfileTask profile = (ProfileTask) plan.tasks().get(0);
    assertEquals(3, profile.planned().get(1).blockIds().size());
    assertEquals(2, ((TimingTask) plan.tasks().get(1)).timedRuns());
  }

  @Test
  void aForeignFormatIsRefused() {
    assertEquals(
        "plan.yaml:1: format must be hwnas-probe-plan/1, not 'other'; pack the plan with the hwnas"
            + " that this probe came with",
        refusal("format: other\n"));
  }

  @Test
  void aNetworkCannotBeNamedByAPath() {
    assertEquals(
        "plan.yaml:6: a network must be named by letters, digits, _ and -, not '../small'",
        refusal(Plans.text().replace("  small:", "  \"../small\":")));
  }

  @Test
  void aTaskOfAnUnknownNetworkIsRefused() {
    assertEquals(
        "plan.yaml:13: 'tiny' is none of the networks",
        refusal(Plans.text().replaceFirst("\\[small, large\\]", "[tiny, large]")));
  }

  @Test
  void twoTasksOfOneKeyAreRefused() {
    assertEquals(
        "plan.yaml:14: task 'profile/a/pass-0' stands there twice",
        refusal(Plans.text().replace(Plans.TIME, Plans.PROFILE)));
  }

  @Test
  void aProfileNeedsBlocks() {
    assertEquals(
        "plan.yaml:9: network 'small' has no blocks to be profiled",
        refusal(Plans.text().replace("[stem, head]", "[]")));
  }
}
