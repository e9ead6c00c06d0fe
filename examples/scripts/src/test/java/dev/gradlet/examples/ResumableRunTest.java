package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.io.DataException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumableRunTest {
  private static final int EPOCHS = 2;
  private static final int SEEDS = 2;
  private static final int ALL = SEEDS * 3 * EPOCHS;

  private static String expected;

  @TempDir
  Path folder;

  private Path file() {
    return folder.resolve("run.safetensors");
  }

  /** The deep clustering network on 40 random points, from two seeds. */
  private static DcnResults dcn(ResumableRun run) {
    var points = Tensor.randn(new Generator(3), 40, 4);
    var data = new Dataset("points", points, points.argMax(1).toIntArray(), 4);
    var options = new TrainingOptions();
    options.pretrainEpochs = EPOCHS;
    options.epochs = EPOCHS;
    options.starts = 1;
    var results = new DcnResults();
    if (run.note("scores") != null) {
      results.restore(run.note("scores"));
    }
    var progress = Progress.lines("dcn", ALL, new PrintStream(OutputStream.nullOutputStream()));
    var each = new DcnRun(data, 4, new int[] {5, 2}, options, results, progress, run);
    for (int i = 0; i < SEEDS; i++) {
      each.run(i, i);
    }
    return results;
  }

  @BeforeAll
  static void withoutAStop(@TempDir Path folder) {
    try (var run = ResumableRun.start(folder.resolve("whole.safetensors"), "options")) {
      expected = dcn(run).toText();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 8, ALL})
  void resume_stoppedAfterAnyEpoch_hasTheResultsOfARunWithoutAStop(int stop) {
    try (var run = ResumableRun.start(file(), "options")) {
      run.stopAfter(stop);
      assertThatExceptionOfType(ResumableRun.Stopped.class)
          .isThrownBy(() -> dcn(run))
          .withMessageContaining(file() + ": the same command with --resume");
    }

    try (var run = ResumableRun.resume(file(), "options")) {
      assertThat(run.done()).isEqualTo(stop);
      assertThat(dcn(run).toText()).isEqualTo(expected);
      assertThat(run.done()).isEqualTo(ALL);
      run.finish();
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void resume_otherOptionsOrNoFile_isRefused() {
    try (var run = ResumableRun.start(file(), "seeds 0 to 9")) {
      run.stopAfter(1);
      assertThatExceptionOfType(ResumableRun.Stopped.class).isThrownBy(() -> dcn(run));
    }

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ResumableRun.resume(file(), "seeds 0 to 8"))
        .withMessageContainingAll(file() + ": is of a run with other options", "seeds 0 to 9", "seeds 0 to 8");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ResumableRun.resume(folder.resolve("none"), ""))
        .withMessage(folder.resolve("none") + ": there is no such file");
  }
}
