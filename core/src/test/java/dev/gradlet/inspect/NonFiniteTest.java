package dev.gradlet.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gradlet.Tensor;
import dev.gradlet.engine.graph.Watcher;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NonFiniteTest {
  private static final Tensor X = Tensor.of(4f, 0f, -1f, 1e30f);

  /** What is computed, the operation that is to blame, and words of the message. */
  private record Case(String name, Supplier<Tensor> body, String operation, String... words) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Tensor backward(Tensor loss, Tensor x) {
    loss.backward();
    return x.grad();
  }

  static Stream<Case> cases() {
    Tensor v = X.requireGrad();
    return Stream.of(
        new Case("log of a negative number", () -> X.mul(2).log().exp().sum(), "log", "the first NaN was made by log",
            "1 element of shape [4] from [4] FLOAT32 with [8, 0, -2, 2e30]"),
        new Case("overflow", () -> X.square().sum(), "square", "the first infinity was made by square", "1 element"),
        new Case("0/0", () -> X.div(X).sum(), "div", "NaN was made by div", ", and [4]"),
        new Case("infinities that cancel", () -> X.square().sub(X.square()).sum(), "sub",
            "An infinity was made before, by square at NonFiniteTest"),
        new Case("in the data", () -> Tensor.of(1f, Float.NaN).add(1).sum(), "data",
            "the first NaN is in the data: a tensor of shape [2]"),
        new Case("a root at 0, backwards", () -> backward(v.abs().sqrt().mul(0).sum(), v), "div",
            "in the walk backwards through sqrt at NonFiniteTest"),
        new Case("a matrix product", () -> X.reshape(2, 2).mul(1e10).matmul(X.reshape(2, 2).mul(1e10)).sum(), "matmul",
            "An infinity was made before, by mul"),
        new Case("an extremum", () -> X.log().reshape(2, 2).min(1).values().sum(), "log", "NaN"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void watch_whatIsNotFinite_isFoundWithItsLine(Case c) {
    NonFiniteException found =
        catchThrowableOfType(NonFiniteException.class, () -> NonFinite.watch(() -> c.body().get().toDoubleArray()));

    assertThat(found).isNotNull();
    assertThat(found.operation()).as(found.getMessage()).isEqualTo(c.operation());
    assertThat(found.getMessage()).contains(c.words());
    if (!c.operation().equals("data")) {
      assertThat(found.origin().get(0).getFileName()).isEqualTo("NonFiniteTest.java");
      assertThat(found.origin().get(0).getMethodName()).contains("cases");
    }
  }

  @Test
  void watch_finiteOrMeant_runsAsAlways() {
    Tensor infinite = Tensor.of(1f, Float.NEGATIVE_INFINITY);

    assertThat(NonFinite.watch(() -> X.sigmoid().sum().item())).isEqualTo(X.sigmoid().sum().item());
    assertThatCode(() -> NonFinite.watch(() -> infinite.exp().sum().item())).as("within").doesNotThrowAnyException();
    assertThatCode(() -> NonFinite.watchNaN(() -> infinite.mul(2).evaluate())).doesNotThrowAnyException();
    assertThatThrownBy(() -> NonFinite.watchNaN(() -> infinite.sub(infinite).evaluate())).hasMessageContaining("NaN");
    assertThat(Watcher.current()).isNull();
  }

  @Test
  void watch_backward_leavesNoGradient() {
    Tensor x = Tensor.of(0f).requireGrad();

    assertThatThrownBy(() -> NonFinite.watch(() -> x.sqrt().sum().backward())).isInstanceOf(NonFiniteException.class);
    assertThat(x.grad()).isNull();
  }

  @Test
  void watch_expressionFromBefore_isFoundWithoutItsLine() {
    Tensor before = X.log().sum();

    assertThatThrownBy(() -> NonFinite.watch(() -> before.item())).hasMessageContaining("(made before the watch began)");
    assertThat(before.item()).isNaN();
  }
}
