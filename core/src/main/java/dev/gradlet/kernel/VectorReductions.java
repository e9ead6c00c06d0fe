package dev.gradlet.kernel;

import static dev.gradlet.kernel.Lanes.FLOATS;
import static dev.gradlet.kernel.Lanes.INTS;
import static dev.gradlet.kernel.Lanes.LANES;
import static dev.gradlet.kernel.Lanes.floats;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.IS_NAN;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * {@link Reductions} of floats in vectors. A tile of 1,024 lanes takes 95 to 150 ns where plain Java takes 280 to 450:
 * each row is halved down to 16 partial sums in vectors, then all rows' trees of 16 run as straight lines, side by
 * side.
 *
 * <p>An extremum is the same in any order, so it is left to {@code reduceLanes}: half the time of a tree. It is found
 * among integers, in one instruction where floats take six, as x86 knows neither −0 nor NaN: a tile takes 35 ns where
 * it took 160, sixteen rows of it 80 where they took 130. The sum tells whether there may be a NaN; then a row is gone
 * through one by one, as it is if infinities of both signs only make it look so. The least and the greatest are written
 * out: one method for both, with a mask for the order, takes up to five times as long where a program calls both.
 */
final class VectorReductions implements Reductions {
  /** The partial sums of a row that are left to scalars, whatever the width of a vector. */
  private static final int PARTIALS = 16;

  /** The bits of +∞, which as {@link #ordered} are its place; that of −∞ is the complement. */
  private static final int INFINITY = 0x7f800000;

  @Override
  public void sum(float[] x, int at, int length, int rows, float[] y) {
    if (length < 4 * PARTIALS || length != HalvingTree.width(length)) {
      for (int r = 0; r < rows; r++) y[r] = tree(HalvingTree.row(x, at + r * length, length), length);
      return;
    }
    float[] p = Scratch.mine().x;
    for (int r = 0; r < rows; r++) halve(x, at + r * length, length, p, r * PARTIALS);
    for (int r = 0; r < rows; r++) y[r] = sixteen(p, r * PARTIALS);
  }

  /** The tree of {@link HalvingTree}, three levels a pass, down to the width of a vector. */
  private static float tree(float[] p, int count) {
    int w = HalvingTree.width(count);
    while (w >= 8 * LANES) {
      w /= 8;
      for (int i = 0; i < w; i += LANES) {
        FloatVector p0 = floats(p, i).add(floats(p, i + 4 * w));
        FloatVector p1 = floats(p, i + w).add(floats(p, i + 5 * w));
        FloatVector p2 = floats(p, i + 2 * w).add(floats(p, i + 6 * w));
        FloatVector p3 = floats(p, i + 3 * w).add(floats(p, i + 7 * w));
        p0.add(p2).add(p1.add(p3)).intoArray(p, i);
      }
    }
    while (w >= 2 * LANES) {
      w /= 2;
      for (int i = 0; i < w; i += LANES) floats(p, i).add(floats(p, i + w)).intoArray(p, i);
    }
    return HalvingTree.sum(p, w);
  }

  /** The tree over w lanes of x, down to 16 partial sums in p. */
  private static void halve(float[] x, int from, int w, float[] p, int to) {
    int q = w / 4;
    for (int i = 0; i < q; i += LANES) {
      FloatVector even = floats(x, from + i).add(floats(x, from + i + 2 * q));
      FloatVector odd = floats(x, from + i + q).add(floats(x, from + i + 3 * q));
      even.add(odd).intoArray(p, to + i);
    }
    while (q > PARTIALS) {
      q /= 2;
      for (int i = 0; i < q; i += LANES) floats(p, to + i).add(floats(p, to + i + q)).intoArray(p, to + i);
    }
  }

  private static float sixteen(float[] p, int i) {
    float p0 = p[i] + p[i + 8];
    float p1 = p[i + 1] + p[i + 9];
    float p2 = p[i + 2] + p[i + 10];
    float p3 = p[i + 3] + p[i + 11];
    float p4 = p[i + 4] + p[i + 12];
    float p5 = p[i + 5] + p[i + 13];
    float p6 = p[i + 6] + p[i + 14];
    float p7 = p[i + 7] + p[i + 15];
    return ((p0 + p4) + (p2 + p6)) + ((p1 + p5) + (p3 + p7));
  }

  @Override
  public void min(float[] x, int at, int length, int rows, float[] y) {
    for (int r = 0; r < rows; r++) y[r] = min(x, at + r * length, at + (r + 1) * length);
  }

  private static float min(float[] x, int from, int to) {
    int i = from;
    IntVector least = IntVector.broadcast(INTS, INFINITY);
    FloatVector sum = FloatVector.zero(FLOATS);
    for (; i <= to - LANES; i += LANES) {
      FloatVector v = floats(x, i);
      least = least.min(ordered(v));
      sum = sum.add(v);
    }
    boolean sound = !sum.test(IS_NAN).anyTrue();
    float min = sound ? fromOrdered(least.reduceLanes(MIN)) : Float.POSITIVE_INFINITY;
    for (i = sound ? i : from; i < to; i++) min = Math.min(min, x[i]);
    return min;
  }

  @Override
  public void max(float[] x, int at, int length, int rows, float[] y) {
    for (int r = 0; r < rows; r++) y[r] = max(x, at + r * length, at + (r + 1) * length);
  }

  private static float max(float[] x, int from, int to) {
    int i = from;
    IntVector greatest = IntVector.broadcast(INTS, ~INFINITY);
    FloatVector sum = FloatVector.zero(FLOATS);
    for (; i <= to - LANES; i += LANES) {
      FloatVector v = floats(x, i);
      greatest = greatest.max(ordered(v));
      sum = sum.add(v);
    }
    boolean sound = !sum.test(IS_NAN).anyTrue();
    float max = sound ? fromOrdered(greatest.reduceLanes(MAX)) : Float.NEGATIVE_INFINITY;
    for (i = sound ? i : from; i < to; i++) max = Math.max(max, x[i]);
    return max;
  }

  /** Integers in the order of these numbers, −0 before +0: the magnitude's bits of negative ones are flipped. */
  private static IntVector ordered(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    return bits.lanewise(ASHR, 31).and(Integer.MAX_VALUE).lanewise(XOR, bits);
  }

  private static float fromOrdered(int bits) {
    return Float.intBitsToFloat((bits >> 31 & Integer.MAX_VALUE) ^ bits);
  }

  @Override
  public void add(float[] s, float[] x, int at, int length, int rows) {
    int whole = length - length % LANES;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector sum = floats(s, i);
      for (int r = 0; r < rows; r++) sum = sum.add(floats(x, at + r * length + i));
      sum.intoArray(s, i);
    }
    for (int i = whole; i < length; i++) {
      for (int r = 0; r < rows; r++) s[i] += x[at + r * length + i];
    }
  }
}
