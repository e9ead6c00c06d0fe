package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.engine.graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation's VJP to second order. */
class GradcheckTest {
  private static final long[][] SHAPES = {{}, {3}, {3, 1}, {2, 3, 4}};
  private static final long[][][] PAIRS = {
    {{}, {}}, {{3}, {3}}, {{3, 1}, {1, 4}}, {{2, 3, 4}, {3, 1}}, {{}, {2, 3, 4}}, {{4}, {2, 3, 4}}
  };

  @ParameterizedTest
  @EnumSource(Unary.class)
  void vjp_unary_agreesWithDifferences(Unary op) {
    for (long[] shape : SHAPES) {
      Differences.check(op + " of " + Arrays.toString(shape), 1, x -> op.of(x[0]), op.domain(), shape);
    }
  }

  @ParameterizedTest
  @EnumSource(Binary.class)
  void vjp_binary_agreesWithDifferences(Binary op) {
    for (long[][] shapes : PAIRS) {
      Differences.check(
          op + " of " + Arrays.deepToString(shapes), 2, x -> op.of(x[0], x[1]), op.domain(), shapes);
    }
  }

  /** An operation of another kind, or a composition that has its own numerics, on inputs of the given shapes. */
  record Case(
      String name, Class<? extends Op> kind, Domain domain, Function<Tensor[], Tensor> f, long[]... shapes) {
    @Override
    public String toString() {
      return name + " of " + Arrays.deepToString(shapes);
    }
  }

  private static Case of(String name, Class<? extends Op> kind, Function<Tensor[], Tensor> f, long[]... shapes) {
    return new Case(name, kind, Domain.REAL, f, shapes);
  }

  private static long[] shape(long... sizes) {
    return sizes;
  }

  private static final Tensor INDEX = Tensor.of(new int[][] {{2, 0, 0, 1}, {1, 1, 2, 0}});

  static Stream<Case> cases() {
    return Stream.of(
        of("comparison within where", Comparison.class, x -> Tensor.where(x[0].gt(x[1]), x[0].square(), x[1]),
            shape(3), shape(3)),
        of("where", Select.class, x -> Tensor.where(Tensor.of(true, false, true), x[0].square(), x[1].exp()),
            shape(2, 3), shape(3)),
        of("to and back", Cast.class, x -> x[0].square().to(DType.FLOAT64).add(x[0].detach().to(DType.INT32).mul(0)),
            shape(2, 3)),
        of("sum over all", Reduction.class, x -> x[0].square().sum(), shape(2, 3, 4)),
        of("sum over axes", Reduction.class, x -> x[0].square().sum(0, -1).exp(), shape(2, 2, 2)),
        of("sum of a scalar", Reduction.class, x -> x[0].square().sum(), shape()),
        of("sum keeping dims", Reduction.class, x -> x[0].square().sum(true, 1), shape(2, 3, 4)),
        of("min along an axis", Reduction.class, x -> x[0].min(1).values().square(), shape(2, 3, 4)),
        of("max along an axis", Reduction.class, x -> x[0].max(-1, true).values().square(), shape(3, 4)),
        of("min over all", Reduction.class, x -> x[0].square().min(), shape(2, 3)),
        of("max over all", Reduction.class, x -> x[0].square().max(), shape(2, 3)),
        of("argMin within gather", Reduction.class, x -> x[0].square().gather(0, x[0].argMin(0, true)), shape(4, 3)),
        of("reshape", Movement.Reshape.class, x -> x[0].reshape(3, -1).square(), shape(2, 3, 4)),
        of("permute then reshape", Movement.Reshape.class, x -> x[0].permute(2, 0, 1).reshape(6, 4).square(),
            shape(2, 3, 4)),
        of("permute", Movement.Permute.class, x -> x[0].permute(2, 0, 1).square(), shape(2, 3, 4)),
        of("expand", Movement.Expand.class, x -> x[0].expand(2, 3, 4).square(), shape(3, 1)),
        of("expand a scalar", Movement.Expand.class, x -> x[0].exp().expand(2, 3), shape()),
        of("repeat", Movement.Expand.class, x -> x[0].repeat(2, 3, 1).square(), shape(2, 3)),
        of("narrow", Movement.Slice.class, x -> x[0].narrow(1, 1, 2).square(), shape(2, 3, 4)),
        of("index with a step", Movement.Slice.class,
            x -> x[0].index(Index.at(-1), Index.newAxis(), Index.range(0, 4, 2)).exp(), shape(2, 4)),
        of("a captured variable", Alias.class, x -> x[0].square(), shape(3)),
        of("custom", Custom.class, x -> Autograd.apply(new Cube(), x[0]), shape(2, 3)),
        of("matmul of matrices", MatMul.class, x -> x[0].matmul(x[1]).square(), shape(2, 3), shape(3, 4)),
        of("matmul of vectors", MatMul.class, x -> x[0].matmul(x[1]).square(), shape(3), shape(3)),
        of("matmul of batches", MatMul.class, x -> x[0].matmul(x[1]), shape(2, 1, 3, 2), shape(3, 2, 2)),
        of("matmul of a batch and a matrix", MatMul.class, x -> x[0].matmul(x[1]).exp(), shape(2, 2, 3), shape(3, 2)),
        of("matmul of a matrix and a vector", MatMul.class, x -> x[0].matmul(x[1]).square(), shape(2, 3), shape(3)),
        of("unfold", Movement.Unfold.class, x -> x[0].unfold(1, 3, 2).square(), shape(2, 7, 3)),
        of("unfold, gaps", Movement.Unfold.class, x -> x[0].unfold(-1, 2, 3).square(), shape(2, 8)),
        of("fold", Fold.class,
            x -> new Fold(1, x[0].size(3), 2, 2 * x[0].size(1) + x[0].size(3) - 1).of(x[0]).square(), shape(2, 3, 2, 3)),
        of("cumSum", CumSum.class, x -> x[0].cumSum(1).square(), shape(2, 4, 3)),
        of("cumSum of the last axis", CumSum.class, x -> x[0].cumSum(-1).square(), shape(2, 4)),
        of("prod", Binary.class, x -> x[0].prod(1), shape(2, 5, 2)),
        of("prod over all", Binary.class, x -> x[0].prod().exp(), shape(2, 3)),
        of("sort", ArgSort.class, x -> x[0].sort(0).values().mul(Tensor.of(1, 2, 3).unsqueeze(1)).square(), shape(3, 2)),
        of("topK", ArgSort.class, x -> x[0].topK(2, -1).values().square(), shape(2, 4)),
        of("median", ArgSort.class, x -> x[0].median(1).square(), shape(2, 4)),
        of("quantile", ArgSort.class, x -> x[0].quantile(0.4, 0).square(), shape(4, 2)),
        of("flip", Gather.class, x -> x[0].flip(1).cumSum(1).square(), shape(2, 3)),
        of("roll", Gather.class, x -> x[0].roll(-1, 0).cumSum(0).square(), shape(3, 2)),
        of("tril", Select.class, x -> x[0].tril(1).square(), shape(2, 3, 3)),
        of("diagonal", Gather.class, x -> x[0].diag().square(), shape(3, 4)),
        of("diag", Select.class, x -> x[0].diag().matmul(x[0]), shape(3)),
        of("outer", Binary.class, x -> x[0].outer(x[1]).square(), shape(3), shape(2)),
        of("einsum", MatMul.class, x -> Tensor.einsum("bij,kj,b->ki", x[0], x[1], x[2]).square(),
            shape(2, 3, 4), shape(2, 4), shape(2)),
        of("solve", Custom.class, x -> x[0].add(Tensor.eye(3).mul(4)).solve(x[1]).square(), shape(3, 3), shape(3, 2)),
        of("cholesky", Custom.class, x -> x[0].matmul(x[0].transpose()).add(Tensor.eye(3)).cholesky().square(),
            shape(3, 3)),
        of("maskedSelect", Gather.class, x -> x[0].maskedSelect(Tensor.of(true, false, true)).square(), shape(2, 3)),
        of("maskedFill", Select.class, x -> x[0].maskedFill(Tensor.of(true, false, true), 2).square(), shape(2, 3)),
        of("norm 3", Reduction.class, x -> x[0].norm(3, 1), shape(2, 3)),
        of("norm 1/2", Reduction.class, x -> x[0].norm(0.5, 1), shape(2, 3)),
        of("norm of minus infinity", Reduction.class, x -> x[0].norm(Double.NEGATIVE_INFINITY, 1).square(), shape(2, 3)),
        of("amax over axes", Reduction.class, x -> x[0].amax(0, 2).square(), shape(2, 3, 2)),
        of("nanMean", Reduction.class, x -> Tensor.where(x[0].lt(0.3), x[0], Double.NaN).nanMean(1).square(), shape(3, 4)),
        of("1 - x and 1 / x", Binary.class, x -> x[0].exp().rdiv(1).add(x[0].rsub(1).square()), shape(3)),
        of("embed", Embed.class, x -> new Embed(1, 2, 7).of(x[0].square(), 1), shape(2, 3)),
        of("concat", Concat.class, x -> Tensor.concat(1, x[0], x[1], x[0]).square(), shape(2, 1), shape(2, 3)),
        of("stack", Concat.class, x -> Tensor.stack(-1, x[0], x[1]).square(), shape(2, 3), shape(2, 3)),
        of("gather", Gather.class, x -> x[0].gather(0, INDEX).square(), shape(3, 4)),
        of("indexSelect", Gather.class, x -> x[0].square().indexSelect(-1, Tensor.of(2, 2, 0)), shape(2, 3)),
        of("gather of one each", Gather.class,
            x -> x[0].exp().gather(1, Tensor.of(2, 0, 3).unsqueeze(1)), shape(3, 4)),
        of("sparse cotangent", SparseCotangent.Spread.class,
            x -> SparseCotangent.of(x[0].exp(), Tensor.of(2, 0, 3).unsqueeze(1), 1, 4), shape(3, 1)),
        of("minimum of sums of differences", Reduction.class,
            x -> x[0].unsqueeze(1).sub(x[1]).square().sum(2).min(1).values(), shape(3, 2), shape(4, 2)),
        of("scatterAdd", ScatterAdd.class, x -> x[0].scatterAdd(0, INDEX, x[1]).square(), shape(3, 4), shape(2, 4)),
        of("mean", Reduction.class, x -> x[0].square().mean(1), shape(2, 3)),
        of("var", Reduction.class, x -> x[0].var(0), shape(4, 2)),
        of("std", Reduction.class, x -> x[0].std(false, true, 1), shape(2, 4)),
        of("norm 2", Reduction.class, x -> x[0].norm(2, 1), shape(2, 3)),
        of("norm 1", Reduction.class, x -> x[0].norm(1, 1).square(), shape(2, 3)),
        of("norm of infinity", Reduction.class, x -> x[0].norm(Double.POSITIVE_INFINITY, 1).square(), shape(2, 3)),
        of("logSumExp", LogSumExp.class, x -> x[0].logSumExp(0, 1), shape(2, 3)),
        of("softmax", Reduction.class, x -> x[0].softmax(0), shape(3, 2)),
        of("logSoftmax", Reduction.class, x -> x[0].logSoftmax(-1), shape(3, 2)),
        of("clamp", Select.class, x -> x[0].clamp(-1, 1.5).square(), shape(2, 3)),
        new Case("powers", Binary.class, Domain.POSITIVE, x -> x[0].pow(2.5).add(x[0].pow(3)).add(x[0].pow(-0.5)),
            shape(3)),
        of("power of a negative base", Binary.class, x -> x[0].pow(4).add(x[0].pow(0)).add(x[0].pow(1)), shape(5)),
        of("one used many times", Unary.class, x -> x[0].tanh().mul(x[0]).add(x[0].tanh()).exp(), shape(3)),
        of(
            "k-means loss", Reduction.class,
            x -> x[0].unsqueeze(1).sub(x[1].unsqueeze(0)).pow(2).sum(2).min(1).values().mean(), shape(5, 2),
                shape(3, 2)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void vjp_otherOperations_agreeWithDifferences(Case c) {
    Differences.check(c.name, 3, c.f, c.domain, c.shapes);
  }

  @Test
  void cases_operationKinds_coverEachOne() {
    List<Class<?>> covered = new ArrayList<>(List.of(Unary.class, Binary.class));
    for (Case c : cases().toList()) {
      Tensor[] x = Arrays.stream(c.shapes).map(s -> Tensor.ones(DType.FLOAT64, s).requireGrad()).toArray(Tensor[]::new);
      Collection<Class<?>> used = kindsIn(c.f.apply(x));
      assertThat(used).as(c.name).contains(c.kind);
      covered.add(c.kind);
    }
    assertThat(covered).containsAll(leaves(Op.class));
  }

  private static List<Class<?>> leaves(Class<?> kind) {
    return kind.isSealed()
        ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(k -> leaves(k).stream()).distinct().toList()
        : List.of(kind);
  }

  private static Collection<Class<?>> kindsIn(Tensor y) {
    List<Class<?>> kinds = new ArrayList<>();
    Deque<Node> left = new ArrayDeque<>(List.of(y.node()));
    while (!left.isEmpty()) {
      Node next = left.pop();
      if (next.operation() != null) {
        kinds.add(next.operation().getClass());
      }
      left.addAll(List.of(next.inputs()));
    }
    return kinds;
  }

  record Cube() implements CustomOperation {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].pow(3);
    }

    @Override
    public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
      return g.mul(x[0].square().mul(3));
    }
  }
}
