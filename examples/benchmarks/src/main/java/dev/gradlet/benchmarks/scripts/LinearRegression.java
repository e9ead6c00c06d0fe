package dev.gradlet.benchmarks.scripts;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.optim.SGD;

/** 200 steps of SGD on 1,000 rows of 10 numbers. */
public final class LinearRegression {
  private LinearRegression() {}

  public static void main(String[] arguments) {
    var random = new Generator(7);
    var x = Tensor.randn(random, 1000, 10);
    var y = x.matmul(Tensor.randn(random, 10, 1)).add(Tensor.randn(random, 1000, 1).mul(0.1)).evaluate();
    var model = new Linear(10, 1, random);
    var mse = new MSELoss();
    var optimizer = new SGD(0.1, model.parameters());
    for (int step = 1; step <= 200; step++) {
      var loss = mse.forward(model.forward(x), y);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      if (step % 50 == 0) {
        System.out.printf("step %d: loss %.4f%n", step, loss.item());
      }
    }
  }
}
