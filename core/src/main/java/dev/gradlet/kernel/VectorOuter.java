package dev.gradlet.kernel;

import static dev.gradlet.kernel.FloatProducts.PARTIALS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatProducts#alongInner} with the Vector API, for a b whose rows are adjacent: lanes along the columns. A
 * partial sum is a chain over every sixteenth step, an element of a meeting a row of b; so nothing is transposed.
 *
 * <p>A row of b is read as sixteen floats, whatever lies beyond its n, as those lanes are not kept; the last rows,
 * where the array may end, are packed. Five rows of a and two partials at a time: ten chains hide each other's latency.
 * (10 × 2000) · (2000 × 10) takes 10 µs, a broadcast an fma being the limit; transposing an operand for {@link
 * VectorInner} takes 7 before that starts.
 */
final class VectorOuter {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /** Floats of a row of sums. */
  private static final int WIDTH = FloatProducts.SMALL;

  /** Inner steps of a block: both operands stay in the L2 cache. */
  private static final int BLOCK = 2048;

  private static final int ROWS = 5;

  private VectorOuter() {}

  /** Columns of b are adjacent. */
  static void product(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow,
      float[] c, int cOff, int cRow, int cCol) {
    Scratch scratch = Scratch.mine();
    float[] sums = scratch.floats(Scratch.SUMS, PARTIALS * m * WIDTH);
    Arrays.fill(sums, 0, PARTIALS * m * WIDTH, 0);
    int p = 0;
    for (int rounds = 1; rounds > 0; p += rounds * PARTIALS) {
      rounds = rounds(k - p, b, bOff + p * bRow, bRow);
      add(PARTIALS, rounds, m, a, aOff + p * aCol, aRow, aCol, b, bOff + p * bRow, bRow, sums);
    }
    float[] panel = scratch.floats(Scratch.PANEL, PARTIALS * WIDTH);
    for (int partials; p < k; p += partials) {
      partials = Math.min(PARTIALS, k - p);
      for (int r = 0; r < partials; r++) System.arraycopy(b, bOff + (p + r) * bRow, panel, r * WIDTH, n);
      add(partials, 1, m, a, aOff + p * aCol, aRow, aCol, panel, 0, WIDTH, sums);
    }
    fold(sums, m * WIDTH);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) c[cOff + i * cRow + j * cCol] = sums[i * WIDTH + j];
    }
  }

  /** How many rounds of the next block read sixteen floats a row and stay within b. */
  private static int rounds(int steps, float[] b, int bAt, int bRow) {
    int rounds = Math.min(BLOCK, steps) / PARTIALS;
    while (rounds > 0 && bAt + Math.max(0, (rounds * PARTIALS - 1) * bRow) + WIDTH > b.length) rounds--;
    return rounds;
  }

  /** The first so many partials take the steps of so many rounds, two by two; an odd one is its own neighbour. */
  private static void add(
      int partials, int rounds, int m,
      float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] sums) {
    for (int r = 0; r < partials; r += 2) {
      int next = r + 1 < partials ? 1 : 0;
      for (int i = 0; i < m; i += ROWS) {
        for (int lane = 0; lane < WIDTH; lane += LANES) {
          fiveRows(
              rounds, m, i, a, aAt + r * aCol, aRow, PARTIALS * aCol, next * aCol,
              b, bAt + r * bRow + lane, PARTIALS * bRow, next * bRow, sums, r * m * WIDTH + lane, next * m * WIDTH);
        }
      }
    }
  }

  /** Sums of rows from i on; those beyond the last are the last once more. */
  private static void fiveRows(
      int steps, int m, int i, float[] a, int aAt, int aRow, int aStep, int aNext,
      float[] b, int bAt, int bStep, int bNext, float[] sums, int at, int next) {
    int i1 = Math.min(i + 1, m - 1);
    int i2 = Math.min(i + 2, m - 1);
    int i3 = Math.min(i + 3, m - 1);
    int i4 = Math.min(i + 4, m - 1);
    int a0 = aAt + i * aRow;
    int a1 = aAt + i1 * aRow;
    int a2 = aAt + i2 * aRow;
    int a3 = aAt + i3 * aRow;
    int a4 = aAt + i4 * aRow;
    int s0 = at + i * WIDTH;
    int s1 = at + i1 * WIDTH;
    int s2 = at + i2 * WIDTH;
    int s3 = at + i3 * WIDTH;
    int s4 = at + i4 * WIDTH;
    FloatVector c0 = at(sums, s0);
    FloatVector d0 = at(sums, s0 + next);
    FloatVector c1 = at(sums, s1);
    FloatVector d1 = at(sums, s1 + next);
    FloatVector c2 = at(sums, s2);
    FloatVector d2 = at(sums, s2 + next);
    FloatVector c3 = at(sums, s3);
    FloatVector d3 = at(sums, s3 + next);
    FloatVector c4 = at(sums, s4);
    FloatVector d4 = at(sums, s4 + next);
    for (int p = 0; p < steps; p++) {
      int x = p * aStep;
      FloatVector b0 = at(b, bAt + p * bStep);
      FloatVector b1 = at(b, bAt + p * bStep + bNext);
      c0 = FloatVector.broadcast(FLOATS, a[a0 + x]).fma(b0, c0);
      d0 = FloatVector.broadcast(FLOATS, a[a0 + x + aNext]).fma(b1, d0);
      c1 = FloatVector.broadcast(FLOATS, a[a1 + x]).fma(b0, c1);
      d1 = FloatVector.broadcast(FLOATS, a[a1 + x + aNext]).fma(b1, d1);
      c2 = FloatVector.broadcast(FLOATS, a[a2 + x]).fma(b0, c2);
      d2 = FloatVector.broadcast(FLOATS, a[a2 + x + aNext]).fma(b1, d2);
      c3 = FloatVector.broadcast(FLOATS, a[a3 + x]).fma(b0, c3);
      d3 = FloatVector.broadcast(FLOATS, a[a3 + x + aNext]).fma(b1, d3);
      c4 = FloatVector.broadcast(FLOATS, a[a4 + x]).fma(b0, c4);
      d4 = FloatVector.broadcast(FLOATS, a[a4 + x + aNext]).fma(b1, d4);
    }
    c0.intoArray(sums, s0);
    d0.intoArray(sums, s0 + next);
    c1.intoArray(sums, s1);
    d1.intoArray(sums, s1 + next);
    c2.intoArray(sums, s2);
    d2.intoArray(sums, s2 + next);
    c3.intoArray(sums, s3);
    d3.intoArray(sums, s3 + next);
    c4.intoArray(sums, s4);
    d4.intoArray(sums, s4 + next);
  }

  /** The {@link HalvingTree} over the partial sums of all elements, which end up where the first was. */
  private static void fold(float[] sums, int size) {
    for (int w = PARTIALS / 2 * size; w >= size; w /= 2) {
      for (int i = 0; i < w; i += LANES) at(sums, i).add(at(sums, i + w)).intoArray(sums, i);
    }
  }

  private static FloatVector at(float[] x, int i) {
    return FloatVector.fromArray(FLOATS, x, i);
  }
}
