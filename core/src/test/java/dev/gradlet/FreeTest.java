package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.run.ArrayPool;
import dev.gradlet.inspect.NonFinite;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is given up is used again, unless a tensor can still reach it. The pool overwrites what it is given, so whoever
 * can reach that all the same does not find the expected elements.
 */
class FreeTest {
  private static final int ROWS = 32;
  private static final int COLUMNS = 40;
  private static final Tensor GIVEN = Tensor.randn(new Generator(1), ROWS, COLUMNS);

  /** [ROWS, COLUMNS], computed. */
  private static Tensor computed() {
    return GIVEN.mul(2).evaluate();
  }

  private static Tensor variable() {
    return GIVEN.add(1).requireGrad();
  }

  private static Object arrayOf(Tensor tensor) {
    return tensor.read().array;
  }

  private static Tensor custom(Tensor x, UnaryOperator<Tensor> forward, UnaryOperator<Tensor> vjp) {
    return Autograd.apply(new CustomOperation() {
      @Override
      public Tensor forward(Tensor... inputs) {
        return forward.apply(inputs[0]);
      }

      @Override
      public Tensor vjp(int i, Tensor g, Tensor y, Tensor... inputs) {
        return vjp.apply(g);
      }
    }, x);
  }

  // ---- tensors ----

  private static final Map<String, UnaryOperator<Tensor>> OTHERS = Map.ofEntries(
      Map.entry("detached", Tensor::detach),
      Map.entry("transposed", x -> x.transpose().evaluate()),
      Map.entry("reshaped", x -> x.reshape(COLUMNS, ROWS).evaluate()),
      Map.entry("part", x -> x.narrow(0, 3, 2).evaluate()),
      Map.entry("part of a view", x -> x.transpose().evaluate().select(0, 2).evaluate()),
      Map.entry("variable", Tensor::requireGrad),
      Map.entry("assigned", x -> {
        Tensor w = variable();
        w.assign(x);
        return w;
      }),
      Map.entry("captured before it was assigned over", x -> {
        Tensor w = x.requireGrad();
        Tensor y = w.mul(3);
        w.assign(GIVEN);
        return y;
      }),
      Map.entry("gradient", x -> {
        Tensor w = variable();
        w.grad(x);
        return w.grad();
      }),
      Map.entry("result of a custom operation", x -> custom(x, y -> y, g -> g).evaluate()),
      Map.entry("the same computation", x -> {
        Tensor y = GIVEN.mul(5);
        Tensor z = GIVEN.mul(5);
        Autograd.evaluate(y, z);
        Autograd.free(y);
        return z;
      }));

  static Stream<String> others() {
    return OTHERS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("others")
  void free_elementsThatAnotherTensorHas_staysWithIt(String name) {
    float[] expected = OTHERS.get(name).apply(computed()).toFloatArray();
    Tensor x = computed();
    Tensor other = OTHERS.get(name).apply(x);
    Autograd.free(x);

    assertThat(other.toFloatArray()).isEqualTo(expected);
  }

  private static final Map<String, UnaryOperator<Tensor>> OTHERS_BEFORE = Map.ofEntries(
      Map.entry("detached", Tensor::detach),
      Map.entry("transposed", Tensor::transpose),
      Map.entry("reshaped", x -> x.reshape(COLUMNS, ROWS)),
      Map.entry("part", x -> x.narrow(0, 3, 2)),
      Map.entry("part of a view", x -> x.transpose().select(0, 2)),
      Map.entry("variable", Tensor::requireGrad),
      Map.entry("assigned", x -> {
        Tensor w = variable();
        w.assign(x);
        return w;
      }),
      Map.entry("captured by two variables", x -> {
        Tensor w = variable();
        w.assign(x);
        Tensor v = variable();
        v.assign(w);
        Autograd.free(w.detach());
        return v;
      }),
      Map.entry("gradient", x -> {
        Tensor w = variable();
        w.grad(x);
        return w.grad();
      }));

  static Stream<String> othersBefore() {
    return OTHERS_BEFORE.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("othersBefore")
  void free_elementsThatAnotherTensorHadBeforeTheyWereComputed_staysWithIt(String name) {
    float[] expected = OTHERS_BEFORE.get(name).apply(GIVEN.mul(2)).toFloatArray();
    Tensor x = GIVEN.mul(2);
    Tensor other = OTHERS_BEFORE.get(name).apply(x);
    x.evaluate();
    Autograd.free(x);

    assertThat(other.toFloatArray()).isEqualTo(expected);
  }

  @Test
  void free_valueThatAVariableWasGivenBeforeItWasComputed_staysWithIt() {
    Tensor w = variable();
    w.tanh().sum().backward();
    Autograd.noGrad(() -> w.assign(w.sub(w.grad().mul(0.1))));
    Tensor value = w.detach();
    double sum = value.sum().item();
    Autograd.free(value);

    assertThat(w.sum().item()).isEqualTo(sum);
    Tensor freed = computed();
    Autograd.free(freed);
    assertThatThrownBy(() -> w.assign(freed)).isInstanceOf(IllegalStateException.class);
    assertThat(w.sum().item()).isEqualTo(sum);
  }

  @Test
  void free_oneOfTwoGradients_leavesTheOther() {
    Tensor w = variable();
    Tensor v = variable();
    List<Tensor> gradients = Autograd.grad(w.add(v).tanh().sum(), w, v);
    float[] expected = gradients.get(1).toFloatArray();
    Tensor cotangent = GIVEN.mul(3);
    Tensor copy = Autograd.grad(w.add(1), cotangent, false, w).get(0);
    Autograd.free(gradients.get(0), copy);

    assertThat(gradients.get(1).toFloatArray()).isEqualTo(expected);
    assertThat(cotangent.toFloatArray()).isEqualTo(GIVEN.mul(3).toFloatArray());
  }

  @Test
  void free_elementsThatNoOtherTensorHas_serveTheNext() {
    Tensor x = computed();
    Object array = arrayOf(x);
    Autograd.free(x);

    assertThat(ArrayPool.holds(array)).isTrue();
    Tensor y = GIVEN.add(3).evaluate();
    assertThat(arrayOf(y) == array).isTrue();
    assertThat(y.sub(GIVEN).sub(3).abs().max().item()).isLessThan(1e-6);
  }

  @Test
  void free_twoTensorsWithTheSameElements_givesThemOnce() {
    Tensor x = computed();
    Object array = arrayOf(x);
    Tensor view = x.transpose().evaluate();
    Autograd.free(x, x);
    assertThat(ArrayPool.holds(array)).isFalse();
    Autograd.free(List.of(view, view));

    assertThat(ArrayPool.holds(array)).isTrue();
  }

  @Test
  void free_whatTheUserGave_isLeftAlone() {
    float[] elements = new float[ROWS * COLUMNS];
    Arrays.fill(elements, 7);
    Tensor x = Tensor.of(elements);
    Object array = arrayOf(x);
    Autograd.free(x);

    assertThat(ArrayPool.holds(array)).isFalse();
  }

  @Test
  void free_whatIsReadLater_isAnError() {
    Tensor x = computed();
    Tensor sum = x.sum();
    Tensor pending = GIVEN.mul(4);
    Tensor loss = variable().mul(x).sum();
    Autograd.free(x, pending);

    for (Supplier<?> reading : List.<Supplier<?>>of(
        x::toFloatArray, x::toString, sum::item, pending::toFloatArray, x.add(1)::evaluate, loss::item)) {
      assertThatThrownBy(reading::get).isInstanceOf(IllegalStateException.class)
          .hasMessage("the value of a tensor of shape [32, 40] is needed, and was given up by Autograd.free");
    }
    assertThatThrownBy(loss::backward).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void free_whatMayStillBeNeeded_isRefused() {
    Tensor x = computed();
    Tensor w = variable();

    assertThatThrownBy(() -> Autograd.free(x, w)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("free: a tensor of shape [32, 40] is a variable, whose value may still be needed");
    assertThatThrownBy(() -> Autograd.free(x, w.exp())).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("free: a tensor of shape [32, 40] has a history, whose value may still be needed");
    assertThatThrownBy(() -> Autograd.free(x, null)).isInstanceOf(NullPointerException.class)
        .hasMessageContaining("free: the tensor 1 is null");
    assertThat(x.toFloatArray()).hasSize(ROWS * COLUMNS);
  }

  @Test
  void free_whatAToolSaw_isLeftAlone() {
    Tensor w = variable();
    NonFinite.watch(() -> w.mul(GIVEN).exp().sum().backward());
    Object array = arrayOf(w.grad());
    w.zeroGrad();

    assertThat(ArrayPool.holds(array)).isFalse();
  }

  // ---- gradients ----

  /** Doubles, with that VJP. */
  private static Tensor twice(Tensor x, UnaryOperator<Tensor> vjp) {
    return custom(x, y -> y.mul(2), vjp);
  }

  /** What a user has when a variable forgets its gradient. */
  private static final Map<String, UnaryOperator<Tensor>> HELD = Map.ofEntries(
      Map.entry("the gradient", w -> {
        w.mul(GIVEN).exp().sum().backward();
        return w.grad();
      }),
      Map.entry("a view of the gradient", w -> {
        w.mul(GIVEN).exp().sum().backward();
        return w.grad().transpose().evaluate();
      }),
      Map.entry("a view that is not computed yet", w -> {
        w.mul(GIVEN).exp().sum().backward();
        return w.grad().transpose();
      }),
      Map.entry("something computed from the gradient later", w -> {
        w.mul(GIVEN).exp().sum().backward();
        return w.grad().mul(2);
      }),
      Map.entry("the gradient before the last was added", w -> {
        w.mul(GIVEN).exp().sum().backward();
        Tensor first = w.grad();
        w.sin().sum().backward();
        return first;
      }),
      Map.entry("the cotangent", w -> {
        Tensor cotangent = computed();
        w.mul(1).backward(cotangent);
        return cotangent;
      }),
      Map.entry("a cotangent that was not computed before", w -> {
        Tensor cotangent = GIVEN.mul(3);
        w.mul(1).backward(cotangent);
        return cotangent;
      }),
      Map.entry("the value of which the gradient is a copy", w -> {
        Tensor y = w.exp();
        y.sum().backward();
        return y;
      }),
      Map.entry("the factor of which the gradient is a copy", w -> {
        Tensor x = GIVEN.mul(3);
        w.mul(x).sum().backward();
        return x;
      }),
      Map.entry("the same gradient of another variable", w -> {
        Tensor v = variable();
        w.add(v).mul(GIVEN).exp().sum().backward();
        w.zeroGrad();
        return v.grad();
      }),
      Map.entry("another variable with the same gradient", w -> {
        Tensor v = variable();
        w.add(v).mul(GIVEN).exp().sum().backward();
        w.zeroGrad();
        return v.grad().mul(1);
      }),
      Map.entry("a gradient that was set", w -> {
        Tensor set = computed();
        w.grad(set);
        return set;
      }),
      Map.entry("a gradient that was set before it was computed", w -> {
        Tensor set = GIVEN.mul(3);
        w.grad(set);
        return set;
      }),
      Map.entry("what grad returned", w -> {
        Tensor loss = w.mul(GIVEN).exp().sum();
        Tensor gradient = Autograd.grad(loss, w).get(0);
        loss.backward();
        return gradient;
      }),
      Map.entry("what a VJP put aside", w -> {
        Tensor[] aside = new Tensor[1];
        twice(w, g -> aside[0] = g.mul(2)).mul(GIVEN).exp().sum().backward();
        return aside[0];
      }),
      Map.entry("a cotangent that a VJP put aside, and that is one again", w -> {
        Tensor[] aside = new Tensor[1];
        twice(variable(), g -> aside[0] = g.mul(2)).tanh().sum().backward();
        w.add(1).backward(aside[0]);
        return aside[0];
      }),
      Map.entry("the cotangent that a VJP put aside, which is that of the other operand too", w -> {
        Tensor[] aside = new Tensor[1];
        w.add(twice(variable(), g -> (aside[0] = g).mul(2))).mul(GIVEN).exp().sum().backward();
        return aside[0];
      }));

  static Stream<String> held() {
    return HELD.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("held")
  void zeroGrad_whatTheUserHas_staysAsItIs(String name) {
    float[] expected = HELD.get(name).apply(variable()).toFloatArray();
    Tensor w = variable();
    Tensor held = HELD.get(name).apply(w);
    w.zeroGrad();
    w.mul(GIVEN).cos().sum().backward();
    w.zeroGrad();

    assertThat(held.toFloatArray()).isEqualTo(expected);
  }

  @Test
  void zeroGrad_gradientThatNobodyHas_servesTheNext() {
    Tensor w = variable();
    Object before = null;
    for (int times = 0; times < 3; times++) {
      w.mul(GIVEN).exp().sum().backward();
      assertThat(before == null || ArrayPool.holds(before)).as("what the total replaced").isTrue();
      Tensor gradient = w.grad();
      before = arrayOf(gradient);
      Autograd.free(gradient);
      assertThat(ArrayPool.holds(before)).isFalse();
    }
    w.zeroGrad();

    assertThat(ArrayPool.holds(before)).isTrue();
  }

  /** The total replaces what it was added to, which nobody else has. */
  @Test
  void backward_manyTimes_addsUp() {
    Tensor w = variable();
    IntStream.range(0, 6).forEach(step -> w.mul(GIVEN).exp().sum().backward());
    Tensor v = variable();
    Evaluator.withoutFusion(() -> IntStream.range(0, 6).forEach(step -> v.mul(GIVEN).exp().sum().backward()));

    assertThat(w.grad().toFloatArray()).isEqualTo(v.grad().toFloatArray());
  }

  @Test
  void backwardAndZeroGrad_onSeveralThreads_neverShowAnotherValue() {
    Tensor w = variable();
    float[] once = HELD.get("the gradient").apply(variable()).toFloatArray();
    List<CompletableFuture<Void>> running = IntStream.range(0, 4).mapToObj(i -> CompletableFuture.runAsync(() -> {
      for (int step = 0; step < 200; step++) {
        w.mul(GIVEN).exp().sum().backward();
        Tensor gradient = w.grad();
        w.zeroGrad();
        if (gradient != null) {
          float[] found = gradient.toFloatArray();
          float times = Math.round(found[0] / once[0]);
          assertThat(found[1] / once[1]).isCloseTo(times, within(1e-4f));
          assertThat(found[COLUMNS * ROWS - 1] / once[COLUMNS * ROWS - 1])
              .isCloseTo(times, within(1e-4f));
        }
      }
    })).toList();

    running.forEach(CompletableFuture::join);
  }
}
