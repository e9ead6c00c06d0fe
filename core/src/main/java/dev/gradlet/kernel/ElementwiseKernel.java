package dev.gradlet.kernel;

/**
 * An elementwise operation: loops that compute each lane from the values of the same lane. {@link UnaryKernel} and
 * {@link BinaryKernel} read floats where they are, a {@link TileKernel} takes what is in tiles.
 */
public interface ElementwiseKernel {
  String label();

  /** Whether one of its operands may be one number for all lanes, or for each row. */
  default boolean takesNumber() {
    return false;
  }
}
