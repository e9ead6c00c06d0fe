package lesson07;

import dev.gradlet.Tensor;

public class Solutions extends Exercises {
  @Override
  protected Tensor sgdStep(Tensor w, Tensor gradient, double learningRate, double decay) {
    return w.sub(gradient.add(w.mul(decay)).mul(learningRate));
  }

  @Override
  protected Tensor decoupledDecay(Tensor w, double learningRate, double decay) {
    return w.mul(1 - learningRate * decay);
  }
}
