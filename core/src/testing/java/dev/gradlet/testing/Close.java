package dev.gradlet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.DType;
import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import java.util.Arrays;

/** Agreement of tensors: shape, dtype, each element within {@code tolerance · max(1, |expected|)}; NaN equals NaN. */
public final class Close {
  private Close() {}

  /** The tolerance that the reference files expect of a dtype. */
  public static double tolerance(DType dtype) {
    return dtype == DType.FLOAT64 ? 1e-10 : 1e-5;
  }

  public static void assertClose(String what, Tensor actual, GoldenCase.Values expected, double tolerance) {
    assertThat(actual.shape()).as(what).isEqualTo(Shape.of(expected.dims()));
    assertClose(what, actual.toDoubleArray(), expected.values(), tolerance);
  }

  public static void assertClose(String what, Tensor actual, Tensor expected, double tolerance) {
    assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
    assertThat(actual.dtype()).as(what).isEqualTo(expected.dtype());
    assertClose(what, actual.toDoubleArray(), expected.toDoubleArray(), tolerance);
  }

  public static void assertClose(String what, double[] actual, double[] expected, double tolerance) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
      if (Double.compare(actual[i], expected[i]) != 0 && !(Math.abs(actual[i] - expected[i]) <= allowed)) {
        throw new AssertionError(what + ": element " + i + " is " + actual[i] + ", expected " + expected[i] + " within "
            + allowed + "\n  actual   " + Arrays.toString(actual) + "\n  expected " + Arrays.toString(expected));
      }
    }
  }
}
