package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  @Test
  void ofEach_allocatingCandidate_countsItsBytes() {
    var results = Measurement.ofEach(List.of(() -> new byte[100_000], () -> null), Duration.ofMillis(50), 5);
    assertThat(results.get(0).bytes()).isBetween(100_000.0, 110_000.0);
    assertThat(results.get(1).bytes()).isLessThan(1_000);
    assertThat(results).allSatisfy(result -> assertThat(result.micros()).isPositive());
  }
}
