package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Storage;
import java.lang.reflect.Array;

/** Java arrays of arrays to tensors and back. */
final class NestedArrays {
  private NestedArrays() {}

  /** The tensor of an array of arrays of the given depth, copied; all arrays of one depth have one length. */
  static Tensor read(DType dtype, Object nested, int depth) {
    Checks.required("of", "array", nested);
    long[] sizes = new long[depth];
    Object first = nested;
    for (int i = 0; i < depth; i++) {
      sizes[i] = first == null ? 0 : Array.getLength(first);
      first = sizes[i] == 0 || i == depth - 1 ? null : Array.get(first, 0);
    }
    Data data = Data.zeros("of", dtype, Shape.of(sizes));
    copy(nested, sizes, 0, data.array, 0);
    return new Tensor(data);
  }

  private static int copy(Object from, long[] sizes, int depth, Object to, int at) {
    Checks.required("of", "row", from);
    if (Array.getLength(from) != sizes[depth]) {
      throw new IllegalArgumentException(
          "of: rows have different lengths: " + sizes[depth] + " and " + Array.getLength(from));
    }
    if (depth == sizes.length - 1) {
      System.arraycopy(from, 0, to, at, (int) sizes[depth]);
      return at + (int) sizes[depth];
    }
    int next = at;
    for (int i = 0; i < sizes[depth]; i++) {
      next = copy(Array.get(from, i), sizes, depth + 1, to, next);
    }
    return next;
  }

  /** The rows of a matrix as new arrays of the given type. */
  @SuppressWarnings("unchecked")
  static <T> T[] write(Tensor matrix, Class<T> row, String operation) {
    if (matrix.rank() != 2) {
      throw new IllegalStateException(operation + ": shape " + matrix.shape() + " must have two axes");
    }
    DType dtype = row == float[].class ? DType.FLOAT32 : row == double[].class ? DType.FLOAT64 : DType.INT32;
    Object flat = matrix.elements(operation, dtype);
    Storage.length(operation, Shape.ofInts(matrix.size(0)));
    int columns = matrix.size(1);
    T[] rows = (T[]) Array.newInstance(row, matrix.size(0));
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (T) Array.newInstance(row.getComponentType(), columns);
      System.arraycopy(flat, i * columns, rows[i], 0, columns);
    }
    return rows;
  }
}
