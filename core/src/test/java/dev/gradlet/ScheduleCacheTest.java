package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.plan.Schedule;
import dev.gradlet.engine.plan.ScheduleCache;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which evaluations find the plan of an earlier one, by counting plans. */
class ScheduleCacheTest {
  private static final int STEPS = 40;

  private static int plans(IntConsumer step) {
    ScheduleCache schedules = new ScheduleCache(1 << 20);
    Evaluator.remembering(schedules, () -> {
      for (int i = 0; i < STEPS; i++) {
        step.accept(i);
      }
    });
    return schedules.size();
  }

  static Stream<Arguments> scripts() {
    Tensor data = Tensor.rand(new Generator(1), 2 * STEPS, 12);
    Tensor table = Tensor.rand(new Generator(2), 2 * STEPS, 12).requireGrad();
    List<Tensor> parts = data.split(0, 2);
    return Stream.of(
        script("numbers of thirty shapes", 1, i -> {
          List<Tensor> updated = new ArrayList<>();
          for (int n = 1; n <= 30; n++) {
            Tensor x = Tensor.ones(n, 3);
            updated.add(x.mul(0.9).add(x.mul(0.1)).mul(1.0 / (i + 1)).div(x.square().mul(0.001).sqrt().add(1e-8)));
          }
          Autograd.evaluate(updated);
        }),
        script("a number that once equals another", 1,
            i -> Tensor.ones(3).mul(0.5).add(Tensor.ones(3).square().mul(i / 40.0)).sum().item()),
        script("rows of a constant", 1, i -> data.select(0, i).sum().item()),
        script("batches of a constant", 1, i -> data.narrow(0, i, 2).exp().sum().item()),
        script("parts of a constant", 1, i -> parts.get(i).tanh().sum().item()),
        script("steps through a constant", 1, i -> data.index(Index.range(i, i + 9, 3)).mul(2).sum().item()),
        script("columns of a constant", 1, i -> data.narrow(1, i % 12, 1).square().sum().item()),
        script("transposed batches", 1, i -> data.narrow(0, i, 2).transpose().matmul(data.narrow(0, 3, 2)).evaluate()),
        script("packed batches", 1, i -> data.narrow(0, i, 40).unsqueeze(1).sub(data.narrow(0, i, 3)).square().sum(2)
            .min(1).values().mean().item()),
        script("rows of a variable", 1, i -> table.select(0, i).square().sum().item()),
        script("gradients of rows", 2, i -> table.select(0, i).square().sum().backward()),
        script("rolled by other shifts", 1, i -> data.roll(i + 1, 0).mul(table.detach()).sum().item()));
  }

  private static Arguments script(String name, int plans, IntConsumer step) {
    return Arguments.of(name, plans, step);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  void evaluate_sameStructureWithOtherNumbersOrOffsets_findsThePlan(String name, int plans, IntConsumer step) {
    assertThat(plans(step)).isEqualTo(plans);
  }

  @Test
  void evaluate_otherOffsets_readsThere() {
    Tensor data = Tensor.arange(60).reshape(12, 5).to(DType.FLOAT32).evaluate();

    for (int i = 0; i < 9; i++) {
      assertThat(data.narrow(0, i, 3).add(1).toFloatArray()).startsWith(5 * i + 1).endsWith(5 * i + 15);
      assertThat(data.narrow(0, i, 3).transpose().toFloatArray()).startsWith(5 * i, 5 * i + 5);
      assertThat(data.narrow(0, i, 3).sub(data.select(0, i)).sum(1).toFloatArray()).containsExactly(0, 25, 50);
    }
  }

  /** The plan for two slices at one place is none for slices at two. */
  @Test
  void backward_ofSlices_addsGradientsWhereTheyWere() {
    for (int[] starts : new int[][] {{1, 1}, {0, 2}, {2, 0}, {2, 2}, {1, 0}}) {
      Tensor x = Tensor.of(1f, 2f, 3f, 4f).requireGrad();
      x.narrow(0, starts[0], 2).mul(x.narrow(0, starts[1], 2)).mul(2).sum().backward();
      float[] expected = new float[4];
      for (int j = 0; j < 2; j++) {
        expected[starts[0] + j] += 2f * (starts[1] + j + 1);
        expected[starts[1] + j] += 2f * (starts[0] + j + 1);
      }
      assertThat(x.grad().toFloatArray()).containsExactly(expected);
    }
  }

  private static Graph chain(int nodes) {
    Tensor x = Tensor.ones(3).requireGrad();
    for (int i = 1; i < nodes; i++) {
      x = x.neg();
    }
    return Graph.of(List.of(x.node()));
  }

  @Test
  void of_moreNodesThanAllowed_forgetsTheLeastRecentlyUsed() {
    ScheduleCache schedules = new ScheduleCache(100);
    Schedule first = schedules.of(chain(10));
    Schedule second = schedules.of(chain(20));
    schedules.of(chain(30));
    schedules.of(chain(40));

    assertThat(schedules.size()).as("of 100 nodes").isEqualTo(4);
    assertThat(schedules.of(chain(10))).isSameAs(first);

    schedules.of(chain(2));
    assertThat(schedules.size()).as("without the oldest").isEqualTo(4);
    assertThat(schedules.of(chain(10))).as("used a moment ago").isSameAs(first);
    assertThat(schedules.of(chain(20))).as("the oldest").isNotSameAs(second);

    Schedule large = schedules.of(chain(1000));
    assertThat(schedules.size()).as("the last one, however large").isEqualTo(1);
    assertThat(schedules.of(chain(1000))).isSameAs(large);
  }

  @Test
  void of_graph_keepsNoValues() throws InterruptedException {
    ScheduleCache schedules = new ScheduleCache(1000);
    List<WeakReference<?>> values = new ArrayList<>();
    Evaluator.remembering(schedules, () -> {
      Tensor x = Tensor.rand(1000);
      Tensor y = x.exp().narrow(0, 3, 500).mul(x.narrow(0, 5, 500));
      values.add(new WeakReference<>(x));
      values.add(new WeakReference<>(x.node().data().array));
      values.add(new WeakReference<>(y));
      y.sum().item();
    });
    for (int i = 0; i < 100 && values.stream().anyMatch(value -> value.get() != null); i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(schedules.size()).isEqualTo(1);
    assertThat(values).allSatisfy(value -> assertThat(value.get()).isNull());
  }
}
