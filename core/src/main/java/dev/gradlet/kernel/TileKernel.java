package dev.gradlet.kernel;

import dev.gradlet.DType;

/** An elementwise operation on tiles alone. */
public interface TileKernel extends ElementwiseKernel {
  /**
   * y = f(x…) for rows of lanes, one after the other; of an operand that is a number for each row, or for all lanes, the
   * first elements.
   *
   * @param dtype of the last operand
   */
  void apply(DType dtype, Object[] x, Object y, int length, int rows);

  /** How it prints in a plan, its result and its operands given by name. */
  default String text(String y, String[] x) {
    return y + " = " + label() + " " + String.join(" ", x);
  }
}
