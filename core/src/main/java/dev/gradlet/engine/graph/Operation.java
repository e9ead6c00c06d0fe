package dev.gradlet.engine.graph;

import dev.gradlet.kernel.Arithmetic;
import dev.gradlet.kernel.BinaryKernel;
import dev.gradlet.kernel.ElementwiseKernel;
import java.util.List;

/**
 * What computes a node from its inputs, as the engine sees it: how, and which values gradients will ask for, but
 * nothing of gradients themselves. Equal operations on the same inputs compute the same.
 */
public interface Operation {

  /** The name used in messages and in printed plans. */
  String label();

  /** How many of the given inputs, from the first on, are read to compute the output; the others serve the VJP. */
  default int readInputs(int given) {
    return given;
  }

  /** What its vector-Jacobian product reads. */
  VjpReads vjpReads();

  /** One value from the values at the same place of each input; all shapes are equal. */
  interface Elementwise extends Operation {

    /** What an element costs, in units of an addition; up to 8 a value is rather computed twice than stored. */
    int cost();

    ElementwiseKernel kernel();
  }

  /** Sums and extrema over some axes, which keep size 1 in the output. Further inputs serve the VJP. */
  interface Reducing extends Operation {

    Kind kind();

    /** Ascending, counted from the front. */
    List<Integer> axes();

    default boolean reduces(int axis) {
      return axes().contains(axis);
    }

    @Override
    default String label() {
      return kind().label;
    }

    @Override
    default int readInputs(int given) {
      return Math.min(1, given);
    }

    /** How elements are combined, and the value that changes nothing: as an int, an infinity is the farthest one. */
    enum Kind {
      SUM("sum", Arithmetic.ADD, 0),
      MIN("min", Arithmetic.MINIMUM, Double.POSITIVE_INFINITY),
      MAX("max", Arithmetic.MAXIMUM, Double.NEGATIVE_INFINITY),
      ARG_MIN("argMin", Arithmetic.MINIMUM, Double.POSITIVE_INFINITY),
      ARG_MAX("argMax", Arithmetic.MAXIMUM, Double.NEGATIVE_INFINITY);

      public final String label;
      public final BinaryKernel combine;
      public final double neutral;

      Kind(String label, BinaryKernel combine, double neutral) {
        this.label = label;
        this.combine = combine;
        this.neutral = neutral;
      }

      public boolean isIndex() {
        return this == ARG_MIN || this == ARG_MAX;
      }
    }
  }

  /** The same elements under another view. Further inputs serve the VJP. */
  interface Moving extends Operation {

    ViewMap map();

    @Override
    default int readInputs(int given) {
      return Math.min(1, given);
    }
  }

  /** y[…, i, …] = x[…, index[…, i, …], …] along one axis. Inputs: x, index. */
  interface Gathering extends Operation {
    int axis();
  }

  /** What is computed as a whole, from the arrays of its inputs to an array of its own. */
  interface OfArrays extends Operation {

    /** Writes the elements of the output, row-major, over whatever its array holds. */
    void compute(Data output, Data... inputs);

    /** Whether what is computed from the output alone may take its array, so that it is computed again if asked for. */
    default boolean givesItsArray() {
      return false;
    }
  }
}
