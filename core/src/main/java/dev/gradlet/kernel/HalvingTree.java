package dev.gradlet.kernel;

/**
 * The halving tree in three levels a pass: while w > 1: w /= 2, p[i] += p[i + w]. Eight loads and one store for
 * seven operations; level by level would store, and load again, every intermediate.
 */
final class HalvingTree {
  private HalvingTree() {}

  static int width(int count) {
    return count <= 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
  }

  /** Σ p. */
  static float sum(float[] p, int count) {
    int w = width(count);
    while (w >= 8) {
      w /= 8;
      for (int i = 0; i < w; i++) {
        float p0 = p[i] + p[i + 4 * w];
        float p1 = p[i + w] + p[i + 5 * w];
        float p2 = p[i + 2 * w] + p[i + 6 * w];
        float p3 = p[i + 3 * w] + p[i + 7 * w];
        p[i] = (p0 + p2) + (p1 + p3);
      }
    }
    if (w == 4) return (p[0] + p[2]) + (p[1] + p[3]);
    return w == 2 ? p[0] + p[1] : p[0];
  }

  /** Σ p. */
  static double sum(double[] p, int count) {
    int w = width(count);
    while (w >= 8) {
      w /= 8;
      for (int i = 0; i < w; i++) {
        double p0 = p[i] + p[i + 4 * w];
        double p1 = p[i + w] + p[i + 5 * w];
        double p2 = p[i + 2 * w] + p[i + 6 * w];
        double p3 = p[i + 3 * w] + p[i + 7 * w];
        p[i] = (p0 + p2) + (p1 + p3);
      }
    }
    if (w == 4) return (p[0] + p[2]) + (p[1] + p[3]);
    return w == 2 ? p[0] + p[1] : p[0];
  }

  /** A copy of a row, filled up with zeros to the width of the tree over it. */
  static float[] row(float[] x, int from, int length) {
    float[] p = Scratch.mine().floatTile(0);
    System.arraycopy(x, from, p, 0, length);
    for (int i = length; i < width(length); i++) p[i] = 0;
    return p;
  }

  static double[] row(double[] x, int from, int length) {
    double[] p = Scratch.mine().doubleTile(0);
    System.arraycopy(x, from, p, 0, length);
    for (int i = length; i < width(length); i++) p[i] = 0;
    return p;
  }
}
