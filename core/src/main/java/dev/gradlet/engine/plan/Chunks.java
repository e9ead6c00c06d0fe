package dev.gradlet.engine.plan;

/**
 * How a sum over axes of a loop, one term after the other, is cut into chunks that are combined in a cascade: after so
 * many iterations of one of the axes, those within it taken whole, and at its end. A rule of the extents alone.
 *
 * @param axis which of the axes
 * @param iterations of it that make a chunk
 * @param terms of a chunk
 * @param period the terms of all its iterations
 */
record Chunks(int axis, int iterations, int terms, long period) {
  /** As many as keep the rounding error of a chunk near that of its last bits; longer ones cost less. */
  private static final int TERMS = 64;

  /** Whether chunks of rows end where tiles of so many rows do. */
  boolean fitTiles(int rows, long total) {
    return terms % rows == 0 && (period == total || period % rows == 0);
  }

  /** Null for a short sum. */
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
