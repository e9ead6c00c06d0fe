package dev.gradlet.examples;

/** How large clusters are. */
final class Clusters {
  private Clusters() {}

  /** How many points each of k clusters has. */
  static int[] sizes(int[] clusters, int k) {
    var sizes = new int[k];
    for (int cluster : clusters) {
      sizes[cluster]++;
    }
    return sizes;
  }
}
