package dev.gradlet.examples;

import dev.gradlet.Tensor;
import dev.gradlet.nn.KMeans.Reseeded;
import dev.gradlet.nn.Parameter;

/** Centroids that are parameters: the optimizer moves them by the gradient of the loss. */
record LearnedCentroids(Parameter value) implements Centroids {
  static LearnedCentroids startingAt(Tensor centroids) {
    return new LearnedCentroids(Parameter.of(centroids));
  }

  @Override
  public void update(Tensor codes) {}

  @Override
  public void replace(Reseeded centroids) {
    value.assign(centroids.centroids());
  }
}
