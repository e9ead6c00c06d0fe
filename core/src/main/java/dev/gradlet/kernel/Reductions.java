package dev.gradlet.kernel;

/**
 * Reductions of tiles that hold whole rows, each of {@code length} lanes, one after the other from a place on: a value
 * for each row, or the rows added up.
 *
 * <p>A sum is a halving tree over the row, filled up with zeros to a power of two: see {@link HalvingTree}. An extremum
 * is the same in any order; NaN wins, −0 is below +0.
 */
public interface Reductions {
  /** One for each method. */
  enum Loop { SUM, MIN, MAX, ADD }

  /** y[r] = Σ row r; x stays as it is. */
  default void sum(float[] x, int at, int length, int rows, float[] y) {
    for (int r = 0; r < rows; r++) y[r] = HalvingTree.sum(HalvingTree.row(x, at + r * length, length), length);
  }

  default void sum(double[] x, int at, int length, int rows, double[] y) {
    for (int r = 0; r < rows; r++) y[r] = HalvingTree.sum(HalvingTree.row(x, at + r * length, length), length);
  }

  /** y[r] = min row r; y may be x. */
  default void min(float[] x, int at, int length, int rows, float[] y) {
    for (int r = 0, i = at; r < rows; r++) {
      float least = Float.POSITIVE_INFINITY;
      for (int end = i + length; i < end; i++) least = Math.min(least, x[i]);
      y[r] = least;
    }
  }

  default void min(double[] x, int at, int length, int rows, double[] y) {
    for (int r = 0, i = at; r < rows; r++) {
      double least = Double.POSITIVE_INFINITY;
      for (int end = i + length; i < end; i++) least = Math.min(least, x[i]);
      y[r] = least;
    }
  }

  /** y[r] = max row r; y may be x. */
  default void max(float[] x, int at, int length, int rows, float[] y) {
    for (int r = 0, i = at; r < rows; r++) {
      float greatest = Float.NEGATIVE_INFINITY;
      for (int end = i + length; i < end; i++) greatest = Math.max(greatest, x[i]);
      y[r] = greatest;
    }
  }

  default void max(double[] x, int at, int length, int rows, double[] y) {
    for (int r = 0, i = at; r < rows; r++) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int end = i + length; i < end; i++) greatest = Math.max(greatest, x[i]);
      y[r] = greatest;
    }
  }

  /** s[i] += row[i], row after row. */
  default void add(float[] s, float[] x, int at, int length, int rows) {
    for (int from = at; from < at + rows * length; from += length) {
      for (int i = 0; i < length; i++) s[i] += x[from + i];
    }
  }

  default void add(double[] s, double[] x, int at, int length, int rows) {
    for (int from = at; from < at + rows * length; from += length) {
      for (int i = 0; i < length; i++) s[i] += x[from + i];
    }
  }
}
