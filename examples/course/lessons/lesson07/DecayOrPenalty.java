package lesson07;

import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.optim.Adam;
import dev.gradlet.nn.optim.AdamW;
import dev.gradlet.nn.optim.Optimizer;
import dev.gradlet.nn.optim.ParameterGroup;
import dev.gradlet.nn.optim.SGD;
import java.util.function.Function;

/** Weight decay in the optimizer, or wd/2·Σw² in the loss: the weight after 50 steps. */
public class DecayOrPenalty {
  static final double WD = 0.1;

  static double train(Function<ParameterGroup, Optimizer> optimizer, boolean penalty) {
    Parameter w = Parameter.of(Tensor.scalar(2.0, DType.FLOAT64));
    Optimizer steps = optimizer.apply(group(w).weightDecay(penalty ? 0 : WD));
    for (int step = 0; step < 50; step++) {
      Tensor loss = w.sub(1).square();
      if (penalty) {
        loss = loss.add(w.square().sum().mul(WD / 2));
      }
      steps.zeroGrad();
      loss.backward();
      steps.step();
    }
    return w.item();
  }

  static void row(String name, Function<ParameterGroup, Optimizer> optimizer) {
    System.out.printf("%-6s decay %.6f   penalty %.6f%n", name, train(optimizer, false), train(optimizer, true));
  }

  public static void main(String... arguments) {
    row("SGD", g -> new SGD(0.05, g));
    row("Adam", g -> new Adam(0.05, g));
    row("AdamW", g -> new AdamW(0.05, g));
  }
}
