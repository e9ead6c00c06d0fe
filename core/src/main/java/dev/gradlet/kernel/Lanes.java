package dev.gradlet.kernel;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Vectors of the preferred width, and operations on one that are no method of it, for loops and compiled programs. */
public final class Lanes {
  public static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  public static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  static final int LANES = FLOATS.length();

  private Lanes() {}

  static FloatVector floats(float[] x, int i) {
    return FloatVector.fromArray(FLOATS, x, i);
  }

  static IntVector ints(int[] x, int i) {
    return IntVector.fromArray(INTS, x, i);
  }

  public static FloatVector number(float[] x, int i) {
    return FloatVector.broadcast(FLOATS, x[i]);
  }

  public static IntVector number(int[] x, int i) {
    return IntVector.broadcast(INTS, x[i]);
  }

  public static FloatVector rsqrt(FloatVector x) {
    return FloatVector.broadcast(FLOATS, 1).div(x.sqrt());
  }

  public static FloatVector reciprocal(FloatVector x) {
    return FloatVector.broadcast(FLOATS, 1).div(x);
  }

  /** Not above 0 is +0, also −0; NaN is not at or below it and stays. */
  public static FloatVector relu(FloatVector x) {
    return x.blend(0, x.compare(LE, 0));
  }

  /** a where x is above a bound, something else elsewhere. */
  public static FloatVector keepAbove(FloatVector x, FloatVector bound, FloatVector a, FloatVector other) {
    return other.blend(a, x.compare(GT, bound));
  }

  /** The same, but a also where x is NaN. */
  public static FloatVector keepAboveAndNaN(FloatVector x, FloatVector bound, FloatVector a, FloatVector other) {
    return a.blend(other, x.compare(LE, bound));
  }

  /** a where x equals c, something else elsewhere. */
  public static FloatVector equalInRow(IntVector x, IntVector c, FloatVector a, FloatVector other) {
    return other.blend(a, x.compare(EQ, c).cast(FLOATS));
  }

  public static IntVector place(int[] x, int i, int more) {
    return IntVector.broadcast(INTS, x[i] + more);
  }

  /** NaN is larger than a number, and nothing than NaN. */
  static VectorMask<Float> isLarger(FloatVector best, FloatVector x) {
    return best.compare(EQ, best).andNot(x.compare(LE, best));
  }

  /** NaN is smaller than a number, and nothing than NaN. */
  static VectorMask<Float> isSmaller(FloatVector best, FloatVector x) {
    return best.compare(EQ, best).andNot(x.compare(GE, best));
  }
}
