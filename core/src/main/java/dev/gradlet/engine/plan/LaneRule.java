package dev.gradlet.engine.plan;

import dev.gradlet.Shape;
import dev.gradlet.kernel.Loops;

/**
 * The axis of a reduced operand that its lanes run along. This alone decides in which order a sum is added, so it
 * depends on nothing but the operand's shape: then fusion changes no bit.
 *
 * <ul>
 *   <li>The lane is the last axis if it is long enough to fill vectors and no other is much longer, else the longest
 *       axis: a row of ten is a poor lane, two thousand rows of ten are a good one. Nor are a million rows of 64 a good
 *       loop, since a sum over them would add a million terms one after the other.
 *   <li>If the lane is not reduced, every lane adds its elements one after the other, in row-major order of the reduced
 *       axes, from +0; long sums in chunks that are combined in a cascade (see {@link Chunks}).
 *   <li>If the lane alone is reduced and rows fit in a tile, each row is reduced by a halving tree.
 *   <li>If the lane is reduced otherwise, element i of the lane axis is added to partial sum i mod 1024: in blocks of 4
 *       tiles of 1024 lanes; within a tile, the other reduced axes in row-major order. The partial sums of the blocks
 *       are added in a cascade, those of the lanes by a halving tree.
 * </ul>
 *
 * <p>With as many partial sums as a tile has lanes, a sum over lanes needs no instruction of its own, and the rounding
 * error of 10⁷ terms is as small as that of 10⁴.
 */
final class LaneRule {
  private static final int LONG = 512;
  private static final int MUCH_LONGER = 8;
  /**
   * The same for a matrix, whose rows are reduced side by side. With more than two axes, the others make a good loop
   * around a longer lane: the distances of 1,000 points of 100 dimensions from 100 others take 1.4 ms so, 6 row by row.
   */
  private static final int MUCH_LONGER_IN_A_MATRIX = 64;

  private LaneRule() {}

  /**
   * The lane axis of an operand; −1 for a scalar.
   *
   * @param indices whether the index of an extremum is wanted: those are not found row by row
   */
  static int lane(Shape operand, boolean indices) {
    int last = operand.rank() - 1;
    int longest = last;
    for (int axis = last - 1; axis >= 0; axis--) {
      if (operand.size(axis) > operand.size(longest)) {
        longest = axis;
      }
    }
    int much = operand.rank() > 2 || indices ? MUCH_LONGER : MUCH_LONGER_IN_A_MATRIX;
    boolean staysLast = last < 0
        || operand.size(last) >= LONG
        || (operand.size(last) >= Tuning.current().longEnough()
            && operand.size(longest) <= (long) much * operand.size(last));
    return staysLast ? last : longest;
  }

  /** Whether the lane is the last axis and several rows of it, or one, fit in a tile. */
  static boolean hasRows(Shape operand) {
    int last = operand.rank() - 1;
    return last > 0
        && operand.size(last) >= Tuning.current().longEnough()
        && operand.size(last) <= Loops.TILE
        && lane(operand, false) == last;
  }
}
