package dev.gradlet.examples;

import smile.validation.metric.AdjustedRandIndex;
import smile.validation.metric.NormalizedMutualInformation;

/**
 * How well clusters agree with the classes that a person gave. Each is 1 where they agree fully.
 *
 * @param accuracy the share of rows in the cluster matched with their class, by the best one-to-one matching
 * @param nmi mutual information over the arithmetic mean of both entropies (scikit-learn's default, the V-measure)
 * @param ari the Rand index corrected for chance: 0 on average for random clusters
 */
record ClusterMetrics(double accuracy, double nmi, double ari) {
  static ClusterMetrics of(int[] labels, int[] clusters) {
    if (labels.length != clusters.length || labels.length == 0) {
      throw new IllegalArgumentException(
          "cluster metrics: %d labels and %d cluster numbers; as many of both are needed, at least one"
              .formatted(labels.length, clusters.length));
    }
    double accuracy = (double) Matching.of(labels, clusters).matched() / labels.length;
    boolean oneOfEach = constant(labels) && constant(clusters);
    return new ClusterMetrics(
        accuracy,
        oneOfEach ? 1 : NormalizedMutualInformation.sum(labels, clusters),
        oneOfEach ? 1 : AdjustedRandIndex.of(labels, clusters));
  }

  /** One class in one cluster agrees fully, but both formulas are 0/0 there. */
  private static boolean constant(int[] values) {
    for (int value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }
}
