package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AutogradTest {

  private static Tensor variable(double... values) {
    return Tensor.of(values).requireGrad();
  }

  // ---- accumulation ----

  @Test
  void backward_twice_accumulates() {
    Tensor x = variable(1, 2);
    x.square().sum().backward();
    x.mul(3).sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(5, 7);

    x.zeroGrad();
    assertThat(x.grad()).isNull();
    x.sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(1, 1);
  }

  @Test
  void grad_setOrScaled_replacesWhatWasAddedUpAndIsAddedTo() {
    Tensor x = variable(1, 2);
    Tensor gradient = variable(3, 4).mul(2);
    x.grad(gradient);
    x.sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(7, 9);

    x.grad(x.grad().mul(0.5));
    assertThat(x.grad().toDoubleArray()).containsExactly(3.5, 4.5);
    assertThat(x.grad().requiresGrad()).isFalse();
    x.grad(null);
    assertThat(x.grad()).isNull();
  }

  @Test
  void backward_variableUsedAgainAfterAssign_countsBothUses() {
    Tensor x = variable(2);
    Tensor before = x.square();
    x.assign(Tensor.of(5.0));
    before.add(x.square()).sum().backward();

    assertThat(x.grad().toDoubleArray()).containsExactly(2 * 2 + 2 * 5);
  }

  @Test
  void backward_cotangent_weighsTheGradients() {
    Tensor x = variable(1, 2, 3);
    x.square().backward(Tensor.of(1.0, 10.0, 100.0));

    assertThat(x.grad().toDoubleArray()).containsExactly(2, 40, 600);
  }

  @Test
  void backward_scalarOfAnyRank_needsNoCotangent() {
    Tensor x = variable(3);
    x.square().reshape(1, 1).backward();

    assertThat(x.grad().toDoubleArray()).containsExactly(6);
  }

  @Test
  void backward_onTheVariableItself_givesOne() {
    Tensor x = Tensor.scalar(3.0).requireGrad();
    x.backward();

    assertThat(x.grad().item()).isEqualTo(1);
  }

  @Test
  void backward_gradient_hasNoHistory() {
    Tensor x = variable(1, 2);
    x.square().sum().backward();

    assertThat(x.grad().requiresGrad()).isFalse();
    assertThat(x.grad().node().inputs()).isEmpty();
  }

  // ---- histories ----

  @Test
  void backward_secondTime_saysThatTheHistoryIsGone() {
    Tensor x = variable(1, 2);
    Tensor loss = x.square().sum();
    loss.backward();

    assertThatThrownBy(loss::backward).isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("backward: ").hasMessageContaining("already walked")
            .hasMessageContaining("backward(cotangent, true)");
    assertThat(x.grad().toDoubleArray()).containsExactly(2, 4);
  }

  @Test
  void backward_partWalkedBefore_saysThatTheHistoryIsGone() {
    Tensor x = variable(1, 2);
    Tensor shared = x.exp();
    shared.sum().backward();
    Tensor other = shared.square().sum();

    assertThatThrownBy(other::backward).hasMessageContaining("already walked");
  }

  @Test
  void backward_retainGraph_canBeRepeated() {
    Tensor x = variable(1, 2);
    Tensor loss = x.square().sum();
    loss.backward(null, true);
    loss.backward(null, true);
    loss.backward();

    assertThat(x.grad().toDoubleArray()).containsExactly(6, 12);
    assertThatThrownBy(loss::backward).hasMessageContaining("already walked");
  }

  @Test
  void item_afterBackward_isStillThere() {
    Tensor x = variable(1, 2);
    Tensor y = x.mul(3);
    Tensor view = y.reshape(2, 1);
    Tensor loss = view.square().sum();
    loss.backward();

    assertThat(loss.item()).isEqualTo(45);
    assertThat(y.toDoubleArray()).containsExactly(3, 6);
    assertThat(view.toDoubleArray()).containsExactly(3, 6);
  }

  @Test
  void noGrad_inside_recordsNothing() {
    Tensor x = variable(1, 2);
    Tensor y = Autograd.noGrad(() -> x.square());

    assertThat(y.requiresGrad()).isFalse();
    assertThat(x.square().requiresGrad()).as("outside again").isTrue();
    assertThatThrownBy(() -> y.sum().backward()).hasMessageContaining("no history");
  }

  @Test
  void noGrad_bodyThrows_recordsAgain() {
    Tensor x = variable(1, 2);
    assertThatThrownBy(() -> Autograd.noGrad((Runnable) () -> x.sum(7))).isInstanceOf(IllegalArgumentException.class);

    assertThat(x.square().requiresGrad()).isTrue();
  }

  @Test
  void noGrad_otherThread_stillRecords() throws InterruptedException {
    Tensor x = variable(1, 2);
    boolean[] recorded = new boolean[1];
    Thread other = new Thread(() -> recorded[0] = x.square().requiresGrad());
    Autograd.noGrad(() -> {
      other.start();
      try {
        other.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });

    assertThat(recorded[0]).isTrue();
  }

  @Test
  void detach_pendingValue_cutsTheHistory() {
    Tensor x = variable(1, 2);
    Tensor y = x.square();
    x.mul(y.detach()).sum().backward();

    assertThat(x.grad().toDoubleArray()).containsExactly(1, 4);
    assertThat(y.detach().requiresGrad()).isFalse();
    assertThat(y.detach().toDoubleArray()).containsExactly(1, 4);
  }

  // ---- variables ----

  @Test
  void assign_pendingExpression_keepsTheOldValue() {
    Tensor x = variable(1, 2);
    Tensor pending = x.mul(10);
    x.assign(x.add(5));

    assertThat(pending.toDoubleArray()).containsExactly(10, 20);
    assertThat(x.toDoubleArray()).containsExactly(6, 7);
    assertThat(x.mul(10).toDoubleArray()).containsExactly(60, 70);
  }

  @Test
  void assign_itsOwnHistory_isNotKept() {
    Tensor x = variable(1);
    for (int i = 0; i < 1000; i++) {
      x.assign(x.mul(0.999).evaluate());
    }
    x.sum().backward();

    assertThat(x.grad().toDoubleArray()).containsExactly(1);
  }

  @Test
  void assign_gradient_stays() {
    Tensor x = variable(3);
    x.square().sum().backward();
    x.assign(Tensor.of(0.0));

    assertThat(x.grad().toDoubleArray()).containsExactly(6);
  }

  @Test
  void requireGrad_again_isTheSameVariable() {
    Tensor x = variable(1);
    assertThat(x.requireGrad()).isSameAs(x);
  }

  @Test
  void requireGrad_constant_leavesItUnchanged() {
    Tensor constant = Tensor.of(1.0);
    constant.requireGrad().assign(Tensor.of(2.0));

    assertThat(constant.requiresGrad()).isFalse();
    assertThat(constant.item()).isEqualTo(1);
  }

  // ---- functional gradients ----

  @Test
  void grad_ofSeveralInputs_touchesNoGradients() {
    Tensor x = variable(1, 2);
    Tensor y = variable(3, 4);
    Tensor loss = x.mul(y).sum();
    List<Tensor> gradients = Autograd.grad(loss, y, x);

    assertThat(gradients.get(0).toDoubleArray()).containsExactly(1, 2);
    assertThat(gradients.get(1).toDoubleArray()).containsExactly(3, 4);
    assertThat(x.grad()).isNull();
    loss.backward();
    assertThat(x.grad().toDoubleArray()).as("the history is still there").containsExactly(3, 4);
  }

  @Test
  void grad_ofAnIntermediateValue_stopsThere() {
    Tensor x = variable(1, 2);
    Tensor y = x.square();

    assertThat(Autograd.grad(y.mul(y).sum(), y).get(0).toDoubleArray()).containsExactly(2, 8);
  }

  @Test
  void grad_createGraph_givesHigherDerivatives() {
    Tensor x = variable(2);
    Tensor y = x.square().square().sum();
    Tensor first = Autograd.grad(y, null, true, x).get(0);
    Tensor second = Autograd.grad(first.sum(), null, true, x).get(0);
    Tensor third = Autograd.grad(second.sum(), x).get(0);

    assertThat(first.toDoubleArray()).containsExactly(32);
    assertThat(second.toDoubleArray()).containsExactly(48);
    assertThat(third.toDoubleArray()).containsExactly(48);
    assertThat(third.requiresGrad()).isFalse();
  }

  @Test
  void grad_ofAGradientPenalty_flowsIntoGradients() {
    Tensor x = variable(1, 2);
    Tensor gradient = Autograd.grad(x.square().mul(x).sum(), null, true, x).get(0);
    gradient.square().sum().backward();

    assertThat(x.grad().toDoubleArray()).containsExactly(36, 36 * 8);
  }

  // ---- misuse ----

  @Test
  void backward_nonScalar_asksForACotangent() {
    Tensor x = variable(1, 2);
    assertThatThrownBy(() -> x.square().backward()).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("backward: shape [2] is not a scalar").hasMessageContaining("cotangent");
    assertThat(x.grad()).isNull();
  }

  @Test
  void backward_withoutHistory_saysSo() {
    assertThatThrownBy(() -> Tensor.ones(2).sum().backward()).isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("backward: ").hasMessageContaining("no history");
  }

  @Test
  void backward_ofIndices_saysThatThereIsNoHistory() {
    assertThatThrownBy(() -> variable(1, 2).argMin(0).backward()).hasMessageContaining("no history");
  }

  @Test
  void backward_cotangentOfAnotherShape_isRefused() {
    Tensor x = variable(1, 2);
    assertThatThrownBy(() -> x.square().backward(Tensor.ones(3))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("backward: ", "[3]", "[2]");
    assertThat(x.grad()).isNull();
  }

  @Test
  void grad_unrelatedInput_isRefused() {
    Tensor x = variable(1, 2);
    Tensor other = variable(1, 2, 3);
    assertThatThrownBy(() -> Autograd.grad(x.sum(), x, other)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("grad: ", "does not depend on input 1", "[3]");
  }

  @Test
  void grad_constantInput_isRefused() {
    Tensor x = variable(1, 2);
    assertThatThrownBy(() -> Autograd.grad(x.sum(), Tensor.ones(4))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("grad: ", "input 0", "[4]", "requireGrad()");
  }

  @Test
  void grad_nonScalar_asksForACotangent() {
    Tensor x = variable(1, 2);
    assertThatThrownBy(() -> Autograd.grad(x.mul(2), x)).hasMessageContainingAll("grad: ", "[2]", "not a scalar");
  }

  @Test
  void backward_failingHalfway_leavesGradientsAndHistoryAlone() {
    Tensor x = variable(1, 2);
    x.sum().backward();
    boolean[] fail = {true};
    CustomOperation fragile = new CustomOperation() {
      @Override
      public Tensor forward(Tensor... in) {
        return in[0].mul(2);
      }

      @Override
      public Tensor vjp(int i, Tensor g, Tensor y, Tensor... in) {
        if (fail[0]) {
          throw new IllegalStateException("not yet");
        }
        return g.mul(2);
      }
    };
    Tensor loss = Autograd.apply(fragile, x.square()).sum();

    assertThatThrownBy(loss::backward).hasMessage("not yet");
    assertThat(x.grad().toDoubleArray()).as("unchanged").containsExactly(1, 1);
    assertThat(x.mul(2).requiresGrad()).as("recording again").isTrue();
    fail[0] = false;
    loss.backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(5, 9);
  }

  @Test
  void backward_tooLargeToStore_leavesGradientsAlone() {
    Tensor x = Tensor.zeros(1, 1).requireGrad();
    Tensor small = Tensor.zeros(1).requireGrad();
    Tensor big = x.expand(1 << 16, 1 << 16);
    Tensor loss = big.gather(0, Tensor.of(new int[][] {{0}})).sum().add(small.sum());

    assertThatThrownBy(loss::backward).hasMessageContaining("[65536, 65536]");
    assertThat(small.grad()).isNull();
  }

  /** Derivatives of every order at one point, each differentiated again; zeros where there is none. */
  private static double[] derivatives(Function<Tensor, Tensor> f, double at, int orders) {
    Tensor x = Tensor.scalar(at).requireGrad();
    Tensor y = f.apply(x);
    double[] derivatives = new double[orders];
    for (int i = 0; i < orders; i++) {
      y = Autograd.gradOrZeros(y, null, true, x).get(0);
      derivatives[i] = y.item() + 0.0; // no −0
    }
    return derivatives;
  }

  @Test
  void gradOrZeros_powersAtZero_areThoseOfTheFormula() {
    Tensor two = Tensor.scalar(2.0).requireGrad();

    assertThat(derivatives(x -> x.pow(0), 0, 2)).containsExactly(0, 0);
    assertThat(derivatives(x -> x.pow(Tensor.scalar(0.0)), 0, 3)).containsExactly(0, 0, 0);
    assertThat(derivatives(x -> x.pow(4), 0, 5)).containsExactly(0, 0, 0, 24, 0);
    assertThat(derivatives(x -> x.pow(two).neg().exp(), 0, 4)).containsExactly(0, -2, 0, 12);
    assertThat(derivatives(x -> x.pow(Tensor.scalar(2.0)).neg().exp(), 0, 4)).containsExactly(0, -2, 0, 12);
    assertThat(derivatives(x -> x.pow(3).add(x.pow(1)), 0, 4)).containsExactly(1, 0, 6, 0);
    assertThat(derivatives(x -> Tensor.scalar(0.0).pow(x.add(2)), 0, 2)).containsExactly(0, 0);
  }

  @Test
  void gradOrZeros_whatIsLinear_hasASecondDerivativeOfZeros() {
    Tensor x = Tensor.of(1.0, 2.0).requireGrad();
    Tensor other = Tensor.zeros(3).requireGrad();
    Tensor y = x.mul(2).sum();

    assertThat(derivatives(v -> v.mul(2), 5, 3)).containsExactly(2, 0, 0);
    assertThat(Autograd.gradOrZeros(y, null, true, x, other).get(1).toDoubleArray()).containsExactly(0, 0, 0);
    assertThatThrownBy(() -> Autograd.grad(y, x, other)).hasMessageContaining("gradOrZeros gives zeros");
    assertThatThrownBy(() -> Autograd.grad(Autograd.grad(y, null, true, x).get(0).sum(), x))
        .hasMessageContaining("no history");
  }

  @Test
  void backward_customVjpOfAnotherDtype_isRefusedAtTheWalk() {
    CustomOperation widening = new CustomOperation() {
      @Override
      public Tensor forward(Tensor... x) {
        return x[0].mul(2);
      }

      @Override
      public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
        return g.to(DType.FLOAT64);
      }
    };
    Tensor x = Tensor.of(1f).requireGrad();

    assertThatThrownBy(() -> Autograd.apply(widening, x).sum().backward())
        .hasMessageContaining("its vjp returned dtype FLOAT64 for an input of dtype FLOAT32");
    assertThat(x.grad()).isNull();
  }

  @Test
  void backward_twoThreadsOneVariable_addsUp() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      Tensor x = Tensor.ones(3).requireGrad();
      Thread[] threads = new Thread[4];
      for (int i = 0; i < threads.length; i++) {
        threads[i] = new Thread(() -> {
          for (int step = 0; step < 5; step++) {
            x.mul(2).sum().backward();
          }
        });
        threads[i].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(x.grad().toDoubleArray()).containsOnly(40);
    }
  }
}
