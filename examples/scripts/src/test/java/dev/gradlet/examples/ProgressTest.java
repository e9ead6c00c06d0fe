package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void step_noTerminal_printsALineForEachTenth() {
    try (var progress = Progress.lines("train", 40, out)) {
      for (int i = 1; i <= 40; i++) {
        progress.step("loss %.1f", 1.0 / i);
      }
    }
    assertThat(printed().lines()).hasSize(10).first().isEqualTo("train: 4 of 40, loss 0.3");
    assertThat(printed().lines()).last().isEqualTo("train: 40 of 40, loss 0.0");
  }

  @Test
  void step_fewSteps_printsEach() {
    try (var progress = Progress.lines("train", 3, out)) {
      progress.step("a");
      progress.step("b");
      progress.step("c");
    }
    assertThat(printed().lines()).containsExactly("train: 1 of 3, a", "train: 2 of 3, b", "train: 3 of 3, c");
  }

  @Test
  void step_onTerminal_drawsABarThatEndsFull() {
    try (var progress = Progress.bar("train", 4, out)) {
      for (int i = 0; i < 4; i++) {
        progress.step("loss %.2f", 0.5);
      }
    }
    assertThat(printed()).contains("\r").contains("100%").contains("4/4").contains("loss 0.50");
  }
}
