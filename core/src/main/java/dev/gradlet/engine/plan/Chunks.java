package dev.gradlet.engine.plan;

/**
 * How a long sum over several axes, added term by term, is cut into chunks, whose sums are combined in a cascade. A
 * chunk ends after so many iterations of one of the axes, and at the end of that axis; the axes within it are never
 * cut. The extents alone decide.
 *
 * @param axis the axis that is cut, as an index into the given ones
 * @param iterations how many iterations of that axis make a chunk
 * @param terms how many terms a chunk has
 * @param period how many terms all iterations of that axis have
 */
record Chunks(int axis, int iterations, int terms, long period) {
  /** Longer chunks cost less time, and have larger rounding errors. */
  private static final int TERMS = 64;

  /** Whether chunks of rows end where tiles of so many rows end. */
  boolean fitTiles(int rows, long total) {
    return terms % rows == 0 && (period == total || period % rows == 0);
  }

  /** The chunks of a sum over these extents, outermost first; null if the sum is short. */
  static Chunks of(int... extents) {
    long total = 1;
    for (int extent : extents) {
      total *= extent;
    }
    if (total <= TERMS) {
      return null;
    }
    int axis = extents.length - 1;
    int within = 1;
    while (axis > 0 && (long) within * extents[axis] <= TERMS) {
      within *= extents[axis--];
    }
    int iterations = TERMS / within;
    return new Chunks(axis, iterations, iterations * within, (long) extents[axis] * within);
  }
}
