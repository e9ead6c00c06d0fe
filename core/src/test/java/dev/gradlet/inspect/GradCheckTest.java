package dev.gradlet.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradlet.Autograd;
import dev.gradlet.CustomOperation;
import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Index;
import dev.gradlet.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradCheckTest {

  @FunctionalInterface
  private interface Vjp {
    Tensor of(int i, Tensor g, Tensor y, Tensor... x);
  }

  /** An operation whose vector-Jacobian product may be wrong. */
  private static Function<Tensor[], Tensor> operation(Function<Tensor[], Tensor> forward, Vjp vjp) {
    return x -> Autograd.apply(new CustomOperation() {
      @Override
      public Tensor forward(Tensor... inputs) {
        return forward.apply(inputs);
      }

      @Override
      public Tensor vjp(int i, Tensor g, Tensor y, Tensor... inputs) {
        return vjp.of(i, g, y, inputs);
      }
    }, x);
  }

  private static Tensor draw(long... sizes) {
    return Tensor.randn(DType.FLOAT64, new Generator(Arrays.hashCode(sizes)), sizes);
  }

  /** A function, where it is checked, and a part of the finding. */
  private record Case(String name, Function<Tensor[], Tensor> f, String finding, Tensor... at) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> mistakes() {
    Tensor matrix = draw(2, 3);
    Tensor row = draw(3);
    Tensor tied = Tensor.of(2.0, 5.0, 5.0);
    Function<Tensor[], Tensor> sum = x -> x[0].add(x[1]);
    Function<Tensor[], Tensor> product = x -> x[0].matmul(x[1]);
    Function<Tensor[], Tensor> max = x -> x[0].max();
    return Stream.of(
        new Case("no sum over a broadcast axis", operation(sum, (i, g, y, x) -> g),
            "returned shape [2, 3] for an input of shape [3]", matrix, row),
        new Case("the first row instead of the sum",
            operation(sum, (i, g, y, x) -> i == 0 ? g : g.index(Index.at(0))), "first derivative for x1[", matrix, row),
        new Case("transposed product",
            operation(product, (i, g, y, x) -> i == 0 ? g.matmul(x[1]) : x[0].transpose().matmul(g)),
            "first derivative for x0[", draw(3, 3), Tensor.arange(9).to(DType.FLOAT64).reshape(3, 3)),
        new Case("a sign", operation(x -> x[0].sub(x[1]), (i, g, y, x) -> g), "-1 times as large", row, row.mul(2)),
        new Case("a factor 2", operation(x -> x[0].square(), (i, g, y, x) -> g.mul(x[0])), "first derivative for x0[",
            row),
        new Case("a factor 2 too many", operation(x -> x[0], (i, g, y, x) -> g.mul(2)), "2 times as large", row),
        new Case("a tie counted twice", operation(max, (i, g, y, x) -> Tensor.where(x[0].eq(y), g, 0)),
            "a tie with x0[1]: moved together they have slope 1, their gradients add up to 2", tied),
        new Case("a dtype", operation(x -> x[0].exp(), (i, g, y, x) -> g.mul(y).to(DType.FLOAT32)),
            "returned dtype FLOAT32", row),
        new Case("a forgotten inner derivative",
            operation(x -> x[0].mul(3).sin(), (i, g, y, x) -> g.mul(x[0].mul(3).cos())),
            "by differences", row),
        new Case("an input without gradient",
            operation(x -> x[0].mul(x[1]), (i, g, y, x) -> i == 0 ? g.mul(x[1]) : null),
            "first derivative for x1[", row, row.add(1)),
        new Case("inputs exchanged", operation(x -> x[0].mul(x[1]), (i, g, y, x) -> g.mul(x[i])), "by differences", row,
            row.add(1)),
        new Case("a constant in the second order",
            operation(x -> x[0].pow(3), (i, g, y, x) -> g.mul(x[0].detach().square().mul(3))),
            "second derivative for x0[", row),
        new Case("one element",
            operation(x -> x[0], (i, g, y, x) -> g.mul(Tensor.arange(60).ne(41).reshape(3, 20).to(g.dtype()))),
            "first derivative for x0[2, 1] in FLOAT64: 0 by the gradient", draw(3, 20)),
        new Case("a mean for a sum", operation(x -> x[0].sum(), (i, g, y, x) -> g.div(3).expand(3)), "by differences",
            row),
        new Case("outside of a kink", operation(x -> x[0].relu(), (i, g, y, x) -> g.mul(2)), "not between them",
            Tensor.zeros(DType.FLOAT64, 1)),
        new Case("a factor in FLOAT32",
            operation(x -> x[0], (i, g, y, x) -> g.mul(g.dtype() == DType.FLOAT32 ? 1.01 : 1)),
            "in FLOAT32, ", row),
        new Case("no number", operation(x -> x[0], (i, g, y, x) -> g.mul(Double.NaN)), "NaN by the gradient", row));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void run_plantedMistake_isFound(Case c) {
    GradReport report = GradCheck.of(c.f(), c.at()).run();

    assertThat(report.toString()).contains(c.finding());
    assertThat(report.passed()).isFalse();
    assertThatThrownBy(report::orThrow).hasMessage(report.toString());
  }

  private static Tensor ofDoubles(Tensor... x) {
    if (x[0].dtype() != DType.FLOAT64) {
      throw new IllegalArgumentException("only doubles");
    }
    return x[0].exp();
  }

  static Stream<Case> rightOnes() {
    Tensor x = draw(3, 4);
    return Stream.of(
        new Case("tanh", in -> in[0].tanh(), "", x),
        new Case("product", in -> in[0].matmul(in[1]).exp(), "", x, draw(4, 2)),
        new Case("float32 in", in -> in[0].sigmoid().mul(in[1]), "", x.to(DType.FLOAT32), draw(4).to(DType.FLOAT32)),
        new Case("takes FLOAT32 only", operation(in -> Tensor.of(in[0].toFloatArray()), (i, g, y, in) -> g),
            "checked in FLOAT32 only, as in FLOAT64 it says: toFloatArray", Tensor.of(1f, 2f)),
        new Case("takes FLOAT64 only", GradCheckTest::ofDoubles,
            "checked in FLOAT64 only, as in FLOAT32 it says: only doubles", x),
        new Case("large values", in -> in[0].mul(1e6).square(), "", x),
        new Case("small values", in -> in[0].mul(1e-6).square(), "", x),
        new Case("constant", in -> Tensor.scalar(1.0), "", x),
        new Case("linear", in -> in[0].sum(), "", x),
        new Case("nothing", in -> in[0].exp(), "", Tensor.zeros(DType.FLOAT64, 0, 3)),
        new Case("relu at zero", in -> in[0].relu(), "x0[1] in FLOAT64: a kink", Tensor.of(1.0, 0.0, -1.0)),
        new Case("abs at zero", in -> in[0].abs(), "a kink", Tensor.of(1.0, 0.0)),
        new Case("kinks that cancel", in -> in[0].relu().sub(in[1].relu()), "a kink", Tensor.of(0.0), Tensor.of(0.0)),
        new Case("largest of equal ones", in -> in[0].max(), "a kink", Tensor.of(1.0, 1.0)),
        new Case("first of equal ones", in -> in[0].max(0).values(), "a kink", Tensor.of(1.0, 1.0)),
        new Case("equal ones within", in -> in[0].sub(in[1]).abs().sum(), "a kink", Tensor.of(1.0), Tensor.of(1.0)),
        new Case("a kink nearby", in -> in[0].relu(), "", Tensor.of(1e-4, -1e-5)),
        new Case("root at zero", in -> in[0].sqrt(), "not finite on one side", Tensor.of(0.0, 1.0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rightOnes")
  void run_rightGradients_passes(Case c) {
    GradReport report = GradCheck.of(c.f(), c.at()).run();

    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.toString()).contains(c.finding());
    assertThat(report.findings().isEmpty()).as(report.toString()).isEqualTo(!c.finding().matches(".*(kink|finite).*"));
  }

  @Test
  void run_lossOfVariables_namesParameterAndElementAndLeavesThemAsTheyWere() {
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      Tensor weight = draw(2, 3).to(dtype).requireGrad();
      Tensor bias = draw(2).to(dtype).requireGrad();
      double[] before = weight.toDoubleArray();
      Tensor x = draw(5, 3).to(dtype);
      Function<Tensor, Tensor> head = y -> y.tanh().square().mean();
      Map<String, Tensor> named = Map.of("weight", weight, "bias", bias);

      assertThat(GradCheck.ofLoss(() -> head.apply(x.matmul(weight.transpose()).add(bias)), named).run().findings())
          .isEmpty();
      GradReport wrong = GradCheck.ofLoss(
          () -> head.apply(operation(in -> in[0].add(in[1]), (i, g, y, in) -> i == 0 ? g : g.mean(0))
              .apply(new Tensor[] {x.matmul(weight.transpose()), bias})), named).run();

      assertThat(wrong.findings()).isNotEmpty().allMatch(finding -> finding.input().equals("bias")
          && finding.order() == 1);
      assertThat(weight.toDoubleArray()).containsExactly(before);
      assertThat(weight.grad()).isNull();
    }
  }

  @Test
  void run_whatCannotBeChecked_saysWhy() {
    Tensor x = draw(3);
    assertThatThrownBy(() -> GradCheck.of(y -> y, Tensor.of(1, 2)))
        .hasMessageContaining("x0 of dtype INT32 has no gradient");
    assertThatThrownBy(() -> GradCheck.of(y -> null, x).run()).hasMessageContaining("the function returned null");
    assertThatThrownBy(() -> GradCheck.of(y -> y.gt(0), x).run()).hasMessageContaining("returned dtype BOOL");
    assertThatThrownBy(() -> GradCheck.of(y -> y.log(), x.abs().neg()).run())
        .hasMessageContaining("not finite at this point");
    assertThatThrownBy(() -> GradCheck.of(y -> y.mul(Tensor.rand(3)), x).run())
        .hasMessageContaining("not the same when called twice");
    assertThatThrownBy(() -> GradCheck.ofLoss(() -> x.sum(), Map.of("x", x))).hasMessageContaining("x is no variable");
    assertThatThrownBy(() -> GradCheck.ofLoss(() -> x.sum(), Map.of())).hasMessageContaining("there is no input");
  }
}
