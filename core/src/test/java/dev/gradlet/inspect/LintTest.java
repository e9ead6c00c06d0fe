package dev.gradlet.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LintTest {
  private static final Tensor X = Tensor.rand(new Generator(1), 8, 3);

  /** A linear model with all that a loop of two steps needs. */
  private static final class Model {
    final Tensor weight = Tensor.rand(new Generator(2), 3, 1).requireGrad();
    final Tensor bias = Tensor.zeros(1).requireGrad();

    Tensor predict() {
      return X.matmul(weight).add(bias);
    }

    Tensor loss() {
      return predict().sub(Tensor.ones(8, 1)).square().mean();
    }

    void zeroGrad() {
      weight.zeroGrad();
      bias.zeroGrad();
    }

    void step() {
      weight.assign(weight.sub(weight.grad().mul(0.1)));
    }
  }

  @FunctionalInterface
  private interface Step {
    void of(Model model);
  }

  private record Case(String name, Step step, String... slips) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> loops() {
    return Stream.of(
        new Case("right", m -> {
          m.zeroGrad();
          m.loss().backward();
          m.step();
        }),
        new Case("right, cleared after the step", m -> {
          m.loss().backward();
          m.step();
          m.zeroGrad();
        }),
        new Case("pairs that are meant", m -> {
          m.zeroGrad();
          m.loss().add(X.unsqueeze(1).sub(X.unsqueeze(0)).square().sum()).backward();
        }),
        new Case("no zeroGrad", m -> {
          m.loss().backward();
          m.step();
        }, "weight kept the gradient of the step before: call zeroGrad() before each backward()",
            "bias got two gradients without a step between"),
        new Case("a parameter that is left out", m -> {
          m.zeroGrad();
          X.matmul(m.weight).sum().backward();
        }, "bias got no gradient"),
        new Case("one that is cut off", m -> {
          m.zeroGrad();
          X.matmul(m.weight.detach()).add(m.bias).sum().backward();
        }, "weight got no gradient"),
        new Case("[n] against [n, 1]", m -> {
          m.zeroGrad();
          m.predict().sub(Tensor.ones(8)).square().mean().backward();
        }, "sub: shapes [8, 1] and [8] broadcast to every pair at LintTest.lambda$loops$"),
        new Case("a penalty of all", m -> {
          m.zeroGrad();
          m.loss().add(m.weight.square().sum()).add(m.bias.square().sum()).backward();
        }, "a penalty includes bias, which looks like a bias"),
        new Case("one with a factor, as norms", m -> {
          m.zeroGrad();
          m.loss().add(m.weight.norm().mul(0.1)).add(m.bias.add(1).sub(1).abs().sum())
              .add(m.bias.square().mul(0.1).sum()).backward();
        }, "a penalty includes bias, which looks like a bias"),
        new Case("one of all in a row", m -> {
          m.zeroGrad();
          m.loss().add(Tensor.concat(0, m.weight.flatten(), m.bias).pow(2).mean()).backward();
        }, "a penalty includes bias, which looks like a bias"),
        new Case("a penalty of the weights", m -> {
          m.zeroGrad();
          m.loss().add(m.weight.mul(m.weight).sum().mul(0.1)).backward();
        }),
        new Case("a bias within a square of something else", m -> {
          m.zeroGrad();
          X.matmul(m.weight).mul(m.bias.square()).sum().backward();
        }),
        new Case("no backward", m -> m.loss().item(), "backward() was not called"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("loops")
  void of_loop_saysEachSlipOnce(Case c) {
    Model model = new Model();
    Map<String, Tensor> named = new TreeMap<>(Map.of("weight", model.weight, "bias", model.bias));

    assertThat(Lint.of(named, () -> {
      for (int i = 0; i < 3; i++) {
        c.step().of(model);
      }
    })).hasSameSizeAs(c.slips()).zipSatisfy(List.of(c.slips()), (actual, slip) -> assertThat(actual).contains(slip));
  }

  @Test
  void of_penaltyOfAVectorThatIsAllWeights_saysNothing() {
    Tensor w = Tensor.ones(3).requireGrad();

    assertThat(Lint.of(Map.of("w", w), () -> {
      X.matmul(w).sub(1).square().mean().add(w.square().sum().mul(0.1)).backward();
    })).isEmpty();
  }

  @Test
  void of_badArguments_saysSo() {
    assertThatThrownBy(() -> Lint.of(null)).hasMessage("lint: the loop is null");
    assertThatThrownBy(() -> Lint.of(null, () -> {})).hasMessage("lint: the map of names is null");
  }
}
