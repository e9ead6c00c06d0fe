package dev.gradlet;

/**
 * What computed a tensor from its inputs. An operation knows how a cotangent flows back through it, written in Tensor
 * operations, and belongs to one of four kinds that the {@link Scheduler} treats alike:
 * elementwise and reducing ones become instructions of a fused loop, a movement is another {@link View} of its input,
 * and an array operation computes a whole array at once.
 */
sealed interface Op permits Op.Elementwise, Reduction, Movement, Gather, ArrayOp {

  /** The name used in messages and in printed plans. */
  String label();

  /** How many of the given inputs, from the first on, are read to compute the output; the others serve the VJP. */
  default int readInputs(int given) {
    return given;
  }

  /**
   * The cotangent of input {@code i}: g is the cotangent of the output y, x are the inputs. Null where the derivative
   * is zero everywhere or there is none.
   */
  Tensor vjp(int i, Tensor g, Tensor y, Tensor... x);

  /** One value from the values at the same place of each input; all shapes are equal. */
  sealed interface Elementwise extends Op permits Unary, Binary, Comparison, Select, Cast {

    /** What an element costs, in units of an addition; up to 8 a value is rather computed twice than stored. */
    int cost();
  }
}
