package dev.gradlet.nn;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the golden values leave open: derivatives of both orders, the ends of the number line, bad input. */
class LossesTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final Tensor LABELS = Tensor.of(2, 0, 1, 2);

  private static Tensor random(long seed, long... shape) {
    return Tensor.randn(DType.FLOAT64, new Generator(seed), shape);
  }

  static Stream<Arguments> smooth() {
    Tensor target = random(2, 4, 3);
    Tensor probabilities = random(3, 4, 3).sigmoid();
    return Stream.of(
        row("L1", x -> new L1Loss().forward(x[0], target)),
        row("Huber", x -> new HuberLoss(0.5).forward(x[0], target)),
        row("smooth L1", x -> new SmoothL1Loss(0.5).forward(x[0], target)),
        row("smooth L1, beta 0", x -> new SmoothL1Loss(0).forward(x[0], target)),
        row("BCE", x -> new BCELoss().forward(x[0].sigmoid(), probabilities)),
        row("BCE, both", x -> new BCELoss().forward(x[0].sigmoid(), x[0].square().neg().exp())),
        row("BCE with logits", x -> new BCEWithLogitsLoss().forward(x[0], probabilities)),
        row("BCE with logits, both", x -> new BCEWithLogitsLoss().forward(x[0], x[0].square().neg().exp())),
        row("KL", x -> new KLDivLoss().forward(x[0], probabilities)),
        row("KL, both", x -> new KLDivLoss(Reduction.BATCH_MEAN).forward(x[0], x[0].sigmoid())),
        row("KL, logarithms", x -> new KLDivLoss(Reduction.SUM, true).forward(x[0], target)),
        row("cross-entropy", x -> new CrossEntropyLoss().forward(x[0], LABELS)),
        row("cross-entropy, ignoring", x -> new CrossEntropyLoss(Reduction.NONE).ignoreIndex(2).forward(x[0], LABELS)),
        row("cross-entropy, smoothed", x -> new CrossEntropyLoss().labelSmoothing(0.1).forward(x[0], LABELS)),
        row("cross-entropy, probabilities", x -> new CrossEntropyLoss().forward(x[0], probabilities)),
        row("NLL", x -> new NLLLoss(Reduction.SUM).forward(x[0], LABELS)),
        row("cosine", x -> new CosineSimilarity().forward(x[0], target)),
        row("cosine embedding", x -> new CosineEmbeddingLoss().forward(x[0], target, Tensor.of(1, -1, 1, -1))),
        row("triplet", x -> new TripletMarginLoss(5).forward(x[0], target, x[0].sin())),
        row("triplet, p = 3", x -> new TripletMarginLoss(Reduction.MEAN, 5, 3, true)
            .forward(x[0], target, x[0].sin())),
        row("center", x -> new CenterLoss().forward(x[0], x[0].narrow(0, 0, 3).cos(), LABELS)),
        row("soft k-means", x -> new SoftKMeansLoss(2).forward(x[0], target, random(5, 4, 4).softmax(1))));
  }

  private static Arguments row(String name, Function<Tensor[], Tensor> loss) {
    return Arguments.of(name, loss);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("smooth")
  void backward_randomInput_agreesWithDifferences(String name, Function<Tensor[], Tensor> loss) {
    Slopes.check(loss, random(1, 4, 3));
  }

  @Test
  void huberAndSmoothL1_whereTheBranchesMeet_agreeInValueAndSlope() {
    double[] e = {-0.5, 0.5, Math.nextUp(0.5), -Math.nextUp(0.5)};
    for (Function<Tensor, Tensor> loss : Arrays.<Function<Tensor, Tensor>>asList(
        x -> new HuberLoss(Reduction.NONE, 0.5).forward(x, Tensor.zerosLike(x)),
        x -> new SmoothL1Loss(Reduction.NONE, 0.5).forward(x, Tensor.zerosLike(x)).mul(0.5))) {
      Tensor x = Tensor.of(e).requireGrad();
      Tensor y = loss.apply(x);
      y.sum().backward();

      assertClose("value", y.toDoubleArray(), new double[] {0.125, 0.125, 0.125, 0.125}, 1e-15);
      assertClose("slope", x.grad().toDoubleArray(), new double[] {-0.5, 0.5, 0.5, -0.5}, 1e-15);
    }
  }

  @Test
  void huberAndSmoothL1_infiniteError_haveTheSlopeOfALargeOne() {
    for (Function<Tensor, Tensor> loss : Arrays.<Function<Tensor, Tensor>>asList(
        x -> new HuberLoss(Reduction.NONE, 1).forward(x, Tensor.zerosLike(x)),
        x -> new SmoothL1Loss(Reduction.NONE, 1).forward(x, Tensor.zerosLike(x)))) {
      Tensor x = Tensor.of(INF, -INF, 1e300).requireGrad();
      Tensor y = loss.apply(x);
      y.sum().backward();

      assertThat(y.toDoubleArray()).containsExactly(INF, INF, 1e300);
      assertThat(x.grad().toDoubleArray()).containsExactly(1, -1, 1);
    }
  }

  @Test
  void bceWithLogits_infiniteAndHugeLogits_haveTheRightLossAndGradient() {
    double[] logits = {INF, INF, -INF, -INF, INF, -INF, 1e30, -1e30, 0, 0};
    double[] targets = {1, 0, 0, 1, 0.5, 0.5, 1, 1, 1, 0.5};
    double[] losses = {0, INF, 0, INF, INF, INF, 0, 1e30, Math.log(2), Math.log(2)};
    double[] slopes = {0, 1, 0, -1, 0.5, -0.5, 0, -1, -0.5, 0};
    Tensor x = Tensor.of(logits).requireGrad();

    Tensor y = new BCEWithLogitsLoss(Reduction.NONE).forward(x, Tensor.of(targets));
    y.sum().backward();

    assertClose("loss", y.toDoubleArray(), losses, 1e-15);
    assertClose("gradient", x.grad().toDoubleArray(), slopes, 1e-15);
  }

  @Test
  void bce_targetsOfAnyKind_areConverted() {
    Tensor x = Tensor.of(0.5f, -2f);
    for (Tensor target : new Tensor[] {Tensor.of(1, 0), Tensor.of(true, false), Tensor.of(1.0, 0.0)}) {
      assertThat(new BCEWithLogitsLoss().forward(x, target).toFloatArray())
          .isEqualTo(new BCEWithLogitsLoss().forward(x, Tensor.of(1f, 0f)).toFloatArray());
      assertThat(new BCELoss().forward(x.sigmoid(), target).toFloatArray())
          .isEqualTo(new BCELoss().forward(x.sigmoid(), Tensor.of(1f, 0f)).toFloatArray());
    }
  }

  @Test
  void crossEntropy_nothingToAverage_isNaNWithGradientZero() {
    Tensor x = random(1, 2, 3).requireGrad();

    Tensor loss = new CrossEntropyLoss().ignoreIndex(1).forward(x, Tensor.of(1, 1));
    loss.backward();

    assertThat(loss.item()).isNaN();
    assertThat(x.grad().toDoubleArray()).containsOnly(0);
  }

  @Test
  void crossEntropy_hugeLogits_doesNotOverflow() {
    Tensor x = Tensor.of(new float[][] {{1e30f, -1e30f}, {Float.NEGATIVE_INFINITY, 3}}).requireGrad();

    Tensor loss = new CrossEntropyLoss(Reduction.NONE).forward(x, Tensor.of(0, 1));
    loss.sum().backward();

    assertThat(loss.add(0).toFloatArray()).containsOnly(0);
    assertThat(x.grad().add(0).toFloatArray()).containsOnly(0);
  }

  @Test
  void crossEntropy_ofLabels_isThatOfTheirOneHotProbabilities() {
    Tensor x = random(7, 4, 3);
    for (double smoothing : new double[] {0, 0.3}) {
      CrossEntropyLoss loss = new CrossEntropyLoss().labelSmoothing(smoothing);
      assertClose("loss", loss.forward(x, LABELS), loss.forward(x, LABELS.oneHot(3, DType.FLOAT64)), 1e-15);
    }
  }

  @Test
  void klDiv_eventsThatCannotHappen_countNothing() {
    Tensor x = Tensor.of(-INF, Math.log(0.5)).requireGrad();

    Tensor y = new KLDivLoss(Reduction.SUM).forward(x, Tensor.of(0.0, 1.0));
    y.backward();

    assertClose("value", y, Tensor.scalar(Math.log(2)), 1e-15);
    assertThat(x.grad().add(0).toDoubleArray()).containsExactly(0, -1);
    assertThat(new KLDivLoss(Reduction.SUM, true).forward(x, Tensor.of(-INF, 0.0)).item()).isEqualTo(Math.log(2));
  }

  @Test
  void cosineSimilarity_zeroVector_isZeroWithAFiniteGradient() {
    Tensor x = Tensor.zeros(2).requireGrad();
    Tensor y = Tensor.zeros(2).requireGrad();

    Tensor cosine = new CosineSimilarity(0).forward(x, y);
    cosine.backward();

    assertThat(cosine.item()).isZero();
    assertThat(x.grad().toFloatArray()).containsOnly(0);
    assertThat(y.grad().toFloatArray()).containsOnly(0);
  }

  @Test
  void batchMean_ofAnyLoss_isTheSumByTheSizeOfTheBatch() {
    Tensor e = random(1, 4, 3);

    assertClose(
        "loss", new MSELoss(Reduction.BATCH_MEAN).forward(e, Tensor.zerosLike(e)), e.square().sum().div(4), 1e-15);
    assertRefused(
        () -> new L1Loss(Reduction.BATCH_MEAN).forward(Tensor.scalar(1f), Tensor.scalar(1f)),
        "Reduction.BATCH_MEAN: a single element has no batch; use MEAN or SUM");
  }

  @Test
  void center_lossAndStep_agreeWithTheFormulas() {
    double[][] z = random(1, 4, 2).toDoubleMatrix();
    double[][] c = random(2, 3, 2).toDoubleMatrix();
    int[] labels = {0, 2, 2, 0};
    double loss = 0;
    double[][] moved = new double[3][];
    for (int j = 0; j < 3; j++) {
      double[] pull = new double[2];
      int count = 0;
      for (int i = 0; i < 4; i++) {
        if (labels[i] == j) {
          count++;
          for (int d = 0; d < 2; d++) {
            loss += 0.5 * Math.pow(z[i][d] - c[j][d], 2) / 4;
            pull[d] += z[i][d] - c[j][d];
          }
        }
      }
      moved[j] = new double[] {c[j][0] + 0.5 * pull[0] / (1 + count), c[j][1] + 0.5 * pull[1] / (1 + count)};
    }
    Tensor y = Tensor.of(labels);

    assertClose("loss", new CenterLoss().forward(Tensor.of(z), Tensor.of(c), y), Tensor.scalar(loss), 1e-14);
    assertClose("centers", CenterLoss.moved(Tensor.of(z), Tensor.of(c), y, 0.5), Tensor.of(moved), 1e-14);
  }

  @Test
  void softKMeans_assignmentTargetAndLoss_agreeWithTheFormulas() {
    double alpha = 2;
    double[][] z = random(1, 5, 2).toDoubleMatrix();
    double[][] c = random(2, 3, 2).toDoubleMatrix();
    DoubleUnaryOperator kernel = d -> Math.pow(1 + d / alpha, -(alpha + 1) / 2);
    double[][] q = new double[5][3];
    double[] f = new double[3];
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 3; j++) {
        q[i][j] = kernel.applyAsDouble(Math.pow(z[i][0] - c[j][0], 2) + Math.pow(z[i][1] - c[j][1], 2));
      }
      normalize(q[i]);
      for (int j = 0; j < 3; j++) {
        f[j] += q[i][j];
      }
    }
    double[][] p = new double[5][3];
    double loss = 0;
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 3; j++) {
        p[i][j] = q[i][j] * q[i][j] / f[j];
      }
      normalize(p[i]);
      for (int j = 0; j < 3; j++) {
        loss += p[i][j] * Math.log(p[i][j] / q[i][j]) / 5;
      }
    }
    SoftKMeansLoss soft = new SoftKMeansLoss(alpha);

    Tensor assigned = soft.assign(Tensor.of(z), Tensor.of(c));
    Tensor target = SoftKMeansLoss.target(assigned);

    assertClose("q", assigned, Tensor.of(q), 1e-14);
    assertClose("p", target, Tensor.of(p), 1e-14);
    assertClose("loss", soft.forward(Tensor.of(z), Tensor.of(c), target), Tensor.scalar(loss), 1e-14);
  }

  private static void normalize(double... values) {
    double sum = Arrays.stream(values).sum();
    Arrays.setAll(values, i -> values[i] / sum);
  }

  @Test
  void softKMeans_clusterWithoutPoints_hasTargetZero() {
    Tensor target = SoftKMeansLoss.target(Tensor.of(new double[][] {{1, 0}, {1, 0}}));

    assertThat(target.toDoubleMatrix()).isDeepEqualTo(new double[][] {{1, 0}, {1, 0}});
  }

  static Stream<Arguments> refused() {
    Tensor matrix = Tensor.zeros(4, 3);
    return Stream.of(
        bad(() -> new BCELoss().forward(Tensor.of(0.5f, 3.5f), Tensor.of(0f, 1f)),
            "BCELoss: prediction 3.5 must be a probability, from 0 to 1; for logits use BCEWithLogitsLoss"),
        bad(() -> new BCELoss().forward(Tensor.of(0.5f, Float.NaN), Tensor.of(0f, 1f)),
            "BCELoss: prediction NaN must be a probability, from 0 to 1; for logits use BCEWithLogitsLoss"),
        bad(() -> new BCEWithLogitsLoss().forward(Tensor.zeros(4, 1), Tensor.zeros(4)),
            "BCEWithLogitsLoss: prediction [4, 1] and target [4] differ: give target.reshape(4, 1)"),
        bad(() -> new HuberLoss(0), "HuberLoss: delta 0.0 must be a finite number above 0"),
        bad(() -> new SmoothL1Loss(-1), "SmoothL1Loss: beta -1.0 must be a finite number, 0 or more"),
        bad(() -> new CrossEntropyLoss().labelSmoothing(1.5),
            "CrossEntropyLoss: label smoothing 1.5 must be from 0 to 1"),
        bad(() -> new CrossEntropyLoss().classWeights(matrix),
            "CrossEntropyLoss: class weights [4, 3] must be [classes]"),
        bad(() -> new CrossEntropyLoss().classWeights(Tensor.ones(2)).forward(matrix, LABELS),
            "CrossEntropyLoss: class weights [2] for scores [4, 3] must be [3]"),
        bad(() -> new CrossEntropyLoss().forward(matrix, Tensor.of(0, 1, 2, 3)),
            "CrossEntropyLoss: label 3 must be between 0 and 2"),
        bad(() -> new CrossEntropyLoss().forward(matrix, Tensor.of(0, 1)),
            "CrossEntropyLoss: labels [2] for scores [4, 3] must be [4]: a class for each vector along axis 1"),
        bad(() -> new CrossEntropyLoss().forward(matrix, LABELS.eq(0)),
            "CrossEntropyLoss: label is BOOL, must be INT32: convert with to(DType.INT32)"),
        bad(() -> new CrossEntropyLoss().forward(matrix, Tensor.zeros(4)),
            "CrossEntropyLoss: prediction [4, 3] and target [4] differ: they must have the same shape; expand one of"
                + " them if broadcasting is meant"),
        bad(() -> new NLLLoss().forward(Tensor.scalar(1f), Tensor.of(1)),
            "NLLLoss: scores [] must be [n, classes, ...] or [classes]"),
        bad(() -> new CosineEmbeddingLoss(Reduction.MEAN, 2), "CosineEmbeddingLoss: margin 2.0 must be from -1 to 1"),
        bad(() -> new CosineEmbeddingLoss().forward(matrix, Tensor.zeros(4, 2), LABELS),
            "CosineEmbeddingLoss: operands [4, 3] and [4, 2] must both be [n, d], or both [d]"),
        bad(() -> new CosineEmbeddingLoss().forward(matrix, matrix, Tensor.of(1)),
            "CosineEmbeddingLoss: target [1] must be [4], one for each row"),
        bad(() -> new TripletMarginLoss(Reduction.MEAN, 1, 0, false), "TripletMarginLoss: p = 0.0 must be above 0"),
        bad(() -> new CenterLoss().forward(matrix, Tensor.zeros(2, 3), LABELS),
            "CenterLoss: label 2 must be between 0 and 1"),
        bad(() -> new CenterLoss().forward(matrix, Tensor.zeros(2, 4), LABELS),
            "CenterLoss: points [4, 3] and centers [2, 4]: widths 3 and 4 differ, centers must be [k, 3]"),
        bad(() -> CenterLoss.moved(matrix, matrix, LABELS, 2), "CenterLoss: rate 2.0 must be from 0 to 1"),
        bad(() -> new SoftKMeansLoss().forward(matrix, Tensor.zeros(2, 3), Tensor.zeros(3, 2)),
            "SoftKMeansLoss: target [3, 2] must be [4, 2], the targets of these points"),
        bad(() -> new KLDivLoss(null), "KLDivLoss: reduction is null"));
  }

  private static Arguments bad(Supplier<?> call, String message) {
    return Arguments.of(message, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void badInput_isRefusedWithASentence(String message, Supplier<?> call) {
    assertRefused(call, message);
  }

  private static void assertRefused(Supplier<?> call, String message) {
    assertThatThrownBy(call::get).isInstanceOf(RuntimeException.class).hasMessage(message);
  }
}
