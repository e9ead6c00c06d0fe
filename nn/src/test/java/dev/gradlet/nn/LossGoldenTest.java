package dev.gradlet.nn;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.testing.Close;
import dev.gradlet.testing.GoldenCase;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The losses against values and gradients of PyTorch. */
class LossGoldenTest {
  private static final Map<String, Integer> CASES =
      Map.of("kmeans", 4, "kmeans_repeat_norm", 8, "mse", 12, "sum_of_squares", 4);

  static Stream<Arguments> cases() {
    return GoldenCase.read("loss.txt").stream()
        .filter(c -> CASES.containsKey(c.op()))
        .flatMap(c -> Stream.of(DType.FLOAT64, DType.FLOAT32).map(dtype -> Arguments.of(c, dtype)));
  }

  @Test
  void cases_ofTheFile_areAllFound() {
    List<GoldenCase> cases = GoldenCase.read("loss.txt");

    CASES.forEach((op, count) -> assertThat(cases.stream().filter(c -> c.op().equals(op))).as(op).hasSize(count));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void forwardAndBackward_goldenCase_agree(GoldenCase golden, DType dtype) {
    Tensor a = golden.arrays("in").get(0).tensor(dtype).requireGrad();
    Tensor b = golden.arrays("in").get(1).tensor(dtype).requireGrad();

    Tensor loss = loss(golden).apply(a, b);
    loss.backward(golden.array("cot").tensor(dtype));

    double tolerance = Close.tolerance(dtype);
    assertThat(loss.dtype()).isEqualTo(dtype);
    assertClose("value", loss, golden.array("out"), tolerance);
    assertClose("gradient of the first input", a.grad(), golden.arrays("grad").get(0), tolerance);
    assertClose("gradient of the second input", b.grad(), golden.arrays("grad").get(1), tolerance);
  }

  private static BinaryOperator<Tensor> loss(GoldenCase golden) {
    boolean squared = golden.option("squared", "True").equals("True");
    return switch (golden.op()) {
      case "kmeans" -> new KMeansLoss()::forward;
      case "kmeans_repeat_norm" -> (z, c) -> {
        Tensor spelledOut = RepeatNorm.loss(z, c, squared);
        Tensor module = new KMeansLoss(squared).forward(z, c);
        assertClose("the module beside the repeat + norm spelling", module, spelledOut, Close.tolerance(z.dtype()));
        return spelledOut;
      };
      case "mse" -> new MSELoss(Reduction.valueOf(golden.option("reduction", "").toUpperCase(Locale.ROOT)))::forward;
      case "sum_of_squares" -> (w, b) -> Penalties.sumOfSquares(w, b);
      default -> throw new IllegalArgumentException(golden.op());
    };
  }
}
