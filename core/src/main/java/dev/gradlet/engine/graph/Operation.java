package dev.gradlet.engine.graph;

import dev.gradlet.kernel.Arithmetic;
import dev.gradlet.kernel.BinaryKernel;
import dev.gradlet.kernel.ElementwiseKernel;
import java.util.List;

/**
 * How a node is computed from its inputs, and which values its gradient will read; nothing of gradients themselves.
 */
public interface Operation {

  /** The name used in messages and in printed plans. */
  String label();

  /** How many of the inputs, from the first on, are read to compute the output; the VJP reads the others. */
  default int readInputs(int given) {
    return given;
  }

  /** What its vector-Jacobian product reads. */
  VjpReads vjpReads();

  /**
   * What tells it from others of its class: by default, whether it equals them. A record's methods for that are linked
   * when they are first called, which takes 50 ms of a short program, so those that most programs meet are not.
   */
  default Object parameters() {
    return this;
  }

  /** Whether both compute the same from the same inputs. */
  static boolean same(Operation a, Operation b) {
    return a == b
        || (a != null && b != null && a.getClass() == b.getClass() && a.parameters().equals(b.parameters()));
  }

  /** One value from the values at the same place of each input; all shapes are equal. */
  interface Elementwise extends Operation {

    /** What an element costs, in additions. A value that costs at most 8 is computed twice rather than stored. */
    int cost();

    ElementwiseKernel kernel();
  }

  /** Sums and extrema over some axes, which have size 1 in the output. Only the VJP reads further inputs. */
  interface Reducing extends Operation {

    Kind kind();

    /** Ascending, counted from the front. */
    List<Integer> axes();

    @Override
    default Object parameters() {
      return List.of(kind(), axes());
    }

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

    /** How elements are combined, and the neutral element; an infinity becomes the farthest int. */
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

  /** The elements of the first input under another view. Only the VJP reads further inputs. */
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

  /** Computes a whole array at once, from those of its inputs. */
  interface OfArrays extends Operation {

    /** Writes the elements of the output, row-major. Its array may hold anything before. */
    void compute(Data output, Data... inputs);

    /** Whether a loop that alone reads the output may overwrite its array; it is computed again if asked for. */
    default boolean givesItsArray() {
      return false;
    }
  }
}
