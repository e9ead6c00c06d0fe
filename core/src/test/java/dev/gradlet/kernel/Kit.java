package dev.gradlet.kernel;

/** All kernels of one kind, to be compared with those of the other. */
final class Kit {
  static final Kit PLAIN = new Kit(false, new Sums() {}, new Reductions() {}, new Selections() {});
  static final Kit VECTOR = new Kit(true, new VectorSums(), new VectorReductions(), new VectorSelections());

  final Sums sums;
  final Reductions reductions;
  final Selections selections;
  private final boolean vector;

  private Kit(boolean vector, Sums sums, Reductions reductions, Selections selections) {
    this.vector = vector;
    this.sums = sums;
    this.reductions = reductions;
    this.selections = selections;
  }

  Windows.Unary unary(String op) {
    return vector ? VectorArithmetic.unary(op) : null;
  }

  Windows.Binary binary(String op) {
    return vector ? VectorArithmetic.BINARY.get(op) : null;
  }

  Windows.Binary number(String op, boolean first) {
    Windows.Binary second = vector ? VectorArithmetic.NUMBER_SECOND.get(op) : null;
    return vector && first ? VectorArithmetic.NUMBER_FIRST.getOrDefault(op, second) : second;
  }

  /** An operation of a tile of rows and a number for each. */
  void rows(BinaryKernel op, float[] x, float[] c, boolean first, int length, int rows, float[] y) {
    BinaryKernel.Number number = first ? BinaryKernel.Number.FIRST : BinaryKernel.Number.SECOND;
    op.applyRows(number(op.label(), first), number, x, c, length, rows, y);
  }
}
