package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.Tensor;

/**
 * How far points lie from the centers of their classes: for points z (n×d) with labels y and centers c (k×d)
 *
 * <pre>L = 1/n Σᵢ ½ ‖zᵢ − c_yᵢ‖²</pre>
 *
 * (Wen et al. 2016, "A Discriminative Feature Learning Approach for Deep Face Recognition", there without the 1/n). It
 * is added to a cross-entropy, with a small factor. The centers move by a rate of their own, either as the paper has
 * it, which no other factor changes,
 *
 * <pre>{@code
 * var centers = Buffer.of(Tensor.zeros(10, 2));
 * loss = crossEntropy.forward(logits, labels).add(center.forward(z, centers.value(), labels).mul(0.003));
 * ...
 * centers.assign(CenterLoss.moved(z, centers.value(), labels, 0.5));
 * }</pre>
 *
 * or by the gradient, as a {@link Parameter} in a group with its own learning rate and without decay.
 */
public record CenterLoss() implements Module {
  /**
   * Points [n, d], centers [k, d], labels INT32 [n] from 0 to k − 1 → a scalar.
   *
   * @throws IllegalArgumentException if the shapes do not fit, or a label is no class
   */
  public Tensor forward(Tensor points, Tensor centers, Tensor labels) {
    check(points, centers, labels);
    return points.sub(centers.indexSelect(0, labels)).square().sum(1).mean().mul(0.5);
  }

  /**
   * The centers after a step of the paper, cⱼ + α Σ_{i: yᵢ = j} (zᵢ − cⱼ) / (1 + nⱼ), where nⱼ of the points are of
   * class j. Points [n, d], centers [k, d], labels INT32 [n] → [k, d], without history.
   *
   * @param rate α, from 0 to 1
   * @throws IllegalArgumentException if the shapes do not fit, or a label is no class
   */
  public static Tensor moved(Tensor points, Tensor centers, Tensor labels, double rate) {
    check(points, centers, labels);
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("CenterLoss: rate " + rate + " must be from 0 to 1");
    }
    DType dtype = centers.dtype();
    Tensor c = centers.detach();
    Tensor z = points.detach().to(dtype);
    Tensor isClass = labels.oneHot(c.size(0), dtype).transpose();
    Tensor counts = isClass.sum(true, 1);
    Tensor pull = isClass.matmul(z).sub(c.mul(counts)).div(counts.add(1));
    return c.add(pull.mul(rate)).evaluate();
  }

  private static void check(Tensor points, Tensor centers, Tensor labels) {
    KMeansLoss.check("CenterLoss", points, "centers", centers);
    Checks.onePerRow("CenterLoss", "labels", labels, points);
    Checks.indices("CenterLoss", "label", labels, centers.size(0));
  }
}
