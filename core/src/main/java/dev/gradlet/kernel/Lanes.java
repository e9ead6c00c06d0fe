package dev.gradlet.kernel;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The operations of a {@link LaneProgram} that are no method of {@link FloatVector}: a vector of what loops compute. */
final class Lanes {
  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  private Lanes() {}

  static FloatVector number(float[] x, int i) {
    return FloatVector.broadcast(FLOATS, x[i]);
  }

  static FloatVector rsqrt(FloatVector x) {
    return FloatVector.broadcast(FLOATS, 1).div(x.sqrt());
  }

  static FloatVector reciprocal(FloatVector x) {
    return FloatVector.broadcast(FLOATS, 1).div(x);
  }

  static FloatVector relu(FloatVector x) {
    return x.blend(0, x.compare(LE, 0));
  }

  /** a where x is above a bound, something else elsewhere. */
  static FloatVector keepAbove(FloatVector x, FloatVector bound, FloatVector a, FloatVector other) {
    return other.blend(a, x.compare(GT, bound));
  }
}
