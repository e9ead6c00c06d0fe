package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.run.Workers;
import dev.gradlet.testing.Close;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tensors with a 0 among their sizes: every operation, every axis, strided or not, to second order. */
class EmptyTest {
  private static final long[][] SHAPES = {{0}, {0, 3}, {3, 0}, {0, 0}, {2, 0, 4}, {2, 3, 0}};
  private static final long[][][] PAIRS = {
    {{0}, {0}}, {{0}, {}}, {{}, {0, 3}}, {{0}, {1}}, {{3, 1}, {1, 0}}, {{3, 0}, {3, 1}}, {{2, 0, 4}, {4}},
    {{2, 1, 4}, {0, 1}}
  };

  /** How tensors of a shape come about. */
  private static final Map<String, BiFunction<DType, long[], Tensor>> LAYOUTS = Map.of(
      "leaf", EmptyTest::draw,
      "computed", (dtype, sizes) -> draw(dtype, sizes).exp().sub(1),
      "expanded", (dtype, sizes) -> Tensor.scalar(0.5, dtype).expand(sizes),
      "transposed", (dtype, sizes) -> {
        int[] axes = new int[sizes.length];
        Arrays.setAll(axes, i -> axes.length - 1 - i);
        return draw(dtype, LongStream.range(0, axes.length).map(i -> sizes[axes.length - 1 - (int) i]).toArray())
            .permute(axes);
      },
      "stepped", (dtype, sizes) -> {
        Tensor wide = draw(dtype, Arrays.stream(sizes).map(size -> 2 * size + 1).toArray());
        Index[] every = new Index[sizes.length];
        Arrays.setAll(every, i -> Index.range(1, Integer.MAX_VALUE, 2));
        return wide.index(every);
      });

  private final int threads = Workers.count();

  private static Tensor draw(DType dtype, long... sizes) {
    return Tensor.rand(dtype, new Generator(1), sizes);
  }

  @AfterEach
  void restore() {
    Workers.setCount(threads);
    Workers.setSplitAll(false);
  }

  /**
   * An operation on tensors of the given shapes.
   *
   * @param refused the sizes for which there is no answer if they are 0
   */
  private record Case(String name, Function<Tensor[], Tensor> f, Set<Long> refused, long[]... shapes) {
    Case(String name, Function<Tensor[], Tensor> f, long[]... shapes) {
      this(name, f, Set.of(), shapes);
    }

    Case of(long[][] others) {
      return new Case(name, f, refused, others);
    }

    @Override
    public String toString() {
      return name + " of " + Arrays.deepToString(shapes);
    }
  }

  static Stream<Case> elementwise() {
    List<Case> cases = new ArrayList<>();
    for (long[] shape : SHAPES) {
      for (Unary op : Unary.values()) {
        // Steps have no slope, so no gradient: none at all, not one of zeros.
        boolean steps = Set.of(Unary.SIGN, Unary.FLOOR, Unary.CEIL, Unary.ROUND).contains(op);
        cases.add(new Case(op.label(), x -> op.of(steps ? x[0].detach() : x[0]), shape));
      }
      for (DType to : DType.values()) {
        cases.add(new Case("to " + to, x -> x[0].to(to), shape));
      }
    }
    for (long[][] shapes : PAIRS) {
      for (Binary op : Binary.values()) {
        cases.add(new Case(op.label(), x -> op.of(x[0], x[1]), shapes));
      }
      for (Comparison op : Comparison.values()) {
        cases.add(new Case(op.label(), x -> op.of(x[0], x[1]), shapes));
      }
      cases.add(new Case("where", x -> Tensor.where(x[0].gt(x[1]), x[0], x[1]), shapes));
    }
    return cases.stream();
  }

  /** Operations on tensors of which all axes of one size can be empty. */
  static Stream<Case> others() {
    return Stream.of(
        new Case("sum", x -> x[0].sum(), shape(2, 3, 4)),
        new Case("sum over the first", x -> x[0].sum(0), shape(2, 3, 4)),
        new Case("sum over two", x -> x[0].sum(true, 0, -1), shape(2, 3, 4)),
        new Case("sum of sums", x -> x[0].sum(2).sum(0), shape(2, 3, 4)),
        new Case("mean", x -> x[0].mean(1), shape(2, 3, 4)),
        new Case("var", x -> x[0].var(-1), shape(2, 3, 4)),
        new Case("std", x -> x[0].std(0, 2), shape(2, 3, 4)),
        new Case("norm 1", x -> x[0].norm(1, 0), shape(2, 3)),
        new Case("norm 2", x -> x[0].norm(2, 1), shape(2, 3)),
        new Case("logSumExp", x -> x[0].logSumExp(1), shape(2, 3)),
        new Case("softmax", x -> x[0].softmax(1), shape(2, 3)),
        new Case("logSoftmax", x -> x[0].logSoftmax(0), shape(2, 3)),
        new Case("any", x -> x[0].any(1), shape(2, 3)),
        new Case("all", x -> x[0].all(0), shape(2, 3)),
        new Case("prod", x -> x[0].prod(1), shape(2, 3, 4)),
        new Case("prod over all", x -> x[0].prod(), shape(2, 3)),
        new Case("norm 3", x -> x[0].norm(3, 0), shape(2, 3)),
        new Case("nanSum", x -> x[0].nanSum(0), shape(2, 3)),
        new Case("sort", x -> x[0].sort(0).values(), shape(2, 3)),
        new Case("argSort", x -> x[0].argSort(1, true), shape(2, 3)),
        new Case("topK", x -> x[0].topK(0, 0).values(), shape(2, 3)),
        new Case("unique", x -> x[0].unique().inverse(), shape(2, 3)),
        new Case("nonzero", x -> x[0].nonzero(), shape(2, 3)),
        new Case("maskedSelect", x -> x[0].maskedSelect(x[0].gt(0.5)), shape(2, 3)),
        new Case("flip", x -> x[0].flip(0), shape(2, 3)),
        new Case("roll", x -> x[0].roll(2, 1), shape(2, 3)),
        new Case("tril", x -> x[0].tril(), shape(2, 3)),
        new Case("diag", x -> x[0].diag(), shape(2, 3)),
        new Case("outer", x -> x[0].outer(x[1]), shape(2), shape(3)),
        new Case("einsum", x -> Tensor.einsum("ij,jk->ki", x[0], x[1]), shape(2, 3), shape(3, 4)),
        new Case("allClose", x -> Tensor.of(x[0].allClose(x[0])), shape(2, 3)),
        new Case("flatten", x -> x[0].flatten(), shape(2, 3, 4)),
        new Case("flatten two", x -> x[0].flatten(1, -1), shape(2, 3, 4)),
        new Case("reshape", x -> x[0].reshape(-1, 6), shape(2, 3)),
        new Case("reshape to another empty axis", x -> x[0].reshape(5, 0), shape(2, 3)),
        new Case("oneHot", x -> x[0].to(DType.INT32).oneHot(2), shape(2, 3)),
        new Case("permute", x -> x[0].permute(2, 0, 1), shape(2, 3, 4)),
        new Case("transpose", x -> x[0].transpose(), shape(2, 3, 4)),
        new Case("unsqueeze", x -> x[0].unsqueeze(1).squeeze(), shape(2, 3)),
        new Case("expand to nothing", x -> x[0].expand(0, -1), shape(1, 3)),
        new Case("expand", x -> x[0].expand(5, -1, -1), shape(2, 3)),
        new Case("repeat", x -> x[0].repeat(2, 1, 3), shape(2, 3)),
        new Case("repeat 0 times", x -> x[0].repeat(2, 0), shape(2, 3)),
        new Case("narrow to nothing", x -> x[0].narrow(1, 0, 0), shape(2, 3)),
        new Case("every second", x -> x[0].index(Index.all(), Index.range(0, 9, 2)), shape(2, 4)),
        new Case("split", x -> Tensor.concat(1, x[0].split(1, 2).toArray(new Tensor[0])), shape(2, 3)),
        new Case("concat", x -> Tensor.concat(1, x[0], x[1], x[0]), shape(2, 3), shape(2, 4)),
        new Case("stack", x -> Tensor.stack(-1, x[0], x[1]), shape(2, 3), shape(2, 3)),
        new Case("matmul", x -> x[0].matmul(x[1]), shape(2, 3), shape(3, 4)),
        new Case("matmul of a transpose", x -> x[0].matmul(x[1].transpose()), shape(2, 3), shape(4, 3)),
        new Case("matmul of vectors", x -> x[0].matmul(x[1]), shape(3), shape(3)),
        new Case("matmul of a matrix and a vector", x -> x[0].matmul(x[1]), shape(2, 3), shape(3)),
        new Case("matmul of a vector and a matrix", x -> x[0].matmul(x[1]), shape(3), shape(3, 2)),
        new Case("matmul of a batch and a matrix", x -> x[0].matmul(x[1]), shape(2, 5, 3), shape(3, 4)),
        new Case("matmul of batches", x -> x[0].matmul(x[1]), shape(2, 5, 3), shape(2, 3, 4)),
        new Case("matmul of batches that broadcast", x -> x[0].matmul(x[1]), Set.of(1L), shape(6, 1, 5, 3),
            shape(2, 3, 4)),
        new Case("gather", x -> x[0].gather(0, Tensor.zeros(DType.INT32, 2, x[0].size(1))), Set.of(3L), shape(3, 4)),
        new Case("gather of nothing", x -> x[0].gather(1, Tensor.zeros(DType.INT32, x[0].size(0), 0)), shape(3, 4)),
        new Case("indexSelect", x -> x[0].indexSelect(0, Tensor.zeros(DType.INT32, x[0].size(0))), shape(3, 4)),
        new Case("scatterAdd", x -> x[0].scatterAdd(0, Tensor.zeros(DType.INT32, x[1].size(0), x[1].size(1)), x[1]),
            Set.of(3L), shape(3, 4), shape(2, 4)),
        new Case("cumSum", x -> x[0].cumSum(0), shape(3, 4)),
        new Case("unfold", x -> x[0].unfold(1, 2, 2), Set.of(4L), shape(3, 4)),
        new Case("minimum of each row", x -> x[0].min(1).values(), Set.of(4L), shape(3, 4)),
        new Case("index of each row's maximum", x -> x[0].argMax(1), Set.of(4L), shape(3, 4)),
        new Case("extrema, then gather", x -> x[0].gather(1, x[0].argMin(1, true)), Set.of(4L), shape(3, 4)),
        new Case("clamp", x -> x[0].clamp(-1, 1), shape(3, 4)),
        new Case("a layer", x -> x[0].matmul(x[1].transpose()).add(x[2]).sigmoid().sub(x[3]).square(), shape(5, 3),
            shape(4, 3), shape(4), shape(5, 4)),
        new Case("distances", x -> x[0].unsqueeze(1).sub(x[1]).square().sum(2), shape(5, 2), shape(3, 2)),
        new Case("nearest", x -> x[0].unsqueeze(1).sub(x[1]).square().sum(2).min(1).values().mean(), Set.of(3L),
            shape(5, 2), shape(3, 2)));
  }

  private static long[] shape(long... sizes) {
    return sizes;
  }

  @ParameterizedTest
  @MethodSource("elementwise")
  void elementwise_empty_agreesWithReference(Case c) {
    check(c);
  }

  @ParameterizedTest
  @MethodSource("others")
  void operation_axesOfOneSizeEmpty_agreesWithReference(Case c) {
    Arrays.stream(c.shapes).flatMapToLong(Arrays::stream).distinct().forEach(size -> {
      Case empty = c.of(Arrays.stream(c.shapes)
          .map(shape -> Arrays.stream(shape).map(s -> s == size ? 0 : s).toArray())
          .toArray(long[][]::new));
      Throwable refusal = catchThrowable(() -> check(empty));
      if (c.refused.contains(size)) {
        assertRefused(empty, refusal);
      } else {
        assertThat(refusal).as(empty.toString()).isNull();
      }
    });
  }

  /** The others, and what is checked against differences: shapes that do not agree any more are refused. */
  static Stream<Case> withFixedSizes() {
    return Stream.concat(
        others(),
        GradcheckTest.cases()
            .filter(c -> c.kind() != SparseCotangent.Spread.class)
            .map(c -> new Case(c.name(), c.f(), c.shapes())));
  }

  @ParameterizedTest
  @MethodSource("withFixedSizes")
  void operation_oneAxisEmpty_agreesWithReferenceOrIsRefused(Case c) {
    for (int i = 0; i < c.shapes.length; i++) {
      for (int axis = 0; axis < c.shapes[i].length; axis++) {
        long[][] shapes = Arrays.stream(c.shapes).map(long[]::clone).toArray(long[][]::new);
        shapes[i][axis] = 0;
        Throwable refusal = catchThrowable(() -> check(c.of(shapes)));
        if (refusal != null) {
          assertRefused(c.of(shapes), refusal);
        }
      }
    }
  }

  @Test
  void split_emptyAxis_isOnePart() {
    assertThat(Tensor.zeros(3, 0).split(1, 2)).extracting(Tensor::shape).containsExactly(Shape.of(3, 0));
  }

  private static void assertRefused(Case c, Throwable refusal) {
    assertThat(refusal).as(c.toString())
        .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class)
        .isNotInstanceOf(ArrayIndexOutOfBoundsException.class)
        .hasMessageMatching("\\w+: .*");
  }

  /** Values and gradients in every layout and dtype, fused or not, split among threads or not. */
  private void check(Case c) {
    LAYOUTS.forEach((layout, make) -> {
      for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
        compare(c + ", " + layout, () -> variables(c, dtype, make), c.f);
      }
    });
  }

  private static Tensor[] variables(Case c, DType dtype, BiFunction<DType, long[], Tensor> make) {
    return Arrays.stream(c.shapes).map(sizes -> make.apply(dtype, sizes).requireGrad()).toArray(Tensor[]::new);
  }

  private void compare(String what, Supplier<Tensor[]> variables, Function<Tensor[], Tensor> f) {
    Tensor[] x = variables.get();
    Tensor y = f.apply(x);
    Tensor loss = loss(y);
    Reference reference = Reference.exact();
    double[] value = reference.value(y)[0];
    Map<Variable, double[][]> gradients = loss.requiresGrad() ? reference.gradients(loss) : Map.of();
    if (loss.requiresGrad()) {
      loss.backward();
    }
    Close.assertClose(what, y.toDoubleArray(), value, 1e-5);
    for (Tensor variable : x) {
      assertThat(variable.grad() != null).as(what).isEqualTo(gradients.containsKey(variable.variable()));
      if (variable.grad() != null) {
        assertThat(variable.grad().shape()).as(what).isEqualTo(variable.shape());
        Close.assertClose(what, variable.grad().toDoubleArray(), gradients.get(variable.variable())[0], 1e-5);
      }
    }
    String bits = secondOrder(variables.get(), f);
    Workers.setCount(3);
    Workers.setSplitAll(true);
    assertThat(secondOrder(variables.get(), f)).as(what).isEqualTo(bits);
    restore();
    Evaluator.withoutFusion(() -> assertThat(secondOrder(variables.get(), f)).as(what).isEqualTo(bits));
  }

  private static Tensor loss(Tensor y) {
    return y.to(y.dtype().floating()).square().mul(1.5).sum();
  }

  /** The bits of the gradients of the gradients' squares. */
  private static String secondOrder(Tensor[] x, Function<Tensor[], Tensor> f) {
    Tensor slopes = Tensor.scalar(0f);
    for (Tensor variable : x) {
      Tensor slope = Differences.gradient(loss(f.apply(x)), variable);
      slopes = slope == null ? slopes : slopes.add(slope.square().sum());
    }
    if (slopes.requiresGrad()) {
      slopes.backward();
    }
    return Arrays.stream(x)
        .map(variable -> variable.grad() == null ? "none" : Arrays.toString(Bits.of(variable.grad())))
        .toList()
        .toString();
  }
}
