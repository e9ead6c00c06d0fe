package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.testing.GoldenCase;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoldenFileTest {
  @Test
  void read_opsFile_findsEveryCaseWithItsArrays() {
    List<GoldenCase> cases = GoldenCase.read("ops.txt");

    assertThat(cases).hasSize(405);
    assertThat(cases).allSatisfy(c -> {
      assertThat(c.op()).isNotEmpty();
      assertThat(c.arrays("in")).isNotEmpty();
      assertThat(c.arrays("out")).hasSize(1);
    });
    assertThat(cases).map(GoldenCase::name).doesNotHaveDuplicates();
  }
}
