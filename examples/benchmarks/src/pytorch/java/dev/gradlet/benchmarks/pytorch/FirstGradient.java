package dev.gradlet.benchmarks.pytorch;

import dev.gradlet.benchmarks.Inputs;
import dev.gradlet.benchmarks.PeakMemory;
import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** A whole program, as {@link dev.gradlet.benchmarks.FirstGradient} is one. */
public final class FirstGradient {
  private FirstGradient() {}

  public static void main(String[] args) throws IOException {
    Tensor z = Torch.variable(Inputs.uniform(1, 1, 2000, 10), 2000, 10);
    Tensor c = Torch.variable(Inputs.uniform(2, 1, 10, 10), 10, 10);
    z.unsqueeze(1).sub(c.unsqueeze(0)).pow(new Scalar(2.0f)).sum(2).min(1).get0().mean().backward();
    System.out.println(Arrays.toString(Torch.array(c.grad())));
    System.out.println(PeakMemory.megabytes());
  }
}
