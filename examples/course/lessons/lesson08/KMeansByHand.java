package lesson08;

import dev.gradlet.Tensor;
import dev.gradlet.nn.KMeansLoss;

/** The k-means loss in one line, its gradient, and what that says: a centroid is pulled to the mean of its points. */
public class KMeansByHand {
  static Tensor loss(Tensor z, Tensor c) {
    return z.unsqueeze(1).sub(c.unsqueeze(0)).square().sum(2).min(1).values().mean();
  }

  public static void main(String... arguments) {
    Tensor z = Tensor.of(new float[][] {{0, 0}, {0, 2}, {8, 8}, {10, 8}});
    Tensor c = Tensor.of(new float[][] {{1, 1}, {7, 8}}).requireGrad();
    for (int step = 0; step <= 3; step++) {
      Tensor loss = loss(z, c);
      c.zeroGrad();
      loss.backward();
      System.out.printf("loss %.4f%n", loss.item());
      c.assign(c.detach().sub(c.grad()));
    }
    System.out.println("centroids " + c.detach());
    System.out.println("KMeansLoss says " + new KMeansLoss().forward(z, c.detach()).item());
  }
}
