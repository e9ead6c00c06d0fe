package dev.gradlet.examples;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import org.jgrapht.alg.matching.MaximumWeightBipartiteMatching;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleWeightedGraph;

/**
 * The best one-to-one matching of clusters with classes: the one in which most rows lie in the cluster matched with
 * their class. Clusters and classes may differ in number; the ones left over match nothing.
 *
 * @param classOf for each cluster its class, or −1
 * @param matched how many rows lie in the cluster matched with their class
 */
record Matching(int[] classOf, int matched) {
  /**
   * A number below k for each of k clusters: its class where it has one below k, else one of those left over.
   * So clusters of different runs can be drawn in the same place and colour.
   */
  int[] places(int k) {
    var places = Arrays.copyOf(classOf, k);
    Arrays.fill(places, Math.min(k, classOf.length), k, -1);
    var free = new ArrayDeque<Integer>();
    for (int place = 0; place < k; place++) {
      int wanted = place;
      if (Arrays.stream(places).noneMatch(taken -> taken == wanted)) {
        free.add(place);
      }
    }
    for (int cluster = 0; cluster < k; cluster++) {
      if (places[cluster] < 0 || places[cluster] >= k) {
        places[cluster] = free.remove();
      }
    }
    return places;
  }

  static Matching of(int[] labels, int[] clusters) {
    int classes = 1 + Arrays.stream(labels).max().orElse(-1);
    int groups = 1 + Arrays.stream(clusters).max().orElse(-1);
    var counts = new int[groups][classes];
    for (int i = 0; i < labels.length; i++) {
      counts[clusters[i]][labels[i]]++;
    }

    // Vertices: clusters 0 … groups−1, then classes.
    var graph = new SimpleWeightedGraph<Integer, DefaultWeightedEdge>(DefaultWeightedEdge.class);
    var left = new HashSet<Integer>();
    var right = new HashSet<Integer>();
    for (int cluster = 0; cluster < groups; cluster++) {
      for (int label = 0; label < classes; label++) {
        if (counts[cluster][label] > 0) {
          graph.addVertex(cluster);
          graph.addVertex(groups + label);
          left.add(cluster);
          right.add(groups + label);
          graph.setEdgeWeight(graph.addEdge(cluster, groups + label), counts[cluster][label]);
        }
      }
    }
    var best = new MaximumWeightBipartiteMatching<>(graph, left, right).getMatching();

    var classOf = new int[groups];
    Arrays.fill(classOf, -1);
    for (var edge : best) {
      classOf[graph.getEdgeSource(edge)] = graph.getEdgeTarget(edge) - groups;
    }
    return new Matching(classOf, (int) Math.round(best.getWeight()));
  }
}
