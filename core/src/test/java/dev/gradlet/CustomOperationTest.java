package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CustomOperationTest {

  /** y = a b + a, whose second input may have no gradient. */
  private record Affine(boolean onlyFirst) implements CustomOperation {
    @Override
    public Tensor forward(Tensor... x) {
      assertThat(x[0].requiresGrad()).isFalse();
      return x[0].mul(x[1]).add(x[0]);
    }

    @Override
    public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
      return i == 0 ? g.mul(x[1].add(1)) : onlyFirst ? null : g.mul(x[0]);
    }
  }

  @Test
  void apply_twoInputs_agreesWithDifferences() {
    Differences.check(
        "affine", 4, x -> Autograd.apply(new Affine(false), x[0], x[1]).square(), Domain.REAL, new long[] {2, 3},
            new long[] {2, 3});
  }

  @Test
  void apply_inputWithoutCotangent_getsNoGradient() {
    Tensor a = Tensor.of(1.0, 2.0).requireGrad();
    Tensor b = Tensor.of(3.0, 4.0).requireGrad();
    Autograd.apply(new Affine(true), a, b).sum().backward();

    assertThat(a.grad().toDoubleArray()).containsExactly(4, 5);
    assertThat(b.grad()).isNull();
  }

  @Test
  void apply_amongOthers_isFusedWithThem() {
    Tensor a = Tensor.of(1.0, 2.0).requireGrad();
    Tensor y = Autograd.apply(new Affine(false), a.add(1), a).mul(2).sum();
    y.backward();

    assertThat(y.item()).isEqualTo(2 * (2 * 1 + 2 + 3 * 2 + 3));
    assertThat(a.grad().toDoubleArray()).containsExactly(2 * (2 + 2), 2 * (3 + 3));
  }

  @Test
  void apply_forwardThatReadsValues_isPossible() {
    CustomOperation rounding = new CustomOperation() {
      @Override
      public Tensor forward(Tensor... x) {
        double[] values = x[0].toDoubleArray();
        for (int i = 0; i < values.length; i++) {
          values[i] = Math.rint(values[i]);
        }
        return Tensor.of(values);
      }

      @Override
      public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
        return g;
      }
    };
    Tensor x = Tensor.of(0.4, 1.6).requireGrad();
    Tensor y = Autograd.apply(rounding, x.mul(1));
    y.square().sum().backward();

    assertThat(y.toDoubleArray()).containsExactly(0, 2);
    assertThat(x.grad().toDoubleArray()).containsExactly(0, 4);
  }

  @Test
  void backward_vjpOfAnotherShape_isRefused() {
    CustomOperation wrong = new CustomOperation() {
      @Override
      public Tensor forward(Tensor... x) {
        return x[0].sum();
      }

      @Override
      public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
        return g;
      }
    };
    Tensor x = Tensor.of(1.0, 2.0).requireGrad();

    assertThatThrownBy(() -> Autograd.apply(wrong, x).backward())
        .hasMessageContainingAll("custom: its vjp", "[]", "[2]");
    assertThat(x.grad()).isNull();
  }

  @Test
  void apply_forwardReturningNull_isRefused() {
    CustomOperation nothing = new CustomOperation() {
      @Override
      public Tensor forward(Tensor... x) {
        return null;
      }

      @Override
      public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
        return g;
      }
    };
    assertThatThrownBy(() -> Autograd.apply(nothing, Tensor.ones(1))).hasMessageContainingAll("apply: ", "null");
  }

  @Test
  void toString_pendingAfterASecondCustomOperation_keepsThemApart() {
    Tensor x = Tensor.of(1.0, 2.0);
    Tensor one = Autograd.apply(new Affine(false), x, x);
    Tensor two = Autograd.apply(new GradcheckTest.Cube(), x);

    assertThat(one.toDoubleArray()).containsExactly(2, 6);
    assertThat(two.toDoubleArray()).containsExactly(1, 8);
  }
}
