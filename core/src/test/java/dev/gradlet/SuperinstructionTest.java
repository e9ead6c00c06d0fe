package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.engine.hot.HotProgram;
import dev.gradlet.engine.hot.Superinstruction;
import dev.gradlet.engine.plan.Schedule;
import dev.gradlet.engine.run.Step;
import dev.gradlet.engine.run.Workers;
import dev.gradlet.kernel.Kernels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Instructions compiled to one loop, against the same ones run one by one: in bits, with gradients. */
@Tag("parity")
class SuperinstructionTest {
  static final Map<String, UnaryOperator<Tensor>> UNARY = new TreeMap<>(Map.ofEntries(
      Map.entry("neg", Tensor::neg), Map.entry("abs", Tensor::abs), Map.entry("square", Tensor::square),
      Map.entry("sqrt", x -> x.abs().sqrt()), Map.entry("rsqrt", x -> x.abs().rsqrt()),
      Map.entry("reciprocal", Tensor::reciprocal), Map.entry("relu", Tensor::relu), Map.entry("exp", Tensor::exp),
      Map.entry("expm1", Tensor::expm1), Map.entry("tanh", Tensor::tanh), Map.entry("sigmoid", Tensor::sigmoid),
      Map.entry("softplus", Tensor::softplus), Map.entry("sign", Tensor::sign), Map.entry("sin", Tensor::sin),
      Map.entry("log", x -> x.abs().log()), Map.entry("erf", Tensor::erf),
      Map.entry("norm", x -> x.norm(2, true, 1))));

  static final Map<String, BiFunction<Tensor, Tensor, Tensor>> EXPRESSIONS = new TreeMap<>(Map.ofEntries(
      Map.entry("arithmetic", (x, y) -> x.mul(y).sub(y.div(x)).add(x.maximum(y)).mul(x.minimum(y))),
      Map.entry("numbers", (x, y) -> x.mul(2).add(1).neg().add(3).div(7).maximum(0.5).mul(y)),
      Map.entry("a function too many", (x, y) -> x.tanh().mul(y.sigmoid()).add(x.mul(y).exp()).mul(x.softplus())),
      Map.entry("sums of products", (x, y) -> x.mul(y).sum(0).add(x.sub(y).square().sum(0)).sub(x.mul(3).sum(0))),
      Map.entry("loss", (x, y) -> x.tanh().mul(y).add(x.pow(2)).mean()),
      Map.entry("selection", (x, y) -> Tensor.where(x.mul(y).gt(0.25), x.add(y), -1).mul(x.relu().add(1))),
      Map.entry("layer norm", (x, y) -> {
        Tensor centred = x.sub(x.mean(true, 1));
        Tensor scale = centred.square().mean(true, 1).add(1e-5).rsqrt();
        return centred.mul(scale).mul(y.mean(0)).add(y.max(0).values());
      }),
      Map.entry("softmax", (x, y) -> x.mul(3).softmax(1).mul(y).add(y)),
      Map.entry("log softmax", (x, y) -> x.logSoftmax(1).mul(y).sum(1).neg().mean()),
      Map.entry("cross-entropy", (x, y) -> {
        Tensor labels = y.argMax(1).unsqueeze(1).evaluate();
        return x.logSoftmax(1).gather(1, labels).mean().neg();
      }),
      Map.entry("bias", (x, y) -> x.add(y.narrow(0, 0, 1).squeeze(0).mul(2)).relu().mul(x)),
      Map.entry("distances", (x, y) -> x.unsqueeze(1).sub(y.narrow(0, 0, 1).unsqueeze(0)).square().sum(2).sqrt()),
      Map.entry("k-means", (x, y) -> {
        Tensor centroids = y.narrow(0, 0, Math.min(3, (int) y.size(0)));
        return x.unsqueeze(1).sub(centroids.unsqueeze(0)).pow(2).sum(2).min(1).values().mean();
      }),
      Map.entry("nearest and farthest, with their places", (x, y) -> {
        Tensor others = y.narrow(0, 0, Math.min(10, (int) y.size(0)));
        Tensor distances = x.unsqueeze(1).sub(others.unsqueeze(0)).square().sum(2);
        Tensor.Extremum nearest = distances.min(1);
        Tensor.Extremum farthest = distances.max(1);
        return farthest.values().mul(farthest.indices().to(DType.FLOAT32).add(1))
            .sub(nearest.values().mul(nearest.indices().to(DType.FLOAT32)));
      }),
      Map.entry("sums of the largest differences", (x, y) -> x.narrow(1, 0, 2).unsqueeze(1)
          .sub(y.narrow(1, 0, 2).narrow(0, 0, Math.min(6, (int) y.size(0))).unsqueeze(0)).abs().max(2).values().sum(1)),
      Map.entry("norms of differences", (x, y) -> x.unsqueeze(2).sub(y.unsqueeze(1)).norm(2, 2).add(x)),
      Map.entry("bias on both sides of what is not compiled", (x, y) -> {
        Tensor bias = y.narrow(0, 0, 1).squeeze(0);
        return x.add(bias).abs().log().mul(bias).add(x.sub(bias).sin());
      }),
      Map.entry("groups of rows", (x, y) -> {
        Tensor rows = x.unsqueeze(0).mul(Tensor.of(1f, 2f, 3f).reshape(3, 1, 1));
        Tensor scale = y.narrow(0, 0, 1).unsqueeze(0).mul(rows.mean(true, 1));
        return rows.sub(rows.mean(true, 2)).mul(scale).add(scale);
      }),
      Map.entry("indices stored between", (x, y) -> x.mul(y).abs().min(1).values().sqrt().mul(0.5).sum()),
      Map.entry("a long chain", (x, y) -> {
        Tensor p = x;
        Tensor q = y;
        for (int i = 0; i < 30; i++) {
          p = p.mul(x).add(0.5);
          q = q.mul(y).sub(p);
        }
        return p.add(q);
      }),
      Map.entry("transposed", (x, y) -> x.transpose().mul(2).add(y.transpose().square()).sub(1))));

  private static final List<int[]> SIZES = List.of(
      new int[] {3, 64}, new int[] {1, 64}, new int[] {40, 128}, new int[] {7, 256}, new int[] {1, 1024},
      new int[] {2, 3000}, new int[] {9, 100}, new int[] {300, 5}, new int[] {1100, 13}, new int[] {2, 2});

  private static final int THREADS = Workers.count();

  private final HotProgram.When before = HotProgram.when();

  static Stream<String> unary() {
    return UNARY.keySet().stream();
  }

  static Stream<String> expressions() {
    return EXPRESSIONS.keySet().stream();
  }

  @BeforeAll
  static void useVectorsAtOnce() {
    Kernels.useVectorsAtOnce();
  }

  @AfterEach
  void restore() {
    HotProgram.setWhen(before);
    restoreThreads();
  }

  private static void restoreThreads() {
    Workers.setCount(THREADS);
    Workers.setSplitAll(false);
  }

  @ParameterizedTest
  @MethodSource("unary")
  void unary_compiled_givesTheSameBits(String name) {
    compare(name, (x, y) -> UNARY.get(name).apply(x.add(y)).mul(0.5).sub(x));
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void expression_compiled_givesTheSameBits(String name) {
    compare(name, EXPRESSIONS.get(name));
  }

  private static void compare(String name, BiFunction<Tensor, Tensor, Tensor> expression) {
    for (int[] size : SIZES.subList(0, Interpreted.fewer(SIZES.size()))) {
      for (double scale : new double[] {1, 1e30}) {
        List<Object[]> oneByOne = bits(HotProgram.When.NEVER, expression, size, scale);
        StaleRegisters.fill();
        List<Object[]> compiled = bits(HotProgram.When.AT_ONCE, expression, size, scale);
        Workers.setCount(3);
        Workers.setSplitAll(true);
        List<Object[]> onThreads = bits(HotProgram.When.AT_ONCE, expression, size, scale);
        restoreThreads();
        for (int i = 0; i < oneByOne.size(); i++) {
          assertThat(compiled.get(i)).as("%s, %d × %d, result %d", name, size[0], size[1], i).isEqualTo(oneByOne.get(i));
          assertThat(onThreads.get(i)).as("%s, %d × %d, threads", name, size[0], size[1]).isEqualTo(oneByOne.get(i));
        }
      }
    }
  }

  /** Of the value and of the gradients. Some elements are zeros, infinities and NaN where the scale is large. */
  private static List<Object[]> bits(
      HotProgram.When when, BiFunction<Tensor, Tensor, Tensor> expression, int[] size, double scale) {
    HotProgram.setWhen(when);
    Generator random = new Generator(size[0] + size[1]);
    Tensor x = Tensor.randn(random, size[0], size[1]).mul(scale).evaluate().requireGrad();
    Tensor y = Tensor.randn(random, size[0], size[1]).mul(scale).relu().evaluate().requireGrad();
    Tensor value = expression.apply(x, y);
    value.mul(value).mul(0.1).sum().backward();
    return Stream.of(value, x.grad(), y.grad()).filter(Objects::nonNull).map(Bits::of).toList();
  }

  @Test
  void evaluate_maskBesideFloats_givesTheSameBits() {
    Tensor x = Tensor.randn(new Generator(3), 4096);
    HotProgram.setWhen(HotProgram.When.AT_ONCE);
    Tensor mask = x.gt(0);
    Tensor y = x.mul(2).add(1).square();
    Autograd.evaluate(List.of(mask, y));
    HotProgram.setWhen(HotProgram.When.NEVER);

    assertThat(Bits.of(mask)).isEqualTo(Bits.of(x.gt(0)));
    assertThat(Bits.of(y)).isEqualTo(Bits.of(x.mul(2).add(1).square()));
  }

  @Test
  void plan_instructionsThatFollowEachOther_areOneWhereVectorsCompile() {
    Tensor x = Tensor.randn(new Generator(1), 1000);
    Schedule.LoopTask task = (Schedule.LoopTask) Plans.of(x.mul(2).add(x).tanh()).tasks().get(0);
    Step.Tiles tiles = (Step.Tiles) task.plan().body()[task.plan().body().length - 1];

    assertThat(tiles.body()[0] instanceof Superinstruction).isEqualTo(Kernels.mayUseVectors());
  }
}
