package dev.gradlet.kernel;

import dev.gradlet.DType;

/** One of two values for each lane: see {@link Selections}. */
public enum SelectKernel implements TileKernel {
  /** The second operand where the first, a mask, is true, else the third. */
  WHERE("where", "") {
    @Override
    public void apply(DType dtype, Object[] x, Object y, int length, int rows) {
      int n = length * rows;
      boolean[] mask = (boolean[]) x[0];
      Selections kernels = Kernels.selections(Selections.Loop.SELECT, n);
      switch (dtype) {
        case FLOAT32 -> kernels.select(mask, (float[]) x[1], (float[]) x[2], (float[]) y, n);
        case FLOAT64 -> kernels.select(mask, (double[]) x[1], (double[]) x[2], (double[]) y, n);
        case INT32 -> kernels.select(mask, (int[]) x[1], (int[]) x[2], (int[]) y, n);
        case BOOL -> kernels.select(mask, (boolean[]) x[1], (boolean[]) x[2], (boolean[]) y, n);
      }
    }
  },

  /** The third operand where the first is above a number, another number elsewhere: a comparison and its selection. */
  KEEP_ABOVE("keepAbove", "%1$s = %4$s where %2$s > %3$s, else %5$s") {
    @Override
    public void apply(DType dtype, Object[] x, Object y, int length, int rows) {
      keepAbove(x, false, y, length * rows);
    }
  },

  /** The same, but the third operand also where the first is NaN. */
  KEEP_ABOVE_AND_NAN("keepAboveAndNaN", "%1$s = %4$s where %2$s > %3$s or NaN, else %5$s") {
    @Override
    public void apply(DType dtype, Object[] x, Object y, int length, int rows) {
      keepAbove(x, true, y, length * rows);
    }
  },

  /** A number where x equals the number of its row, another one elsewhere: what places one element in each row. */
  EQUAL_IN_ROW("equalInRow", "%1$s = %4$s where %2$s = %3$s, else %5$s") {
    @Override
    public void apply(DType dtype, Object[] x, Object y, int length, int rows) {
      Kernels.selections(Selections.Loop.SELECT_EQUAL, (long) length * rows).selectEqual(
          (int[]) x[0], (int[]) x[1], ((float[]) x[2])[0], ((float[]) x[3])[0], length, rows, (float[]) y);
    }
  };

  private final String label;
  private final String format;

  SelectKernel(String label, String format) {
    this.label = label;
    this.format = format;
  }

  private static void keepAbove(Object[] x, boolean nan, Object y, int n) {
    Kernels.selections(nan ? Selections.Loop.KEEP_ABOVE_AND_NAN : Selections.Loop.KEEP_ABOVE, n).keepAbove(
        (float[]) x[0], ((float[]) x[1])[0], nan, (float[]) x[2], ((float[]) x[3])[0], (float[]) y, n);
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public String text(String y, String[] x) {
    return this == WHERE ? TileKernel.super.text(y, x) : String.format(format, y, x[0], x[1], x[2], x[3]);
  }
}
