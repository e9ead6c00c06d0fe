package dev.gradlet.examples;

import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.Autograd;
import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.optim.Optimizer;
import java.util.List;
import java.util.stream.DoubleStream;

/** A linear model of the diabetes data, regularised in one of the ways to compare. */
final class RidgeModel {
  /** What is compared: an optimizer, a penalty, and whether the bias is regularised along with the weights. */
  record Setting(Rule rule, Penalty penalty, boolean biasToo) {
    String parameters() {
      return biasToo ? "weights, bias" : "weights";
    }
  }

  private final MSELoss mse = new MSELoss();
  private final Setting setting;
  private final double wd;
  private final Linear linear;
  private final List<Parameter> regularized;
  private final Optimizer optimizer;

  RidgeModel(Setting setting, double wd, int inputs, Generator random) {
    this.setting = setting;
    this.wd = wd;
    linear = new Linear(DType.FLOAT64, inputs, 1, true, random);
    regularized = setting.biasToo() ? linear.parameters() : linear.weights();
    var others = setting.biasToo() ? List.<Parameter>of() : linear.biases();
    double decay = setting.penalty() == Penalty.DECAY ? wd : 0;
    optimizer = setting.rule().of(group(regularized).weightDecay(decay), group(others).weightDecay(0));
  }

  /** One step on all rows; returns the loss as it was trained, penalty included. */
  Tensor step(Tensor x, Tensor y) {
    var loss = setting.penalty().addTo(mse.forward(linear.forward(x), y), wd, regularized);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    return loss;
  }

  double error(Tensor x, Tensor y) {
    return Autograd.noGrad(() -> mse.forward(linear.forward(x), y).item());
  }

  /** The largest element of the last step's gradient. */
  double largestGradient() {
    return linear.parameters().stream().mapToDouble(p -> p.grad().abs().max().item()).max().orElseThrow();
  }

  double[] weights() {
    return linear.weight().toDoubleArray();
  }

  double bias() {
    return linear.bias().item();
  }

  /** Weights, then the bias. */
  double[] parameters() {
    return DoubleStream.concat(DoubleStream.of(weights()), DoubleStream.of(bias())).toArray();
  }
}
