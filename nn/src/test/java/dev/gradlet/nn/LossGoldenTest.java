package dev.gradlet.nn;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.testing.Close;
import dev.gradlet.testing.GoldenCase;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The losses against values and gradients of PyTorch. */
class LossGoldenTest {
  private static final Map<String, Long> CASES = Map.ofEntries(
      Map.entry("kmeans", 4L), Map.entry("kmeans_repeat_norm", 8L), Map.entry("mse", 12L), Map.entry("l1", 12L),
      Map.entry("huber", 15L), Map.entry("smooth_l1", 3L), Map.entry("cross_entropy", 60L), Map.entry("nll", 24L),
      Map.entry("bce", 4L), Map.entry("bce_with_logits", 11L), Map.entry("kl_div", 8L),
      Map.entry("cosine_similarity", 2L), Map.entry("cosine_embedding", 3L), Map.entry("triplet_margin", 18L),
      Map.entry("sum_of_squares", 4L));

  static Stream<Arguments> cases() {
    return GoldenCase.read("loss.txt").stream()
        .flatMap(c -> Stream.of(DType.FLOAT64, DType.FLOAT32).map(dtype -> Arguments.of(c, dtype)));
  }

  @Test
  void cases_ofTheFile_areAllFound() {
    Map<String, Long> found = GoldenCase.read("loss.txt").stream()
        .collect(Collectors.groupingBy(GoldenCase::op, TreeMap::new, Collectors.counting()));

    assertThat(found).isEqualTo(new TreeMap<>(CASES));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void forwardAndBackward_goldenCase_agree(GoldenCase golden, DType dtype) {
    List<GoldenCase.Values> gradients = golden.arrays("grad");
    Tensor[] inputs = golden.arrays("in").stream().map(v -> v.tensor(dtype)).toArray(Tensor[]::new);
    for (int i = 0; i < gradients.size(); i++) {
      inputs[i] = inputs[i].requireGrad();
    }

    Tensor loss = loss(golden).apply(inputs);
    loss.backward(golden.array("cot").tensor(dtype));

    double tolerance = Close.tolerance(dtype);
    assertThat(loss.dtype()).isEqualTo(dtype);
    assertClose("value", loss, golden.array("out"), tolerance);
    for (int i = 0; i < gradients.size(); i++) {
      assertClose("gradient of input " + i, inputs[i].grad(), gradients.get(i), tolerance);
    }
  }

  private static Function<Tensor[], Tensor> loss(GoldenCase golden) {
    Reduction reduction = reduction(golden);
    return switch (golden.op()) {
      case "kmeans" -> x -> new KMeansLoss().forward(x[0], x[1]);
      case "kmeans_repeat_norm" -> x -> repeatNorm(x[0], x[1], golden.option("squared", "True").equals("True"));
      case "mse" -> x -> new MSELoss(reduction).forward(x[0], x[1]);
      case "l1" -> x -> new L1Loss(reduction).forward(x[0], x[1]);
      case "huber" -> x -> new HuberLoss(reduction, golden.number("delta", 1)).forward(x[0], x[1]);
      case "smooth_l1" -> x -> new SmoothL1Loss(reduction, golden.number("beta", 1)).forward(x[0], x[1]);
      case "bce" -> x -> new BCELoss(reduction).forward(x[0], x[1]);
      case "bce_with_logits" -> x -> new BCEWithLogitsLoss(reduction, vector(golden, "pos_weight", x[0].dtype()))
          .forward(x[0], x[1]);
      case "kl_div" -> x -> new KLDivLoss(reduction, golden.option("log_target", "False").equals("True"))
          .forward(x[0], x[1]);
      case "cross_entropy" -> x -> crossEntropy(golden, x);
      case "nll" -> x -> new NLLLoss(reduction).classWeights(vector(golden, "weight", x[0].dtype()))
          .forward(x[0], labels(golden));
      case "cosine_similarity" -> x -> new CosineSimilarity((int) golden.number("axis", 1)).forward(x[0], x[1]);
      case "cosine_embedding" -> x -> new CosineEmbeddingLoss(reduction, golden.number("margin", 0))
          .forward(x[0], x[1], labels(golden));
      case "triplet_margin" -> x -> new TripletMarginLoss(
          reduction, golden.number("margin", 1), golden.number("p", 2), golden.option("swap", "").equals("True"))
          .forward(x[0], x[1], x[2]);
      case "sum_of_squares" -> Penalties::sumOfSquares;
      default -> throw new IllegalArgumentException(golden.op());
    };
  }

  private static Reduction reduction(GoldenCase golden) {
    String name = golden.option("reduction", "mean");
    return name.equals("batchmean") ? Reduction.BATCH_MEAN : Reduction.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static Tensor repeatNorm(Tensor z, Tensor c, boolean squared) {
    Tensor spelledOut = RepeatNorm.loss(z, c, squared);
    Tensor module = new KMeansLoss(squared).forward(z, c);
    assertClose("the module beside the repeat + norm spelling", module, spelledOut, Close.tolerance(z.dtype()));
    return spelledOut;
  }

  private static Tensor crossEntropy(GoldenCase golden, Tensor... x) {
    return new CrossEntropyLoss(reduction(golden))
        .ignoreIndex((int) golden.number("ignore_index", -100))
        .labelSmoothing(golden.number("label_smoothing", 0))
        .classWeights(vector(golden, "weight", x[0].dtype()))
        .forward(x[0], x.length == 2 ? x[1] : labels(golden));
  }

  /** An option of numbers, null if the case lacks it. */
  private static Tensor vector(GoldenCase golden, String option, DType dtype) {
    String numbers = golden.option(option, "");
    return numbers.isEmpty()
        ? null
        : Tensor.of(Arrays.stream(numbers.split(",")).mapToDouble(Double::parseDouble).toArray()).to(dtype);
  }

  private static Tensor labels(GoldenCase golden) {
    return golden.options().containsKey("target")
        ? vector(golden, "target", DType.INT32)
        : golden.array("idx").tensor(DType.INT32);
  }
}
