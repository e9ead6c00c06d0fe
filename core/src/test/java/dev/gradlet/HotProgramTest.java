package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.engine.hot.HotProgram;
import dev.gradlet.engine.hot.LaneProgram;
import dev.gradlet.kernel.Kernels;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HotProgramTest {
  private static final long MUCH = 1L << 40;

  /** y = x² + x. */
  private static final LaneProgram PROGRAM = new LaneProgram(
      List.of(LaneProgram.Array.ANYWHERE, LaneProgram.Array.ANYWHERE),
      List.of(
          new LaneProgram.Read(0, LaneProgram.Index.LANE, 0), new LaneProgram.Apply("mul", List.of(0, 0)),
          new LaneProgram.Apply("add", List.of(1, 0))),
      List.of(new LaneProgram.Store(2, 1, LaneProgram.Index.LANE)));

  @BeforeAll
  static void useWarmVectors() {
    Assumptions.assumeTrue(Kernels.useVectorsAtOnce(), "no Vector API here");
  }

  @Test
  @Timeout(60)
  void compiled_afterMuchSlowerWork_computesTheProgram() throws InterruptedException {
    HotProgram loop = HotProgram.of(PROGRAM, 64);
    makeHot(loop, Integer.MAX_VALUE);
    while (loop.compiled() == null) {
      loop.isTimed(MUCH);
      Thread.sleep(10);
    }
    float[][] arrays = {new float[200], new float[200]};
    arrays[0][70 + 63] = 3;
    arrays[0][70 + 64] = 4;
    loop.compiled().apply(arrays, new int[] {70, 7}, 64, 2);

    assertThat(arrays[1]).containsOnly(0, 12, 20).contains(12, Index.atIndex(7 + 63));
  }

  @Test
  void of_equalProgramsForRowsOfOneLength_isOneLoop() {
    LaneProgram equal = new LaneProgram(PROGRAM.arrays(), PROGRAM.values(), PROGRAM.stores());

    assertThat(HotProgram.of(equal, 16)).isSameAs(HotProgram.of(PROGRAM, 16)).isNotSameAs(HotProgram.of(PROGRAM, 8));
  }

  @Test
  void isTimed_onlyWhenHot() {
    HotProgram loop = HotProgram.of(PROGRAM, 128);

    assertThat(loop.isTimed(1)).isFalse();
    assertThat(loop.isTimed(MUCH)).isFalse();
    assertThat(loop.isTimed(1)).isTrue();
    assertThat(loop.compiled()).isNull();
  }

  @Test
  @Timeout(60)
  void compiled_clockOfCoarseTicks_computesTheProgram() throws InterruptedException {
    HotProgram loop = HotProgram.of(PROGRAM, 32);
    loop.isTimed(MUCH);
    for (int tick = 0; loop.isTimed(1); tick++) {
      loop.took(tick % 100 == 0 ? Integer.MAX_VALUE : 0, 1);
    }
    while (loop.compiled() == null) {
      loop.isTimed(MUCH);
      Thread.sleep(10);
    }
  }

  @Test
  void compiled_compilingFails_staysInterpretedAndIsReportedOnce() throws InterruptedException {
    LaneProgram unknown = new LaneProgram(
        PROGRAM.arrays(),
        List.of(new LaneProgram.Read(0, LaneProgram.Index.LANE, 0), new LaneProgram.Apply("none", List.of(0, 0))),
        List.of(new LaneProgram.Store(1, 1, LaneProgram.Index.LANE)));
    BlockingQueue<LogRecord> reports = new LinkedBlockingQueue<>();
    Logger log = Logger.getLogger("dev.gradlet");
    Handler handler = new Handler() {
      @Override
      public void publish(LogRecord report) {
        reports.add(report);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    log.addHandler(handler);
    log.setUseParentHandlers(false);
    try {
      HotProgram first = HotProgram.of(unknown, 64);
      HotProgram second = HotProgram.of(unknown, 32);
      makeHot(first, Integer.MAX_VALUE);
      makeHot(second, Integer.MAX_VALUE);
      compiled_afterMuchSlowerWork_computesTheProgram();

      assertThat(reports).singleElement().satisfies(report -> {
        assertThat(report.getMessage()).contains("could not compile");
        assertThat(report.getThrown()).isNotNull();
      });
      assertThat(first.compiled()).isNull();
      assertThat(second.compiled()).isNull();
    } finally {
      log.removeHandler(handler);
      log.setUseParentHandlers(true);
    }
  }

  private static void makeHot(HotProgram loop, long nanos) {
    loop.isTimed(MUCH);
    while (loop.isTimed(1)) {
      loop.took(nanos, 1);
    }
  }
}
