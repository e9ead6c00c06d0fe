package dev.gradlet;

import static dev.gradlet.DType.BOOL;
import static dev.gradlet.DType.FLOAT32;
import static dev.gradlet.DType.FLOAT64;
import static dev.gradlet.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which dtype a result has, as in PyTorch. */
class PromotionTest {

  private static Tensor vector(DType dtype) {
    return Tensor.of(1, 2).to(dtype);
  }

  @ParameterizedTest
  @CsvSource({
    "BOOL, INT32, INT32", "BOOL, FLOAT32, FLOAT32", "BOOL, FLOAT64, FLOAT64",
    "INT32, INT32, INT32", "INT32, FLOAT32, FLOAT32", "INT32, FLOAT64, FLOAT64",
    "FLOAT32, FLOAT32, FLOAT32", "FLOAT32, FLOAT64, FLOAT64", "FLOAT64, FLOAT64, FLOAT64"
  })
  void binary_twoVectors_haveTheWiderType(DType a, DType b, DType expected) {
    Tensor mask = Tensor.of(true, false);
    assertThat(vector(a).add(vector(b)).dtype()).isEqualTo(expected);
    assertThat(vector(b).mul(vector(a)).dtype()).isEqualTo(expected);
    assertThat(vector(a).maximum(vector(b)).dtype()).isEqualTo(expected);
    assertThat(Tensor.where(mask, vector(a), vector(b)).dtype()).isEqualTo(expected);
    assertThat(Tensor.concat(0, vector(a), vector(b)).dtype()).isEqualTo(expected);
    assertThat(vector(a).scatterAdd(0, Tensor.of(0, 0), vector(b)).dtype()).isEqualTo(expected);
    assertThat(vector(a).lt(vector(b)).dtype()).isEqualTo(BOOL);
    assertThat(vector(a).div(vector(b)).dtype()).isEqualTo(expected.floating());
    assertThat(vector(a).add(vector(b)).toDoubleArray())
        .containsExactly(a == BOOL ? new double[] {2, b == BOOL ? 2 : 3} : new double[] {2, 4});
  }

  /** A scalar tensor widens a tensor with axes only if it is of a higher kind: mask, integer, floating. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT32, FLOAT64, FLOAT32", "FLOAT64, FLOAT32, FLOAT64", "INT32, FLOAT32, FLOAT32", "INT32, FLOAT64, FLOAT64",
    "FLOAT32, INT32, FLOAT32", "INT32, BOOL, INT32", "BOOL, INT32, INT32", "BOOL, FLOAT64, FLOAT64"
  })
  void binary_vectorAndScalar_haveTheVectorsPrecision(DType vector, DType scalar, DType expected) {
    Tensor x = vector(vector);
    Tensor s = Tensor.scalar(1, scalar);
    assertThat(x.add(s).dtype()).isEqualTo(expected);
    assertThat(s.mul(x).dtype()).isEqualTo(expected);
    assertThat(Tensor.where(Tensor.of(true, false), x, s).dtype()).isEqualTo(expected);
    assertThat(s.add(s).dtype()).isEqualTo(scalar == BOOL ? INT32 : scalar);
  }

  static Stream<Arguments> results() {
    Tensor mask = Tensor.of(true, false);
    Tensor ints = Tensor.of(1, 2);
    Tensor floats = Tensor.of(1f, 2f);
    Tensor doubles = Tensor.of(1.0, 2.0);
    return Stream.of(
        Arguments.of("integers and a whole number", ints.add(2), INT32),
        Arguments.of("integers and a fraction", ints.add(2.5), FLOAT32),
        Arguments.of("integers and a floating-point number that is whole", ints.add(2.0), FLOAT32),
        Arguments.of("integers and a float that is whole", ints.mul(2f), FLOAT32),
        Arguments.of("integers and a long", ints.mul(2L), INT32),
        Arguments.of("integers compared with a fraction", ints.gt(0.5), BOOL),
        Arguments.of("longs", Tensor.of(1L, 2L), INT32),
        Arguments.of("integers or an integer", Tensor.where(mask, ints, 1), INT32),
        Arguments.of("a number or integers", Tensor.where(mask, 1.0, ints), FLOAT32),
        Arguments.of("doubles or an integer", Tensor.where(mask, doubles, 1), FLOAT64),
        Arguments.of("integers to the power of a number", ints.pow(2.0), FLOAT32),
        Arguments.of("integers to the power of integers", ints.pow(ints), INT32),
        Arguments.of("a mask to a power", mask.pow(2), INT32),
        Arguments.of("integers clamped by infinity", ints.clamp(0, Double.POSITIVE_INFINITY), INT32),
        Arguments.of("integers clamped by fractions", ints.clamp(0.5, 1.5), INT32),
        Arguments.of("root of integers, whole or not", Tensor.of(4).pow(0.5), FLOAT32),
        Arguments.of("a mask and a whole number", mask.mul(2), INT32),
        Arguments.of("floats and a number", floats.mul(2.5), FLOAT32),
        Arguments.of("doubles and a number", doubles.mul(2.5), FLOAT64),
        Arguments.of("quotient of integers", ints.div(2), FLOAT32),
        Arguments.of("function of integers", ints.exp(), FLOAT32),
        Arguments.of("function of a mask", mask.sqrt(), FLOAT32),
        Arguments.of("function of doubles", doubles.exp(), FLOAT64),
        Arguments.of("absolute value of integers", ints.abs(), INT32),
        Arguments.of("square of integers", ints.square(), INT32),
        Arguments.of("cube of integers", ints.pow(3), INT32),
        Arguments.of("fourth power of integers", ints.pow(4), INT32),
        Arguments.of("root of integers", ints.pow(0.5), FLOAT32),
        Arguments.of("sum of integers", ints.sum(), INT32),
        Arguments.of("sum of a mask", mask.sum(), INT32),
        Arguments.of("mean of integers", ints.mean(), FLOAT32),
        Arguments.of("norm of integers", ints.norm(), FLOAT32),
        Arguments.of("minimum of integers", ints.min(), INT32),
        Arguments.of("softmax of integers", ints.softmax(0), FLOAT32),
        Arguments.of("index of a minimum", doubles.argMin(), INT32),
        Arguments.of("comparison", doubles.gt(1), BOOL),
        Arguments.of("product of matrices of integers", ints.matmul(ints), FLOAT32),
        Arguments.of("product of floats and doubles", floats.matmul(doubles), FLOAT64),
        Arguments.of("one-hot", ints.oneHot(3), FLOAT32),
        Arguments.of("masks added by index", mask.scatterAdd(0, Tensor.of(1, 1), mask), INT32),
        Arguments.of("any", floats.any(), BOOL),
        Arguments.of("largest of a mask", mask.max(), BOOL),
        Arguments.of("largest of a mask along an axis", mask.max(0).values(), BOOL),
        Arguments.of("smallest of a mask over axes", mask.amin(0), BOOL),
        Arguments.of("index of the smallest of a mask", mask.argMin(), INT32),
        Arguments.of("sorted mask", mask.sort(0).values(), BOOL),
        Arguments.of("running sum of a mask", mask.cumSum(0), INT32),
        Arguments.of("mean of a mask but for NaN", mask.nanMean(), FLOAT32),
        Arguments.of("triangle of a mask", mask.expand(2, 2).tril(), BOOL),
        Arguments.of("upper triangle of integers", ints.expand(2, 2).triu(), INT32),
        Arguments.of("mask on a diagonal", mask.diag(), BOOL),
        Arguments.of("padded mask", mask.pad(0, 1, 1, 1), BOOL),
        Arguments.of("scalar of a whole number", Tensor.scalar(3), FLOAT32),
        Arguments.of("clamped integers", ints.clamp(0, 1), INT32),
        Arguments.of("range of integers", Tensor.arange(3), INT32),
        Arguments.of("identity", Tensor.eye(2), FLOAT32),
        Arguments.of("zeros like doubles", Tensor.zerosLike(doubles), FLOAT64));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("results")
  void dtype_ofResult_isAsDocumented(String name, Tensor result, DType expected) {
    assertThat(result.dtype()).isEqualTo(expected);
  }

  @Test
  void backward_throughPromotion_givesEachInputItsOwnType() {
    Tensor a = Tensor.of(1f, 2f).requireGrad();
    Tensor b = Tensor.of(3.0, 4.0).requireGrad();
    Tensor s = Tensor.scalar(2.0).requireGrad();
    a.mul(b).sum().add(a.mul(s).sum()).backward();

    assertThat(a.grad().dtype()).isEqualTo(FLOAT32);
    assertThat(b.grad().dtype()).isEqualTo(FLOAT64);
    assertThat(s.grad().dtype()).isEqualTo(FLOAT64);
    assertThat(a.grad().toDoubleArray()).containsExactly(5, 6);
    assertThat(b.grad().toDoubleArray()).containsExactly(1, 2);
    assertThat(s.grad().item()).isEqualTo(3);
  }

  @Test
  void integers_largeOnes_stayExact() {
    assertThat(Tensor.of(16_777_217).clamp(0, Double.POSITIVE_INFINITY).toIntArray()).containsExactly(16_777_217);
    assertThat(Tensor.of(-3, 0, 3, 7).clamp(-2.5, 6.5).toIntArray()).containsExactly(-2, 0, 3, 6);
    assertThat(Tensor.of(16_777_217L, -5L).toIntArray()).containsExactly(16_777_217, -5);
    assertThat(Tensor.of(3, -2, 46_341).pow(3).toIntArray()).containsExactly(27, -8, 46_341 * 46_341 * 46_341);
    assertThat(Tensor.of(2, -1, -1, 0).pow(Tensor.of(-1, -1, -2, 0)).toIntArray()).containsExactly(0, -1, 1, 1);
    assertThatThrownBy(() -> Tensor.of(1L << 40)).hasMessageContaining("1099511627776 is no INT32");
    assertThatThrownBy(() -> Tensor.of(1).add(1L << 40)).hasMessageContaining("is no INT32");
    assertThat(Tensor.scalar(16_777_218).item()).isEqualTo(16_777_218);
    assertThat(Tensor.full(-2_147_483_648.9, INT32, 1).toIntArray()).containsExactly(Integer.MIN_VALUE);
    assertThatThrownBy(() -> Tensor.scalar(16_777_217)).hasMessageContaining("16777217 is no FLOAT32");
    assertThatThrownBy(() -> Tensor.scalar(Long.MAX_VALUE)).hasMessageContaining("is no FLOAT32");
    assertThatThrownBy(() -> Tensor.scalar(3_000_000_000L, INT32)).hasMessageContaining("is no INT32");
    assertThatThrownBy(() -> Tensor.full(Double.NaN, INT32, 2)).hasMessageContaining("full: NaN is no INT32");
    assertThatThrownBy(() -> Tensor.arange(0, 4e9, 1e9, INT32)).hasMessageContaining("arange: 3.0E9 is no INT32");
    assertThatThrownBy(() -> Tensor.linspace(0, 4e9, 3, INT32)).hasMessageContaining("linspace: 4.0E9 is no INT32");
    assertThatThrownBy(() -> Tensor.of(2).pow(-1)).hasMessageContaining("integers have no power -1");
    assertThatThrownBy(() -> Tensor.of(2).clamp(0.2, 0.8)).hasMessageContaining("no INT32 lies between");
  }

  @Test
  void gt_largeIntegers_comparesExactly() {
    Tensor x = Tensor.of(16_777_217, 2_147_483_647);
    assertThat(x.gt(16_777_216).toBooleanArray()).containsExactly(true, true);
    assertThat(x.eq(2_147_483_646).toBooleanArray()).containsExactly(false, false);
  }
}
