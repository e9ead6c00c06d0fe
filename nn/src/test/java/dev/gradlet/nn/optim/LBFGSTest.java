package dev.gradlet.nn.optim;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.Parameter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LBFGSTest {
  private final Parameter x = Parameter.of(Tensor.of(-1.2, 1.0));
  private final Parameter y = Parameter.of(Tensor.of(0.5));

  private Tensor loss() {
    return x.square().mul(Tensor.of(1.0, 50.0)).sum().add(y.sub(3).square().sum()).add(x.sum().mul(y).sum());
  }

  @Test
  void step_leastSquares_findsThem() {
    Tensor inputs = Tensor.randn(DType.FLOAT64, new Generator(1), 50, 3);
    Tensor targets = inputs.matmul(Tensor.of(new double[][] {{1}, {-2}, {3}})).add(0.5);
    Linear model = new Linear(DType.FLOAT64, 3, 1, true, new Generator(2));
    LBFGS optimizer = new LBFGS(LBFGS.options(1).strongWolfe(true), model.parameters());

    optimizer.step(() -> new MSELoss().forward(model.forward(inputs), targets));

    assertClose("weight", model.weight(), Tensor.of(new double[][] {{1, -2, 3}}), 1e-4);
    assertClose("bias", model.bias(), Tensor.of(0.5), 1e-4);
  }

  @Test
  void step_withoutALoss_isOneIterationFromTheGradients() {
    Parameter twinX = Parameter.of(x);
    Parameter twinY = Parameter.of(y);
    LBFGS one = new LBFGS(LBFGS.options(0.5).maxIterations(1), List.of(x, y));
    LBFGS other = new LBFGS(LBFGS.options(0.5), List.of(twinX, twinY));
    for (int i = 0; i < 6; i++) {
      one.step(this::loss);
      other.zeroGrad();
      twinX.square().mul(Tensor.of(1.0, 50.0)).sum().add(twinY.sub(3).square().sum())
          .add(twinX.sum().mul(twinY).sum())
          .backward();
      other.step();
    }

    assertThat(twinX.toDoubleArray()).isEqualTo(x.toDoubleArray());
    assertThat(twinY.toDoubleArray()).isEqualTo(y.toDoubleArray());
    assertThat(one.stateDict().keySet()).isEqualTo(other.stateDict().keySet());
  }

  @Test
  void loadStateDict_inTheMiddle_goesOnBitForBit() {
    LBFGS.Options options = LBFGS.options(1).maxIterations(3).historySize(2).strongWolfe(true);
    LBFGS optimizer = new LBFGS(options, List.of(x, y));
    optimizer.step(this::loss);
    Map<String, Tensor> state = optimizer.stateDict();
    Tensor savedX = x.detach();
    Tensor savedY = y.detach();
    optimizer.step(this::loss);
    double[] expected = x.toDoubleArray();

    x.assign(savedX);
    y.assign(savedY);
    LBFGS resumed = new LBFGS(options, List.of(x, y));
    resumed.loadStateDict(state);
    resumed.step(this::loss);

    assertThat(x.toDoubleArray()).isEqualTo(expected);
  }

  @Test
  void step_lossThatFailsOnTheWay_movesNothing() {
    int[] calls = {0};
    Supplier<Tensor> failing = () -> {
      if (calls[0]++ == 3) {
        throw new IllegalStateException("no more");
      }
      return loss();
    };
    LBFGS optimizer = new LBFGS(LBFGS.options(0.1), List.of(x, y));

    assertThatIllegalStateException().isThrownBy(() -> optimizer.step(failing)).withMessage("no more");

    assertThat(x.toDoubleArray()).containsExactly(-1.2, 1);
    assertThat(optimizer.stateDict().get("LBFGS.state.0.step").item()).isZero();
  }

  @Test
  void step_lossNaNToBeginWith_isRefused() {
    LBFGS optimizer = new LBFGS(List.of(x));

    assertThatIllegalStateException()
        .isThrownBy(() -> optimizer.step(() -> x.log().sum()))
        .withMessage("LBFGS: the loss is infinite or NaN before the step; nothing was moved");
    assertThat(x.toDoubleArray()).containsExactly(-1.2, 1);
  }

  @Test
  void step_lossNaNFartherOn_searchesNearer() {
    LBFGS optimizer = new LBFGS(LBFGS.options(100).strongWolfe(true), List.of(y));

    for (int i = 0; i < 5; i++) {
      optimizer.step(() -> y.sub(y.log()).sum());
    }

    assertClose("minimum of y - ln y", y, Tensor.of(1.0), 1e-5);
  }

  @Test
  void step_allFrozen_onlyComputesTheLoss() {
    x.freeze();

    assertThat(new LBFGS(List.of(x)).step(() -> x.sum())).isEqualTo(-1.2 + 1);
  }
}
