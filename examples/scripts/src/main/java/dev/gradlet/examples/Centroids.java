package dev.gradlet.examples;

import dev.gradlet.Tensor;
import dev.gradlet.nn.KMeans.Reseeded;
import dev.gradlet.nn.Parameter;
import java.util.List;

/** The centroids (k, d) of a joint training, and how they move. */
interface Centroids {
  /** As they are now. */
  Tensor value();

  /** What the optimizer moves. */
  List<Parameter> parameters();

  /** Takes in the codes (n, d) of a batch, after the optimizer's step on it. */
  void update(Tensor codes);

  /** Gives some centroids another place, such as those that lost all their points. */
  void replace(Reseeded centroids);
}
