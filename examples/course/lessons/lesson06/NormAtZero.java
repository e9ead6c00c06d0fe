package lesson06;

import dev.gradlet.Tensor;

/** ‖x‖ has a kink at 0: composed of sqrt it gives NaN there, as one operation 0. */
public class NormAtZero {
  public static void main(String... arguments) {
    for (float[] at : new float[][] {{3, 4}, {0, 0}}) {
      Tensor x = Tensor.of(at).requireGrad();
      x.square().sum().sqrt().backward();
      Tensor composed = x.grad();
      x.zeroGrad();
      x.norm().backward();
      Tensor whole = x.grad();
      x.zeroGrad();
      x.square().sum().backward();
      System.out.println("x = " + x.detach());
      System.out.println("  sqrt(Σx²)  " + composed);
      System.out.println("  norm()     " + whole);
      System.out.println("  Σx²        " + x.grad());
    }
  }
}
