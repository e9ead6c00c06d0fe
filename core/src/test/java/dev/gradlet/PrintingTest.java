package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrintingTest {

  static Stream<Arguments> tensors() {
    return Stream.of(
        Arguments.of(Tensor.scalar(2.5f), "tensor(2.5, shape=[], dtype=FLOAT32)"),
        Arguments.of(Tensor.scalar(3), "tensor(3., shape=[], dtype=FLOAT32)"),
        Arguments.of(Tensor.of(1f, -2f, 0.5f), "tensor([ 1. , -2. ,  0.5], shape=[3], dtype=FLOAT32)"),
        Arguments.of(Tensor.of(1, 20, -3), "tensor([ 1, 20, -3], shape=[3], dtype=INT32)"),
        Arguments.of(Tensor.of(true, false), "tensor([ true, false], shape=[2], dtype=BOOL)"),
        Arguments.of(Tensor.zeros(0), "tensor([], shape=[0], dtype=FLOAT32)"),
        Arguments.of(Tensor.zeros(1L << 30, 0), "tensor([], shape=[1073741824, 0], dtype=FLOAT32)"),
        Arguments.of(
            Tensor.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1),
            "tensor([ nan,  inf, -inf,   1.], shape=[4], dtype=FLOAT64)"),
        Arguments.of(
            Tensor.of(new double[][] {{1, 2.25}, {3, 4}}),
            "tensor([[1.  , 2.25],\n        [3.  , 4.  ]], shape=[2, 2], dtype=FLOAT64)"),
        Arguments.of(
            Tensor.arange(8).reshape(2, 2, 2),
            "tensor([[[0, 1],\n         [2, 3]],\n\n"
                + "        [[4, 5],\n         [6, 7]]], shape=[2, 2, 2], dtype=INT32)"),
        Arguments.of(
            Tensor.arange(2000),
            "tensor(shape=[2000], dtype=INT32, min 0, max 1999, mean 999.5, std 577.5,\n"
                + "       [   0,    1,    2, ..., 1997, 1998, 1999])"),
        Arguments.of(
            Tensor.arange(2000).ge(500),
            "tensor(shape=[2000], dtype=BOOL, 75 % true,\n       [false, false, false, ...,  true,  true,  true])"),
        Arguments.of(
            Tensor.where(Tensor.arange(2000).lt(2), Double.NaN, Tensor.arange(2000).eq(5).to(DType.FLOAT64).log()),
            "tensor(shape=[2000], dtype=FLOAT64, min 0, max 0, mean 0, 0.1 % NaN, 99.8 % infinite,\n"
                + "       [ nan,  nan, -inf, ..., -inf, -inf, -inf])"),
        Arguments.of(
            Tensor.full(0.5, 40, 50).requireGrad().expand(3, 40, 50).sum(0, 1, 2).expand(2000),
            "tensor(shape=[2000], dtype=FLOAT32, min 3000, max 3000, mean 3000, std 0, with history,\n"
                + "       [3000., 3000., 3000., ..., 3000., 3000., 3000.])"));
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void toString_tensor_isLaidOutAsByNumPy(Tensor tensor, String expected) {
    assertThat(tensor.toString()).isEqualTo(expected);
  }

  @Test
  void toString_unlikeMagnitudes_isScientific() {
    assertThat(Tensor.of(1e-8, 1).toString()).contains("1.0000e-08", "1.0000e+00");
  }

  @Test
  void toString_largeMatrix_leavesOutTheMiddle() {
    String text = Tensor.zeros(100, 100).toString();
    assertThat(text.lines()).hasSize(8);
    assertThat(text).contains("[0., 0., 0., ..., 0., 0., 0.]").contains("\n        ...,\n");
  }

  @Test
  void toString_largeVariable_saysWhetherItHasAGradient() {
    Tensor x = Tensor.zeros(2000).requireGrad();
    assertThat(x.toString()).startsWith("tensor(shape=[2000], dtype=FLOAT32, min 0, max 0, mean 0, std 0, variable,\n");
    x.sum().backward();
    assertThat(x.toString()).contains(", variable with gradient,\n");
  }

  @Test
  void toString_otherLocale_hasPoints() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Tensor.scalar(2.5).toString()).contains("2.5");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void toString_pendingExpression_computesIt() {
    Tensor x = Tensor.of(1f, 2f).requireGrad();
    assertThat(x.mul(2).toString()).isEqualTo("tensor([2., 4.], shape=[2], dtype=FLOAT32)");
  }
}
