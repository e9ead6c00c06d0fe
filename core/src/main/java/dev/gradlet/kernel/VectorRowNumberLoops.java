package dev.gradlet.kernel;

import dev.gradlet.kernel.RowNumberLoops.FloatRowNumber;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link RowNumberLoops} in vectors: what a loop with one number takes, without the pass that would first repeat each
 * row's number in all its lanes.
 */
final class VectorRowNumberLoops {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  static final Map<String, FloatRowNumber> RIGHT = Map.of(
      "add", VectorRowNumberLoops::add,
      "sub", VectorRowNumberLoops::subtract,
      "mul", VectorRowNumberLoops::multiply,
      "div", VectorRowNumberLoops::divide);

  static final Map<String, FloatRowNumber> LEFT = Map.of(
      "add", VectorRowNumberLoops::add,
      "mul", VectorRowNumberLoops::multiply);

  private VectorRowNumberLoops() {}

  private static void add(float[] x, float[] c, int length, int rows, float[] y) {
    int whole = length - length % LANES;
    for (int r = 0, from = 0; r < rows; r++, from += length) {
      float number = c[r];
      for (int i = from; i < from + whole; i += LANES) floats(x, i).add(number).intoArray(y, i);
      for (int i = from + whole; i < from + length; i++) y[i] = x[i] + number;
    }
  }

  private static void subtract(float[] x, float[] c, int length, int rows, float[] y) {
    int whole = length - length % LANES;
    for (int r = 0, from = 0; r < rows; r++, from += length) {
      float number = c[r];
      for (int i = from; i < from + whole; i += LANES) floats(x, i).sub(number).intoArray(y, i);
      for (int i = from + whole; i < from + length; i++) y[i] = x[i] - number;
    }
  }

  private static void multiply(float[] x, float[] c, int length, int rows, float[] y) {
    int whole = length - length % LANES;
    for (int r = 0, from = 0; r < rows; r++, from += length) {
      float number = c[r];
      for (int i = from; i < from + whole; i += LANES) floats(x, i).mul(number).intoArray(y, i);
      for (int i = from + whole; i < from + length; i++) y[i] = x[i] * number;
    }
  }

  private static void divide(float[] x, float[] c, int length, int rows, float[] y) {
    int whole = length - length % LANES;
    for (int r = 0, from = 0; r < rows; r++, from += length) {
      float number = c[r];
      for (int i = from; i < from + whole; i += LANES) floats(x, i).div(number).intoArray(y, i);
      for (int i = from + whole; i < from + length; i++) y[i] = x[i] / number;
    }
  }

  private static FloatVector floats(float[] x, int i) {
    return FloatVector.fromArray(FLOATS, x, i);
  }
}
