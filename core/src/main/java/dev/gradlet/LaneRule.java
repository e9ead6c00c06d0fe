package dev.gradlet;

/**
 * Which axis of a reduced operand its lanes run along. This alone decides in which order a sum is added, so it may
 * depend on nothing but the operand's shape: then fusing changes no bit.
 *
 * <ul>
 *   <li>The lane is the last axis if it is long enough to fill vectors and no other is much longer, else the longest
 *       axis: a row of ten is a poor lane, two thousand rows of ten are a good one.
 *   <li>Where the lane is not reduced, every lane adds its elements one after the other, in row-major order of the
 *       reduced axes, from +0.
 *   <li>Where it is reduced, element i of the lane axis is added to partial sum i mod 1024: in blocks of 2 tiles of
 *       1024 lanes; within a tile the other reduced axes in row-major order. The blocks' partial sums are added in
 *       their order, and the partial sums by a halving tree.
 * </ul>
 *
 * <p>As many partial sums as a tile has lanes make a sum over lanes the same instruction as any other accumulation, and
 * the rounding error of 10⁷ terms as small as that of 10⁴.
 */
final class LaneRule {
  static final int TILES_A_BLOCK = 2;
  private static final int LONG_ENOUGH = 64;
  private static final int LONG = 512;
  private static final int MUCH_LONGER = 8;

  private LaneRule() {}

  /** The lane axis of an operand; −1 for a scalar. */
  static int lane(Shape operand) {
    int last = operand.rank() - 1;
    int longest = last;
    for (int axis = last - 1; axis >= 0; axis--) {
      if (operand.size(axis) > operand.size(longest)) {
        longest = axis;
      }
    }
    boolean staysLast = last < 0
        || operand.size(last) >= LONG
        || (operand.size(last) >= LONG_ENOUGH && operand.size(longest) / MUCH_LONGER < operand.size(last));
    return staysLast ? last : longest;
  }

  /** Whether a reduction of this operand runs along its lanes. */
  static boolean alongLanes(Reduction reduction, Shape operand) {
    return reduction.reduces(lane(operand));
  }
}
