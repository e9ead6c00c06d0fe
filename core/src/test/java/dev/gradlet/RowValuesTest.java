package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.hot.HotProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of {@link Unary}, {@link Binary} and {@link Comparison}, in every dtype, against its definition in double
 * or in long: all pairs of special values and random ones, however the operands lie in memory, whichever loop computes
 * them. The rows are found here; a new one needs no more than its value in {@link ReferenceFormulas}.
 */
@Tag("parity")
class RowValuesTest {
  /** Rows of this cost and more are functions, of which {@code FloatFunctionsTest} holds the bounds. */
  private static final int FUNCTION = 16;

  private static final int LANES = 130;
  private static final HotProgram.When HOT = HotProgram.when();

  private static final double[] SPECIAL = {
    0, -0.0, 1, -1, 2, -2, 3, 0.5, -0.5, 2.5, -1e-3, 20, -20, 88.7, -104, 1e10, -1e10, 1e-30, 1e30,
    Float.MIN_VALUE, -Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, Double.MIN_VALUE, Double.MAX_VALUE,
    Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN
  };
  private static final double[] SPECIAL_INTS = {
    0, 1, -1, 2, -2, 3, -3, 7, 31, 32, 255, -256, 46340, 46341, -65536, 1 << 24, (1 << 24) + 1, 1 << 30,
    Integer.MAX_VALUE, Integer.MAX_VALUE - 1, Integer.MIN_VALUE, Integer.MIN_VALUE + 1
  };

  /** Ways in which a tensor of a matrix may reach a loop: as memory, as strides, or as what the loop has computed. */
  private enum Way {
    ARRAY(x -> x),
    PART(x -> Tensor.concat(1, x.narrow(1, 0, 3), x, x).evaluate().narrow(1, 3, x.size(1))),
    TRANSPOSED(x -> x.transpose().add(0).to(x.dtype()).evaluate().transpose()),
    COMPUTED(x -> x.dtype() == DType.BOOL ? x.not().evaluate().not() : x.neg().evaluate().neg());

    final UnaryOperator<Tensor> of;

    Way(UnaryOperator<Tensor> of) {
      this.of = of;
    }
  }

  private interface Exact {
    /** The value for two operands, or for the first alone. */
    double of(double a, double b);
  }

  @BeforeAll
  static void takeTheChosenKernels() {
    for (int i = 0; i < 400; i++) {
      Tensor.ones(64).neg().evaluate();
    }
  }

  @AfterEach
  void restore() {
    HotProgram.setWhen(HOT);
  }

  private static Stream<Arguments> inEveryDType(Enum<?>... rows) {
    int every = Interpreted.only() ? 4 : 1;
    return IntStream.range(0, rows.length).filter(i -> i % every == 0).mapToObj(i -> rows[i])
        .flatMap(row -> Arrays.stream(DType.values()).map(dtype -> Arguments.of(row, dtype)));
  }

  static Stream<Arguments> unaries() {
    return inEveryDType(Unary.values());
  }

  static Stream<Arguments> binaries() {
    return inEveryDType(Binary.values());
  }

  static Stream<Arguments> comparisons() {
    return inEveryDType(Comparison.values());
  }

  @ParameterizedTest
  @MethodSource("unaries")
  void value_ofOneOperand_isThatOfItsDefinition(Unary row, DType dtype) {
    Tensor across = across(dtype);
    for (Way way : Way.values()) {
      Tensor x = way.of.apply(across);
      check(row, "of " + dtype + ", " + way, x, x, (a, b) -> row.of(a),
          (a, b) -> ReferenceFormulas.of(row, a), (a, b) -> ReferenceFormulas.ofInts(row, (int) a));
    }
  }

  @ParameterizedTest
  @MethodSource("binaries")
  void value_ofTwoOperands_isThatOfItsDefinition(Binary row, DType dtype) {
    forAllPairs(dtype, (what, a, b) -> check(row, "of " + dtype + ", " + what, a, b, row::of,
        (x, y) -> ReferenceFormulas.of(row, x, y), (x, y) -> ReferenceFormulas.ofInts(row, (int) x, (int) y)));
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void mask_ofTwoOperands_isThatOfItsDefinition(Comparison row, DType dtype) {
    Exact holds = (x, y) -> ReferenceFormulas.holds(row, x, y) ? 1 : 0;
    forAllPairs(dtype, (what, a, b) -> check(row, "of " + dtype + ", " + what, a, b, row::of, holds, holds));
  }

  private interface Pair {
    void check(String what, Tensor a, Tensor b);
  }

  /** Matrices in all ways, and one of them with a column, a row or a number, on either side. */
  private static void forAllPairs(DType dtype, Pair pair) {
    Tensor down = down(dtype);
    Tensor across = across(dtype);
    for (Way left : Way.values()) {
      for (Way right : Way.values()) {
        if (!Interpreted.only() || (left.ordinal() + right.ordinal()) % Way.values().length == 0) {
          pair.check(left + " with " + right, left.of.apply(down), right.of.apply(across));
        }
      }
    }
    List<Tensor> numbers = new ArrayList<>(List.of(down.narrow(1, 0, 1).add(0).to(dtype).evaluate()));
    for (int i = 0; i < down.size(0); i += Interpreted.only() ? 5 : 1) {
      Tensor number = down.select(0, i).select(0, 0);
      numbers.add(number);
      numbers.add(new Tensor(Data.number(number.item(), dtype, across.shape())));
    }
    for (Tensor number : numbers) {
      pair.check("matrix with number " + number.shape(), across, number);
      pair.check("number " + number.shape() + " with matrix", number, across);
    }
    Tensor row = across.narrow(0, 0, 1);
    pair.check("matrix with row", down, row);
    pair.check("row with matrix", row, down);
  }

  /** A special value for each row. */
  private static Tensor down(DType dtype) {
    double[] special = special(dtype);
    double[] values = new double[special.length * LANES];
    Arrays.setAll(values, i -> special[i / LANES]);
    return tensor(dtype, values);
  }

  /** All special values in each row, then random ones. */
  private static Tensor across(DType dtype) {
    double[] special = special(dtype);
    double[] values = new double[special.length * LANES];
    Generator random = new Generator(7);
    Arrays.setAll(values, i -> i % LANES < special.length ? special[i % LANES] : drawn(dtype, random, i % 2 == 0));
    return tensor(dtype, values);
  }

  private static double[] special(DType dtype) {
    return dtype.isFloating() ? SPECIAL : dtype == DType.INT32 ? SPECIAL_INTS : new double[] {0, 1, 1, 0};
  }

  /** Any bits, or ordinary values. */
  private static double drawn(DType dtype, Generator random, boolean any) {
    return switch (dtype) {
      case FLOAT32 -> any ? Float.intBitsToFloat((int) random.nextLong()) : (float) random.nextGaussian() * 5;
      case FLOAT64 -> any ? Double.longBitsToDouble(random.nextLong()) : random.nextGaussian() * 5;
      case INT32 -> any ? (int) random.nextLong() : Math.rint(random.nextGaussian() * 5);
      case BOOL -> any ? 0 : 1;
    };
  }

  private static Tensor tensor(DType dtype, double[] values) {
    return Tensor.of(values).to(dtype).reshape(-1, LANES).evaluate();
  }

  private static void check(
      Operation.Elementwise row, String what, Tensor a, Tensor b, BinaryOperator<Tensor> of, Exact floats,
      Exact ints) {
    Tensor like = of.apply(a, b);
    DType computed = like.dtype() == DType.BOOL ? DType.promote(Operands.dtype(a, b), DType.INT32) : like.dtype();
    double[] left = a.to(computed).expandTo(like.shape()).toDoubleArray();
    double[] right = b.to(computed).expandTo(like.shape()).toDoubleArray();
    double[] exact = new double[left.length];
    Arrays.setAll(exact, i -> (computed.isFloating() ? floats : ints).of(left[i], right[i]));
    for (HotProgram.When when : new HotProgram.When[] {HotProgram.When.NEVER, HotProgram.When.AT_ONCE}) {
      HotProgram.setWhen(when);
      double[] actual = of.apply(a, b).toDoubleArray();
      for (int i = 0; i < actual.length; i++) {
        if (!isRight(row, actual[i], exact[i], like.dtype())) {
          throw new AssertionError(
              row + " " + what + ", compiled " + when + ", [" + i + "]: of " + left[i] + " and " + right[i] + " is "
                  + actual[i] + ", should be " + exact[i]);
        }
      }
    }
  }

  /** The exact value rounded, a zero with its sign; of functions near it, as the definition in double is itself. */
  private static boolean isRight(Operation.Elementwise row, double actual, double exact, DType dtype) {
    boolean single = dtype == DType.FLOAT32;
    double rounded = single ? (float) exact : exact;
    if (Double.compare(actual, rounded) == 0) {
      return true;
    }
    double ulps = row.cost() >= FUNCTION ? single ? 4 : 64 : row == Unary.RSQRT ? 1.5 : 0;
    double ulp = single ? Math.ulp((float) exact) : Math.ulp(exact);
    return ulps > 0 && Double.isFinite(rounded) && Math.abs(actual - exact) <= ulps * ulp;
  }
}
