package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is composed of other operations, or computed at the call: by values that PyTorch has for the same calls. */
class TensorFunctionsTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final Tensor MATRIX = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
  private static final Tensor SQUARE = Tensor.arange(9).reshape(3, 3);

  private record Case(String name, Supplier<Tensor> call, DType dtype, long[] shape, double[] values) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, Supplier<Tensor> call, DType dtype, long[] shape, double... values) {
    return new Case(name, call, dtype, shape, values);
  }

  private static long[] shape(long... sizes) {
    return sizes;
  }

  private static Tensor v(double... values) {
    return Tensor.of(values);
  }

  static Stream<Case> cases() {
    DType d = DType.FLOAT64;
    DType f = DType.FLOAT32;
    DType i = DType.INT32;
    DType b = DType.BOOL;
    return Stream.of(
        // Elementwise.
        of("floor", () -> v(-1.5, 1.5, -0.5).floor(), d, shape(3), -2, 1, -1),
        of("ceil of integers", () -> Tensor.of(3).ceil(), i, shape(1), 3),
        of("round to even", () -> v(0.5, 1.5, 2.5, -0.4).round(), d, shape(4), 0, 2, 2, -0.0),
        of("5 - x", () -> Tensor.of(1, 2).rsub(5), i, shape(2), 4, 3),
        of("1 / x of integers", () -> Tensor.of(2, 4).rdiv(1), f, shape(2), 0.5, 0.25),
        of("log2 of powers", () -> v(8, 0.125, 1L << 29, 0x1p-1070).log2(), d, shape(4), 3, -3, 29, -1070),
        of("log2 of powers, float", () -> Tensor.of(8f, 0x1p-140f, 0x1p100f).log2(), f, shape(3), 3, -140, 100),
        of("log10 of powers", () -> v(1000, 1e-5).log10(), d, shape(2), 3, -5),
        of("log2 at the ends", () -> v(0, -1, INF, NAN).log2(), d, shape(4), -INF, NAN, INF, NAN),
        of("tan", () -> v(0, Math.PI / 4, -Math.PI / 4).tan(), d, shape(3), 0, 1, -1),
        of("atan at the ends", () -> v(INF, -INF, NAN).atan(), d, shape(3), Math.PI / 2, -Math.PI / 2, NAN),
        of("clampMin", () -> v(-1, 2, NAN).clampMin(0), d, shape(3), 0, 2, NAN),
        of("clampMax of integers", () -> Tensor.of(16777217, 3).clampMax(5), i, shape(2), 5, 3),
        of("isNaN", () -> v(1, NAN, INF).isNaN(), b, shape(3), 0, 1, 0),
        of("isFinite", () -> v(1, NAN, INF, -INF).isFinite(), b, shape(4), 1, 0, 0, 0),
        of("isFinite of integers", () -> Tensor.of(1).isFinite(), b, shape(1), 1),
        of("where of two integers", () -> Tensor.where(v(1, -1).gt(0), 1, 0), i, shape(2), 1, 0),
        of("where of two numbers", () -> Tensor.where(v(1, -1).gt(0), 1, 0.5), f, shape(2), 1, 0.5),
        of("maskedFill", () -> MATRIX.maskedFill(MATRIX.gt(4), -INF), d, shape(2, 3), 1, 2, 3, 4, -INF, -INF),
        of("maskedFill of integers", () -> Tensor.of(1, 2).maskedFill(Tensor.of(true, false), 7), i, shape(2), 7, 2),
        of("maskedFill of a mask", () -> Tensor.of(false, false).maskedFill(Tensor.of(true), 1), b, shape(2), 1, 1),
        // Reductions.
        of("prod", () -> MATRIX.prod(1), d, shape(2), 6, 120),
        of("prod over all", () -> MATRIX.prod(), d, shape(), 720),
        of("prod of nothing", () -> Tensor.zeros(2, 0).prod(true, 1), f, shape(2, 1), 1, 1),
        of("prod of a mask", () -> Tensor.of(true, false).prod(), i, shape(), 0),
        of("nanSum", () -> v(1, NAN, 2).nanSum(), d, shape(), 3),
        of("nanMean", () -> v(1, NAN, 2).nanMean(), d, shape(), 1.5),
        of("nanMean of nothing", () -> v(NAN).nanMean(), d, shape(), NAN),
        of("smallest of masks", () -> Tensor.of(new boolean[][] {{true, false}, {true, true}}).amin(1), b, shape(2),
            0, 1),
        of("amin over axes", () -> MATRIX.amin(0, 1), d, shape(), 1),
        of("amax keeping dims", () -> MATRIX.amax(true, 1), d, shape(2, 1), 3, 6),
        of("norm 0", () -> v(0, 3, -1).norm(0), d, shape(), 2),
        of("norm 3", () -> v(-3, 4, 5).norm(3), d, shape(), 6),
        of("norm of minus infinity", () -> v(-3, 4).norm(-INF), d, shape(), 3),
        of("norm -1", () -> v(2, 2).norm(-1), d, shape(), 1),
        of("norm -1 with a zero", () -> v(2, 0).norm(-1), d, shape(), 0),
        of("any keeping dims", () -> MATRIX.gt(4).any(true, 1), b, shape(2, 1), 0, 1),
        of("all keeping dims", () -> MATRIX.gt(3).all(true, 1), b, shape(2, 1), 0, 1),
        of("sum of a scalar along axis 0", () -> Tensor.scalar(3.0).sum(0), d, shape(), 3),
        of("softmax of a scalar", () -> Tensor.scalar(3.0).softmax(-1), d, shape(), 1),
        of("max of a scalar", () -> Tensor.scalar(3.0).max(-1).values(), d, shape(), 3),
        of("min of a scalar, keeping dims", () -> Tensor.scalar(3.0).min(0, true).indices(), i, shape(), 0),
        of("argMax of a scalar, keeping dims", () -> Tensor.scalar(3.0).argMax(-1, true), i, shape(), 0),
        of("argMin of a scalar", () -> Tensor.scalar(3.0).argMin(0), i, shape(), 0),
        of("cumSum of a scalar", () -> Tensor.scalar(1, DType.BOOL).cumSum(-1), i, shape(), 1),
        of("squeeze of a scalar", () -> Tensor.scalar(3.0).squeeze(0), d, shape(), 3),
        of("sort of a scalar", () -> Tensor.scalar(3.0).sort(0).values(), d, shape(), 3),
        of("argSort of a scalar", () -> Tensor.scalar(3.0).argSort(-1), i, shape(), 0),
        of("topK of a scalar", () -> Tensor.scalar(3.0).topK(1, 0).indices(), i, shape(), 0),
        of("median of a scalar", () -> Tensor.scalar(3, DType.INT32).median(0), i, shape(), 3),
        of("quantile of a scalar", () -> Tensor.scalar(3.0).quantile(0.3, -1), d, shape(), 3),
        // Order.
        of("sort", () -> v(3, NAN, -0.0, 1, 0).sort(0).values(), d, shape(5), -0.0, 0, 1, 3, NAN),
        of("argSort", () -> v(3, NAN, -0.0, 1, 0).argSort(0), i, shape(5), 2, 4, 3, 0, 1),
        of("argSort, descending", () -> v(1, 2, 1, NAN, 2).argSort(0, true), i, shape(5), 3, 1, 4, 0, 2),
        of("argSort of floats", () -> Tensor.of(-1f, 2f, -0f, 0f, -2f).argSort(0), i, shape(5), 4, 0, 2, 3, 1),
        of("argSort of floats, descending", () -> Tensor.of(1f, 2f, 1f, 2f).argSort(0, true), i, shape(4), 1, 3, 0, 2),
        of("sort of integers", () -> Tensor.of(Integer.MAX_VALUE, Integer.MIN_VALUE, 0).sort(0).values(), i, shape(3),
            Integer.MIN_VALUE, 0, Integer.MAX_VALUE),
        of("sort of the first axis", () -> MATRIX.neg().sort(0).values(), d, shape(2, 3), -4, -5, -6, -1, -2, -3),
        of("sort of a transpose", () -> MATRIX.transpose().sort(1, true).indices(), i, shape(3, 2), 1, 0, 1, 0, 1, 0),
        of("topK", () -> MATRIX.topK(2, 1).values(), d, shape(2, 2), 3, 2, 6, 5),
        of("topK, smallest", () -> MATRIX.topK(2, 1, false).indices(), i, shape(2, 2), 0, 1, 0, 1),
        of("median", () -> v(4, 1, 3, 2).median(), d, shape(), 2),
        of("median along an axis", () -> MATRIX.median(1), d, shape(2), 2, 5),
        of("median with NaN", () -> v(1, NAN, 2).median(), d, shape(), NAN),
        of("median of integers", () -> Tensor.of(5, 1, 2).median(), i, shape(), 2),
        of("quantile", () -> v(0, 1, 2, 3).quantile(0.25), d, shape(), 0.75),
        of("quantile along an axis", () -> MATRIX.quantile(0.5, 0), d, shape(3), 2.5, 3.5, 4.5),
        of("quantile 1", () -> MATRIX.quantile(1), d, shape(), 6),
        of("unique", () -> v(3, 1, 3, 2).unique().values(), d, shape(3), 1, 2, 3),
        of("unique, inverse", () -> Tensor.of(new int[][] {{3, 1}, {3, 2}}).unique().inverse(), i, shape(2, 2),
            2, 0, 2, 1),
        of("unique, counts", () -> v(3, 1, 3, 2).unique().counts(), i, shape(3), 1, 1, 2),
        of("bincount", () -> Tensor.of(1, 3, 1).bincount(), i, shape(4), 0, 2, 0, 1),
        of("bincount of nothing", () -> Tensor.of(new int[0]).bincount(2), i, shape(2), 0, 0),
        of("nonzero", () -> MATRIX.gt(4).nonzero(), i, shape(2, 2), 1, 1, 1, 2),
        of("nonzero of a scalar", () -> Tensor.scalar(3f).nonzero(), i, shape(1, 0)),
        of("maskedSelect", () -> MATRIX.maskedSelect(Tensor.of(true, false, true)), d, shape(4), 1, 3, 4, 6),
        // Places.
        of("flip", () -> MATRIX.flip(1), d, shape(2, 3), 3, 2, 1, 6, 5, 4),
        of("flip of all", () -> MATRIX.flip(), d, shape(2, 3), 6, 5, 4, 3, 2, 1),
        of("roll", () -> MATRIX.roll(1, 1), d, shape(2, 3), 3, 1, 2, 6, 4, 5),
        of("roll back", () -> MATRIX.roll(-4, 1), d, shape(2, 3), 2, 3, 1, 5, 6, 4),
        of("tril", () -> SQUARE.tril(), i, shape(3, 3), 0, 0, 0, 3, 4, 0, 6, 7, 8),
        of("tril below", () -> SQUARE.tril(-1), i, shape(3, 3), 0, 0, 0, 3, 0, 0, 6, 7, 0),
        of("tril of a mask", () -> Tensor.of(true).expand(2, 2).tril(), b, shape(2, 2), 1, 0, 1, 1),
        of("triu above", () -> SQUARE.triu(1), i, shape(3, 3), 0, 1, 2, 0, 0, 5, 0, 0, 0),
        of("triu from far below", () -> SQUARE.triu(Integer.MIN_VALUE), i, shape(3, 3), 0, 1, 2, 3, 4, 5, 6, 7, 8),
        of("diagonal", () -> MATRIX.diag(), d, shape(2), 1, 5),
        of("diagonal of nothing", () -> Tensor.zeros(3, 0).diag(), f, shape(0)),
        of("diagonal of more than an array", () -> Tensor.full(2, 50_000, 50_000).diag().sum(), f, shape(), 100_000),
        of("diagonal of a tall matrix", () -> MATRIX.transpose().diag(), d, shape(2), 1, 5),
        of("diag", () -> v(1, 2).diag(), d, shape(2, 2), 1, 0, 0, 2),
        of("outer", () -> v(1, 2).outer(v(3, 4, 5)), d, shape(2, 3), 3, 4, 5, 6, 8, 10),
        of("concat of a list", () -> Tensor.concat(0, List.of(v(1), v(2))), d, shape(2), 1, 2),
        of("stack of a list", () -> Tensor.stack(0, List.of(v(1), v(2))), d, shape(2, 1), 1, 2),
        of("ones of a shape", () -> Tensor.ones(MATRIX.shape()), f, shape(2, 3), 1, 1, 1, 1, 1, 1),
        // Equations.
        of("einsum, product", () -> Tensor.einsum("ij,kj->ik", MATRIX, MATRIX), d, shape(2, 2), 14, 32, 32, 77),
        of("einsum, implicit", () -> Tensor.einsum("ij,kj", MATRIX, MATRIX), d, shape(2, 2), 14, 32, 32, 77),
        of("einsum, transpose", () -> Tensor.einsum("ij->ji", MATRIX), d, shape(3, 2), 1, 4, 2, 5, 3, 6),
        of("einsum, sums", () -> Tensor.einsum("ij->j", MATRIX), d, shape(3), 5, 7, 9),
        of("einsum, all", () -> Tensor.einsum("ij,ij->", MATRIX, MATRIX), d, shape(), 91),
        of("einsum, outer", () -> Tensor.einsum("i,j->ij", v(1, 2), v(3, 4)), d, shape(2, 2), 3, 4, 6, 8),
        of("einsum, three", () -> Tensor.einsum("i,ij,j->", v(1, 2), MATRIX, v(1, 0, 1)), d, shape(), 24),
        // Systems.
        of("solve", () -> Tensor.of(new double[][] {{0, 2}, {1, 1}}).solve(v(2, 3)), d, shape(2), 2, 1),
        of("cholesky", () -> Tensor.of(new double[][] {{4, 9}, {2, 10}}).cholesky(), d, shape(2, 2), 2, 0, 1, 3));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void call_ofKnownInput_hasItsValue(Case c) {
    Tensor y = c.call.get();

    assertThat(y.dtype()).isEqualTo(c.dtype);
    assertThat(y.shape()).isEqualTo(Shape.of(c.shape));
    double[] actual = y.toDoubleArray();
    double[] rounded = Arrays.stream(actual).map(x -> Math.rint(x * 1e12) / 1e12).toArray();
    assertThat(rounded).isEqualTo(Arrays.stream(c.values).map(x -> Math.rint(x * 1e12) / 1e12).toArray());
  }

  private record Question(String name, boolean answer, boolean right) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Question> questions() {
    Tensor one = v(1, INF, 0);
    return Stream.of(
        new Question("allClose of near ones", one.allClose(v(1 + 9e-6, INF, 9e-9)), true),
        new Question("allClose of other ones", one.allClose(v(1 + 2e-5, INF, 0)), false),
        new Question("allClose of infinity and a number", one.allClose(v(1, 1e300, 0)), false),
        new Question("allClose of a number and infinity", v(1, 1e300, 0).allClose(one), false),
        new Question("allClose of NaN", v(NAN).allClose(v(NAN)), false),
        new Question("allClose of other shapes", v(1, 1).allClose(v(1)), false),
        new Question("equal", one.equal(v(1, INF, -0.0)), true),
        new Question("equal of NaN", v(NAN).equal(v(NAN)), false),
        new Question("equal of other shapes", v(1, 1).equal(v(1)), false),
        new Question("toBoolean", v(1).gt(0).toBoolean(), true));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void question_ofTensors_isAnswered(Question question) {
    assertThat(question.answer).isEqualTo(question.right);
  }
}
