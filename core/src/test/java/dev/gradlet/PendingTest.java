package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.plan.ScheduleCache;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What long scripts hold that read their results at the end, by counting tensors and plans. */
class PendingTest {
  private static final int STEPS = Interpreted.fewer(20_000);

  /** A script that has run so many steps: what it will read, and the sum of that. */
  private record Script(List<Tensor> results, double sum) {}

  static Stream<Arguments> scripts() {
    return Stream.of(
        script("total of losses that were never read", () -> {
          Tensor w = Tensor.ones(3).requireGrad();
          Tensor total = Tensor.scalar(0f);
          for (int i = 0; i < STEPS; i++) {
            total = total.add(w.square().sum().detach());
          }
          return new Script(List.of(total), 3.0 * STEPS);
        }),
        script("total of losses that were walked", () -> {
          Tensor w = Tensor.ones(3).requireGrad();
          Tensor total = Tensor.scalar(0f);
          for (int i = 0; i < STEPS; i++) {
            Tensor loss = w.sum();
            loss.backward();
            total = total.add(loss.detach());
          }
          return new Script(List.of(total, w.grad()), 6.0 * STEPS);
        }),
        script("two totals of the same", () -> {
          Tensor w = Tensor.ones(3).requireGrad();
          Tensor total = Tensor.scalar(0f);
          Tensor other = Tensor.scalar(0f);
          for (int i = 0; i < STEPS; i++) {
            Tensor loss = w.square().sum().detach();
            total = total.add(loss);
            other = other.add(loss.mul(2));
          }
          return new Script(List.of(total, other), 9.0 * STEPS);
        }),
        script("totals without recording", () -> {
          Tensor w = Tensor.ones(2, 3).requireGrad();
          Tensor[] total = {Tensor.zeros(2, 1)};
          for (int i = 0; i < STEPS; i++) {
            Autograd.noGrad(() -> {
              total[0] = total[0].add(w.matmul(Tensor.of(new float[][] {{1}, {0}, {1}})));
            });
          }
          return new Script(List.of(total[0]), 4.0 * STEPS);
        }),
        script("a moving average", () -> {
          Tensor w = Tensor.ones(1000).requireGrad();
          Tensor average = Tensor.ones(1000);
          for (int i = 0; i < STEPS / 10; i++) {
            w.assign(Tensor.ones(1000).evaluate());
            average = average.mul(0.5).add(w.detach().mul(0.5));
          }
          return new Script(List.of(average), 1000);
        }),
        script("a variable that is only assigned", () -> {
          Tensor w = Tensor.ones(4).requireGrad();
          for (int i = 0; i < STEPS; i++) {
            Autograd.noGrad(() -> w.assign(w.mul(0.5).add(0.5)));
          }
          return new Script(List.of(w), 4);
        }),
        script("a variable moved by its own gradient", () -> {
          Tensor w = Tensor.ones(4).requireGrad();
          for (int i = 0; i < STEPS / 10; i++) {
            w.zeroGrad();
            w.square().sum().backward();
            w.assign(w.sub(w.grad().mul(0.5)).add(1));
          }
          return new Script(List.of(w), 4);
        }),
        script("a variable moved with history", () -> {
          Tensor w = Tensor.ones(4).requireGrad();
          for (int i = 0; i < STEPS; i++) {
            w.assign(w.mul(0.5).add(0.5));
          }
          return new Script(List.of(w), 4);
        }),
        script("a variable moved with history, of which nothing needs the value", () -> {
          Tensor w = Tensor.ones(4).requireGrad();
          for (int i = 0; i < STEPS / 10; i++) {
            w.zeroGrad();
            w.sum().backward();
            w.assign(w.sub(w.grad()).add(1));
          }
          return new Script(List.of(w), 4);
        }),
        script("a total that is detached at each step", () -> {
          Tensor w = Tensor.ones(3).requireGrad();
          Tensor total = Tensor.scalar(0f);
          for (int i = 0; i < STEPS; i++) {
            total = total.add(w.square().sum()).detach();
          }
          return new Script(List.of(total), 3.0 * STEPS);
        }),
        script("a state that is detached at each step", () -> {
          Tensor w = Tensor.full(0.5, 3, 3).requireGrad();
          Tensor state = Tensor.ones(3);
          for (int i = 0; i < STEPS / 10; i++) {
            state = w.matmul(state).sigmoid().mul(2).sub(1).mul(0).add(1).detach();
          }
          return new Script(List.of(state), 3);
        }),
        script("a state that is detached at each step, and a total of its losses", () -> {
          Tensor w = Tensor.zeros(3).requireGrad();
          Tensor state = Tensor.zeros(3);
          Tensor total = Tensor.scalar(0f);
          for (int i = 0; i < STEPS / 10; i++) {
            Tensor next = state.add(w).tanh();
            total = total.add(next.exp().sum().detach());
            state = next.detach();
          }
          return new Script(List.of(total, state), 0.3 * STEPS);
        }),
        script("views", () -> {
          Tensor x = Tensor.zeros(6, 10);
          for (int i = 0; i < STEPS; i++) {
            x = x.add(1).transpose().reshape(6, 10);
          }
          return new Script(List.of(x), 60.0 * STEPS);
        }),
        script("a total that is spread and summed", () -> {
          Tensor total = Tensor.ones(1);
          for (int i = 0; i < STEPS; i++) {
            total = total.expand(4).mul(Tensor.of(0.25f, 0.25f, 0.25f, 0.25f)).sum(true, 0);
          }
          return new Script(List.of(total), 1);
        }));
  }

  private static Arguments script(String name, Supplier<Script> script) {
    return Arguments.of(name, script);
  }

  private static int reachable(List<Tensor> from) {
    Set<Node> seen = new HashSet<>();
    Deque<Node> left = new ArrayDeque<>();
    from.forEach(tensor -> left.push(tensor.node()));
    while (!left.isEmpty()) {
      Node next = left.pop();
      if (seen.add(next)) {
        left.addAll(List.of(next.inputs()));
      }
    }
    return seen.size();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  void script_readAtTheEnd_holdsNoMoreThanAFewSteps(String name, Supplier<Script> script) {
    ScheduleCache schedules = new ScheduleCache(1 << 20);
    List<Script> done = new ArrayList<>();
    Evaluator.remembering(schedules, () -> done.add(script.get()));
    List<Tensor> results = done.get(0).results();

    assertThat(reachable(results)).isLessThan(3000);
    assertThat(schedules.size()).as("plans, for the first steps and for the others").isLessThan(12);
    assertThat(results.stream().mapToDouble(result -> result.to(DType.FLOAT64).sum().item()).sum())
        .isCloseTo(done.get(0).sum(), within(1e-3));
  }

  @Test
  void backward_longHistory_evaluatesNothingOnTheWay() {
    Tensor x = Tensor.ones(100).requireGrad();
    Tensor y = x;
    for (int i = 0; i < 3000; i++) {
      y = y.mul(0.999);
    }
    Tensor loss = y.sum();
    ScheduleCache schedules = new ScheduleCache(1 << 20);
    Evaluator.remembering(schedules, loss::backward);

    assertThat(schedules.size()).isEqualTo(1);
  }

  @Test
  void add_shortChain_isOneEvaluation() {
    Tensor y = Tensor.randn(new Generator(1), 1000, 100);
    for (int i = 0; i < 60; i++) {
      y = y.mul(1.01);
    }
    assertThat(y.node().data()).isNull();
    assertThat(y.node().inputs()[0].data()).isNull();
  }

  /** It would be five hundred times as large as what it is computed from. */
  @Test
  void expand_endOfALongChain_isNotStored() {
    Tensor x = Tensor.rand(new Generator(1), 500, 1);
    for (int i = 0; i < 2000; i++) {
      x = x.add(0.001);
    }
    for (int i = 0; i < 100; i++) {
      Tensor differences = x.sub(x.transpose());
      Tensor squares = differences.square();
      x = squares.mean(1).unsqueeze(1);
      assertThat(differences.node().data()).isNull();
      assertThat(squares.node().data()).isNull();
    }
    assertThat(x.sum().item()).isFinite();
  }
}
