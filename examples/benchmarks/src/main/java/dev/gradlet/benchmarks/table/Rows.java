package dev.gradlet.benchmarks.table;

import java.util.ArrayList;
import java.util.List;

/** The workloads of each table. */
final class Rows {
  private Rows() {}

  static List<Row> workloads() {
    List<Row> rows = new ArrayList<>(List.of(
        Row.of("W1 k-means loss", "KMeans.forward"),
        Row.of("W1r by repeat and norm", "KMeans.forwardRepeat"),
        Row.of("W1.f64 in float64", "KMeans.forwardFloat64"),
        Row.of("W2 and gradients", "KMeans.backward").or("backwardCdist", "backwardProduct"),
        Row.of("W3 MLP step, SGD, tanh", "Mlp.sgd", "activation=tanh"),
        Row.of("W3 MLP step, SGD, relu", "Mlp.sgd", "activation=relu"),
        Row.of("W4 MLP step, Adam, tanh", "Mlp.adam", "activation=tanh"),
        Row.of("W4 MLP step, Adam, relu", "Mlp.adam", "activation=relu"),
        Row.of("W5 k-means 20000×64×32", "KMeans.backward", "size=20000x64x32")
            .or("backwardCdist", "backwardProduct"),
        Row.of("W6 autoencoder step", "Autoencoder.step"),
        Row.of("W7 10⁶ elements", "Elementwise.backward")));
    for (String shape : List.of("512x512x512", "64x64x64", "256x784x500", "2000x10x10", "10x2000x10")) {
      for (String layout : List.of("ab", "aTb", "abT")) {
        rows.add(Row.of(
            "W8 " + shape.replace('x', '×') + " " + layout.replace("T", "ᵀ"),
            "MatMul.multiply",
            "shape=" + shape,
            "layout=" + layout));
      }
    }
    rows.add(Row.of("W9 2,000 small operations", "SmallTensors.backward"));
    rows.add(Row.of("W11 cross-entropy", "CrossEntropy.backward").or("backwardFused"));
    rows.add(Row.of("W11 layer norm", "LayerNorm.backward").or("backwardFused"));
    rows.add(Row.of("W12 attention", "Attention.backward"));
    rows.add(Row.of("W13 Gaussian mixture", "Mixture.backward"));
    rows.add(Row.of("W14 Huber by where", "Huber.backward"));
    rows.add(Row.of("W15 unrolled recurrent cell", "Recurrence.backward"));
    rows.add(Row.of("W16 batched products", "BatchedProducts.backward"));
    return rows;
  }

  /** n × k × d from 10⁵ to 10⁹, each of the three growing. */
  static List<Row> growth() {
    List<Row> rows = new ArrayList<>();
    for (String size : List.of(
        "1000x10x10", "10000x10x10", "100000x10x10", "1000000x10x10", "10000x32x32", "100000x32x32", "1000000x32x32",
        "1000x100x100", "10000x100x100", "100000x100x100")) {
      rows.add(Row.of(size.replace('x', '×'), "KMeans.backward", "size=" + size));
    }
    return rows;
  }

  static List<Row> small() {
    List<Row> rows = new ArrayList<>();
    for (int n : new int[] {1, 4, 16, 64, 256, 1024, 4096}) {
      rows.add(Row.of(n + " elements, forward", "SmallTensors.forward", "elements=" + n));
      rows.add(Row.of(n + " elements, and backward", "SmallTensors.backward", "elements=" + n));
    }
    return rows;
  }

  static List<Row> planning() {
    List<Row> rows = new ArrayList<>();
    for (int n = 100; n <= 1_000_000; n *= 10) {
      rows.add(Row.of(n + " operations, never seen", "Chain.fresh", "operations=" + n));
      rows.add(Row.of(n + " operations, seen before", "Chain.repeated", "operations=" + n));
    }
    for (int n = 100; n <= 800; n *= 2) {
      rows.add(Row.of(n + " reshapes that copy, never seen", "Chain.freshReshapes", "operations=" + n));
    }
    rows.add(Row.of("600 steps, batches in order", "Epoch.inOrder", "operations=600"));
    rows.add(Row.of("600 steps, batches shuffled", "Epoch.shuffled", "operations=600"));
    return rows;
  }

  static List<Row> fusion() {
    return workloads().stream().filter(row -> row.id().matches("(W1|W2|W5|W7|W11) .*")).toList();
  }
}
