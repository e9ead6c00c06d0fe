package dev.gradlet.nn.optim;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.Penalties;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Weight decay beside an explicit penalty: the same trajectory or not, and with which factor. */
class WeightDecayTest {
  private static final double DECAY = 0.1;

  /** A linear regression for 25 steps. */
  private static double[] train(BiFunction<Double, List<Tensor>, Optimizer> make, double decay, double penalty) {
    Generator random = new Generator(21);
    Tensor x = Tensor.randn(DType.FLOAT64, random, 30, 4);
    Tensor y = Tensor.randn(DType.FLOAT64, random, 30, 2);
    Parameter w = Parameter.of(Tensor.randn(DType.FLOAT64, random, 4, 2));
    Optimizer optimizer = make.apply(decay, List.of(w));
    for (int step = 0; step < 25; step++) {
      optimizer.zeroGrad();
      new MSELoss().forward(x.matmul(w), y).add(Penalties.sumOfSquares(w).mul(penalty)).backward();
      optimizer.step();
    }
    return w.toDoubleArray();
  }

  private static Optimizer sgd(double decay, List<Tensor> parameters) {
    return new SGD(SGD.options(0.05).momentum(0.9).nesterov(true).weightDecay(decay), parameters);
  }

  private static Optimizer adam(double decay, List<Tensor> parameters) {
    return new Adam(Adam.options(0.05).weightDecay(decay), parameters);
  }

  private static Optimizer adamW(double decay, List<Tensor> parameters) {
    return new AdamW(AdamW.options(0.05).weightDecay(decay), parameters);
  }

  @Test
  void sgd_weightDecay_equalsHalfThatPenalty() {
    double[] decayed = train(WeightDecayTest::sgd, DECAY, 0);

    assertClose("sgd", decayed, train(WeightDecayTest::sgd, 0, DECAY / 2), 1e-12);
    assertThat(distance(decayed, train(WeightDecayTest::sgd, 0, DECAY))).isGreaterThan(1e-3);
    assertThat(distance(decayed, train(WeightDecayTest::sgd, 0, 0))).isGreaterThan(1e-3);
  }

  @Test
  void adam_weightDecay_equalsHalfThatPenalty() {
    double[] decayed = train(WeightDecayTest::adam, DECAY, 0);

    assertClose("adam", decayed, train(WeightDecayTest::adam, 0, DECAY / 2), 1e-9);
    assertThat(distance(decayed, train(WeightDecayTest::adam, 0, DECAY))).isGreaterThan(1e-3);
  }

  @Test
  void adamW_weightDecay_isNotThatPenalty() {
    double[] decayed = train(WeightDecayTest::adamW, DECAY, 0);

    assertThat(distance(decayed, train(WeightDecayTest::adamW, 0, DECAY / 2))).isGreaterThan(1e-3);
    assertThat(distance(decayed, train(WeightDecayTest::adam, DECAY, 0))).isGreaterThan(1e-3);
    assertThat(train(WeightDecayTest::adamW, 0, 0)).isEqualTo(train(WeightDecayTest::adam, 0, 0));
  }

  @Test
  void adamW_byDefault_decaysAsInPyTorch() {
    assertThat(AdamW.options(1e-3).weightDecay()).isEqualTo(0.01);
    assertThat(Adam.options(1e-3).weightDecay()).isZero();
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }
}
