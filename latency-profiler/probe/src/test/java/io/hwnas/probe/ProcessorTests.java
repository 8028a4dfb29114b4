package io.hwnas.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessorTests {
  @Test
  void namesAnX86ProcessorWithItsGeneration() {
    String text =
        """
        processor\t: 0
        vendor_id\t: AuthenticAMD
        cpu family\t: 25
        model\t\t: 17
        model name\t: AMD EPYC
        stepping\t: 1
        """;
    assertEquals(
        Optional.of("AMD EPYC (family 25, model 17, stepping 1)"), Processor.fromCpuInfo(text));
  }

  @Test
  void namesAnArmProcessorByItsNumbers() {
    String text =
        """
        processor\t: 0
        CPU implementer\t: 0x41
        CPU variant\t: 0x3
        CPU part\t: 0xd0c
        """;
    assertEquals(
        Optional.of("implementer 0x41, part 0xd0c, variant 0x3"), Processor.fromCpuInfo(text));
  }

  @Test
  void findsNoNameInForeignText() {
    assertEquals(Optional.empty(), Processor.fromCpuInfo("nothing here"));
  }

  @Test
  void alwaysNamesSomething() {
    assertFalse(Processor.model().isBlank());
  }
}
