package dev.gradlet.examples;

import dev.gradlet.Tensor;
import dev.gradlet.nn.KMeans.Reseeded;
import dev.gradlet.nn.Module;

/** The centroids (k, d) of a joint training, and how they move; the optimizer moves those that are parameters. */
interface Centroids extends Module {
  /** As they are now. */
  Tensor value();

  /** Takes in the codes (n, d) of a batch, after the optimizer's step on it. */
  void update(Tensor codes);

  /** Gives some centroids another place, such as those that lost all their points. */
  void replace(Reseeded centroids);
}
