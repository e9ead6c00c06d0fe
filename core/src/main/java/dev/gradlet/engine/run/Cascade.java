package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.engine.run.Step.Accumulator;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/**
 * Combines partial results pairwise, as a binary counter carries: of 13 parts the first 8, the next 4 and the last one
 * are trees of their own, which are then added from the right. The rounding error of n parts is that of log₂ n
 * additions, and any aligned 2ᵏ of them may be combined elsewhere first. The order depends on the number of parts
 * alone.
 */
final class Cascade {
  private final List<Accumulator> reductions;
  /** At index k the combination of 2ᵏ parts, or null: for each reduction its lanes, then its indices or null. */
  private final List<Object[]> levels = new ArrayList<>();

  Cascade(List<Accumulator> reductions) {
    this.reductions = reductions;
  }

  /** Sets the accumulators to the neutral element. */
  static void reset(List<Accumulator> reductions, Frame frame) {
    for (Accumulator reduction : reductions) {
      Storage.fill(
          reduction.dtype(), frame.tile(reduction.accumulator()), 0, frame.width, reduction.kind().neutral);
    }
  }

  /** Adds a part: the values of the accumulators. */
  void push(Frame frame) {
    push(copy(frame));
  }

  /** Adds a part: the result of another cascade over 2ᵏ parts, with the same k for all but the last. */
  void push(Object[] part) {
    Object[] carry = part;
    int level = 0;
    while (level < levels.size() && levels.get(level) != null) {
      carry = combined(levels.get(level), carry);
      levels.set(level++, null);
    }
    if (level == levels.size()) {
      levels.add(null);
    }
    levels.set(level, carry);
  }

  /** Combines all parts, and removes them. */
  Object[] result() {
    Object[] total = null;
    for (int level = 0; level < levels.size(); level++) {
      Object[] left = levels.get(level);
      if (left != null) {
        total = total == null ? left : combined(left, total);
        levels.set(level, null);
      }
    }
    return total;
  }

  /** Puts the result into the accumulators. */
  void collect(Frame frame) {
    Object[] total = result();
    for (int i = 0; i < reductions.size(); i++) {
      Accumulator reduction = reductions.get(i);
      System.arraycopy(total[2 * i], 0, frame.tile(reduction.accumulator()), 0, frame.width);
      if (reduction.kind().isIndex()) {
        System.arraycopy(total[2 * i + 1], 0, frame.tile(reduction.at()), 0, frame.width);
      }
    }
    give(total);
  }

  private Object[] copy(Frame frame) {
    Object[] part = new Object[2 * reductions.size()];
    for (int i = 0; i < reductions.size(); i++) {
      Accumulator reduction = reductions.get(i);
      part[2 * i] = copy(reduction.dtype(), frame.tile(reduction.accumulator()), frame.width);
      if (reduction.kind().isIndex()) {
        part[2 * i + 1] = copy(DType.INT32, frame.tile(reduction.at()), frame.width);
      }
    }
    return part;
  }

  private static Object copy(DType dtype, Object lanes, int width) {
    Object copy = ArrayPool.take(dtype, width);
    System.arraycopy(lanes, 0, copy, 0, width);
    return copy;
  }

  private Object[] combined(Object[] left, Object[] right) {
    for (int i = 0; i < reductions.size(); i++) {
      Reducing.Kind kind = reductions.get(i).kind();
      int width = Array.getLength(left[2 * i]);
      if (kind.isIndex()) {
        Extrema.merge(
            kind == Reducing.Kind.ARG_MAX, reductions.get(i).dtype(), right[2 * i], (int[]) right[2 * i + 1],
            left[2 * i], (int[]) left[2 * i + 1]);
      } else {
        kind.combine.apply(reductions.get(i).dtype(), left[2 * i], right[2 * i], left[2 * i], width);
      }
    }
    give(right);
    return left;
  }

  private void give(Object[] part) {
    for (int i = 0; i < reductions.size(); i++) {
      ArrayPool.give(reductions.get(i).dtype(), part[2 * i]);
      if (reductions.get(i).kind().isIndex()) {
        ArrayPool.give(DType.INT32, part[2 * i + 1]);
      }
    }
  }
}
