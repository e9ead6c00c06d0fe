package dev.gradlet.examples;

import static dev.gradlet.Index.all;
import static dev.gradlet.Index.newAxis;

import dev.gradlet.Tensor;
import dev.gradlet.nn.KMeansLoss;
import java.util.function.BinaryOperator;

/** Four ways to write the k-means loss of points z (n, d) and centroids c (k, d). */
enum Spelling {
  BROADCAST("broadcast", (z, c) -> z.unsqueeze(1).sub(c.unsqueeze(0)).pow(2).sum(2).min(1).values().mean()),

  REPEAT_NORM("repeat + norm", (z, c) -> {
    int n = z.size(0);
    int k = c.size(0);
    var repeatedZ = z.unsqueeze(1).repeat(1, k, 1);
    var repeatedC = c.unsqueeze(0).repeat(n, 1, 1);
    return repeatedZ.sub(repeatedC).norm(2, 2).min(1).values().pow(2).mean();
  }),

  INDEX("index(all(), newAxis())", (z, c) ->
      z.index(all(), newAxis()).sub(c.index(newAxis())).pow(2).sum(2).min(1).values().mean()),

  READY_MADE("KMeansLoss", (z, c) -> new KMeansLoss().forward(z, c));

  private final String title;
  private final BinaryOperator<Tensor> loss;

  Spelling(String title, BinaryOperator<Tensor> loss) {
    this.title = title;
    this.loss = loss;
  }

  Tensor loss(Tensor z, Tensor c) {
    return loss.apply(z, c);
  }

  /** The broadcast spelling again, with each result computed and stored before the next operation. */
  static Tensor operationByOperation(Tensor z, Tensor c) {
    var difference = z.unsqueeze(1).sub(c.unsqueeze(0)).evaluate();
    var squares = difference.pow(2).evaluate();
    var distances = squares.sum(2).evaluate();
    var nearest = distances.min(1).values().evaluate();
    return nearest.mean().evaluate();
  }

  @Override
  public String toString() {
    return title;
  }
}
