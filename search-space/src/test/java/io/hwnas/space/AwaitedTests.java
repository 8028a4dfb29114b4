package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AwaitedTests {
  @Test
  void whatWorkGaveIsReturned() {
    assertEquals(3, Awaited.result(CompletableFuture.supplyAsync(() -> 1 + 2)));
  }

  @Test
  void whatWorkThrewIsThrownAsItIs() {
    InvalidInputException thrown = new InvalidInputException("bad");
    assertSame(
        thrown,
        assertThrows(
            InvalidInputException.class,
            () ->
                Awaited.result(
                    CompletableFuture.supplyAsync(
                        () -> {
                          throw thrown;
                        }))));
  }

  @Test
  void anErrorIsThrownAsItIs() {
    AssertionError thrown = new AssertionError("broken");
    assertSame(
        thrown,
        assertThrows(
            AssertionError.class, () -> Awaited.result(CompletableFuture.failedFuture(thrown))));
  }
}
