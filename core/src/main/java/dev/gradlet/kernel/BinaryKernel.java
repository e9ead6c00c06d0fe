package dev.gradlet.kernel;

import dev.gradlet.DType;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * An elementwise operation of two operands: a loop for each type in which it is computed.
 *
 * <p>Arithmetic also has loops with a number for all lanes, the first element of its operand: in a register of the
 * machine instead of a tile full of it, so they read half as much, and no tile need be filled. A number for each row of
 * a tile is one of them for each row.
 */
public final class BinaryKernel implements ElementwiseKernel {
  /** Which of the operands is a number. */
  public enum Number { NONE, FIRST, SECOND }

  private final String label;
  private final Table tiles;
  /** With a number; null where there are none. */
  private final Table numberSecond;
  private final Table numberFirst;

  private record Table(
      Loops.Binary<float[]> floats, Loops.Binary<double[]> doubles, Loops.Binary<int[]> ints,
      Provider<Windows.Binary> windows) {
    Table(
        Loops.Binary<float[]> floats, Loops.Binary<double[]> doubles, Loops.Binary<int[]> ints,
        Supplier<Windows.Binary> vectors) {
      this(floats, doubles, ints, new Provider<>(null, vectors, candidate -> {
        if (candidate == null) {
          floats.apply(Warmup.X, Warmup.X, Warmup.Y, Warmup.LANES);
        } else {
          candidate.apply(Warmup.X, 0, Warmup.X, 0, Warmup.Y, 0, Warmup.LANES);
        }
      }));
    }
  }

  /** @param ints null where integers are first converted to floats */
  public BinaryKernel(
      String label, Loops.Binary<float[]> floats, Loops.Binary<double[]> doubles, Loops.Binary<int[]> ints) {
    this(label, new Table(floats, doubles, ints, () -> VectorArithmetic.BINARY.get(label)), null, null);
  }

  private BinaryKernel(String label, Table tiles, Table numberSecond, Table numberFirst) {
    this.label = label;
    this.tiles = tiles;
    this.numberSecond = numberSecond;
    this.numberFirst = numberFirst;
  }

  /** The same with loops for a number as the second operand; as the first one too, if that is the same. */
  BinaryKernel withNumber(Loops.Binary<float[]> floats, Loops.Binary<double[]> doubles) {
    Table table = new Table(floats, doubles, null, () -> VectorArithmetic.NUMBER_SECOND.get(label));
    return new BinaryKernel(label, tiles, table, table);
  }

  /** The same with other loops for a number as the first operand; they take it as the second one. */
  BinaryKernel withNumberFirst(Loops.Binary<float[]> floats, Loops.Binary<double[]> doubles) {
    Table table = new Table(floats, doubles, null, () -> VectorArithmetic.NUMBER_FIRST.get(label));
    return new BinaryKernel(label, tiles, numberSecond, table);
  }

  @Override
  public String label() {
    return label;
  }

  public boolean takeInts() {
    return tiles.ints != null;
  }

  @Override
  public boolean takesNumber() {
    return numberSecond != null;
  }

  /** The loop on tiles. */
  public void apply(DType dtype, Object a, Object b, Object y, int n) {
    apply(Number.NONE, dtype, a, b, y, n);
  }

  /** The same if one operand is a number, which then comes second. */
  public void apply(Number number, DType dtype, Object x, Object c, Object y, int n) {
    Table loops = table(number);
    switch (dtype) {
      case FLOAT32 -> loops.floats.apply((float[]) x, (float[]) c, (float[]) y, n);
      case FLOAT64 -> loops.doubles.apply((double[]) x, (double[]) c, (double[]) y, n);
      default -> loops.ints.apply((int[]) x, (int[]) c, (int[]) y, n);
    }
  }

  /** The loop on windows of floats, for so many lanes, or null where that on tiles computes; with a number, of any n. */
  public Windows.Binary windows(Number number, int n) {
    return table(number).windows.of(n / Provider.CHEAP);
  }

  /** y[i] = x[i] ∘ c[r], or c[r] ∘ x[i], for all lanes i of each row r, one row after the other. */
  public void applyRows(Number number, float[] x, float[] c, int length, int rows, float[] y) {
    applyRows(windows(number, length * rows), number, x, c, length, rows, y);
  }

  void applyRows(Windows.Binary row, Number number, float[] x, float[] c, int length, int rows, float[] y) {
    if (row != null) {
      for (int r = 0; r < rows; r++) row.apply(x, r * length, c, r, y, r * length, length);
      return;
    }
    float[] numbers = Scratch.mine().s;
    for (int r = 0; r < rows; r++) Arrays.fill(numbers, r * length, (r + 1) * length, c[r]);
    boolean first = number == Number.FIRST;
    tiles.floats.apply(first ? numbers : x, first ? x : numbers, y, length * rows);
  }

  private Table table(Number number) {
    return switch (number) {
      case NONE -> tiles;
      case FIRST -> numberFirst;
      case SECOND -> numberSecond;
    };
  }
}
