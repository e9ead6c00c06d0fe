package dev.gradlet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TrialTest {
  private static final double MUCH = 1e18;
  private static final int CALLS_A_ROUND = 1_001;

  private final AtomicInteger calls = new AtomicInteger();

  /** Of code that is never faster, a call of which takes 10 µs. */
  private Trial trial() {
    return new Trial(this::call, 1, 0, () -> { });
  }

  private void call() {
    calls.incrementAndGet();
    long end = System.nanoTime() + 10_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  @Timeout(60)
  void worked_notSinceTheLastRound_beginsNoOther() throws InterruptedException {
    Trial trial = trial();
    for (int i = 0; i < 100; i++) {
      trial.worked(0);
      Thread.sleep(5);
    }
    assertThat(calls).hasPositiveValue().hasValueLessThanOrEqualTo(CALLS_A_ROUND);

    while (calls.get() <= CALLS_A_ROUND) {
      trial.worked(MUCH);
      Thread.sleep(5);
    }
  }

  @Test
  @Timeout(60)
  void worked_roundOfQuickCalls_costsAsMuchAsALongOne() throws InterruptedException {
    Trial trial = new Trial(calls::incrementAndGet, 1, 0, () -> { });
    trial.worked(0);
    int before = callsOfRound();
    for (int i = 0; i < 10; i++) {
      trial.worked(Trial.ROUND_NANOS / 10);
      Thread.sleep(5);
    }
    assertThat(calls).hasValue(before);

    while (calls.get() == before) {
      trial.worked(Trial.ROUND_NANOS);
      Thread.sleep(5);
    }
  }

  /** Waits until a round is over, which a busy machine may cut short. */
  private int callsOfRound() throws InterruptedException {
    int before = 0;
    while (before == 0 || calls.get() > before) {
      before = calls.get();
      Thread.sleep(100);
    }
    return before;
  }
}
