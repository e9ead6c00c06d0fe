package dev.gradlet.nn;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import org.junit.jupiter.api.Test;

class KMeansLossTest {
  private final KMeansLoss loss = new KMeansLoss();

  @Test
  void forward_randomPoints_equalsTheDoubleLoop() {
    Generator random = new Generator(3);
    Tensor points = Tensor.randn(DType.FLOAT64, random, 40, 3);
    Tensor centroids = Tensor.randn(DType.FLOAT64, random, 7, 3);
    double[][] z = points.toDoubleMatrix();
    double[][] c = centroids.toDoubleMatrix();
    double squared = 0;
    double plain = 0;
    for (double[] point : z) {
      double nearest = Double.POSITIVE_INFINITY;
      for (double[] centroid : c) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
          sum += (point[i] - centroid[i]) * (point[i] - centroid[i]);
        }
        nearest = Math.min(nearest, sum);
      }
      squared += nearest / z.length;
      plain += Math.sqrt(nearest) / z.length;
    }

    assertClose("squared", loss.forward(points, centroids), Tensor.scalar(squared), 1e-12);
    assertClose("unsquared", KMeansLoss.unsquared().forward(points, centroids), Tensor.scalar(plain), 1e-12);
  }

  @Test
  void backward_centroidThatIsNearestToNone_getsNoGradient() {
    Tensor points = Tensor.of(new double[][] {{1, 0}, {3, 0}}).requireGrad();
    Tensor centroids = Tensor.of(new double[][] {{0, 0}, {50, 50}}).requireGrad();

    loss.forward(points, centroids).backward();

    assertThat(points.grad().toDoubleMatrix()).isDeepEqualTo(new double[][] {{1, 0}, {3, 0}});
    assertThat(centroids.grad().toDoubleMatrix()).isDeepEqualTo(new double[][] {{-4, 0}, {0, 0}});
  }

  @Test
  void backward_equallyNearCentroids_countsTheFirst() {
    Tensor points = Tensor.of(new float[][] {{0, 0}});
    Tensor centroids = Tensor.of(new float[][] {{1, 0}, {-1, 0}}).requireGrad();

    loss.forward(points, centroids).backward();

    assertClose("gradient", centroids.grad().toDoubleArray(), new double[] {2, 0, 0, 0}, 0);
    assertThat(loss.assign(points, centroids).toIntArray()).containsExactly(0);
  }

  @Test
  void backward_unsquaredPointOnItsCentroid_hasGradientZero() {
    Tensor points = Tensor.of(new double[][] {{1, 2}}).requireGrad();
    Tensor centroids = Tensor.of(new double[][] {{1, 2}, {5, 5}}).requireGrad();

    KMeansLoss.unsquared().forward(points, centroids).backward();

    assertClose("of the points", points.grad().toDoubleArray(), new double[2], 0);
    assertClose("of the centroids", centroids.grad().toDoubleArray(), new double[4], 0);
  }

  @Test
  void assign_points_givesIndicesAndOneHotOfTheNearest() {
    Tensor points = Tensor.of(new float[][] {{0.1f, 0}, {9, 9}, {0, 5}});
    Tensor centroids = Tensor.of(new float[][] {{0, 0}, {10, 10}, {0, 6}}).requireGrad();

    Tensor indices = loss.assign(points, centroids);
    Tensor oneHot = loss.assignOneHot(points.to(DType.FLOAT64), centroids.to(DType.FLOAT64));

    assertThat(indices.dtype()).isEqualTo(DType.INT32);
    assertThat(indices.toIntArray()).containsExactly(0, 1, 2);
    assertThat(indices.requiresGrad()).isFalse();
    assertThat(oneHot.dtype()).isEqualTo(DType.FLOAT64);
    assertThat(oneHot.toDoubleMatrix()).isDeepEqualTo(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
    assertThat(KMeansLoss.unsquared().assign(points, centroids).toIntArray()).containsExactly(0, 1, 2);
  }

  @Test
  void forward_centroidsOfOtherWidth_saysWhatWouldBeRight() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.forward(Tensor.zeros(20, 10), Tensor.zeros(4, 8)))
        .withMessage("KMeansLoss: points [20, 10] and centroids [4, 8]: widths 10 and 8 differ,"
            + " centroids must be [k, 10]");
  }

  @Test
  void forward_badInput_isRefusedWithASentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.forward(Tensor.zeros(5), Tensor.zeros(4, 8)))
        .withMessage("KMeansLoss: points [5] must be a matrix [n, d]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.assign(Tensor.zeros(5, 8), Tensor.zeros(1, 4, 8)))
        .withMessage("KMeansLoss: centroids [1, 4, 8] must be a matrix [k, d]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.forward(Tensor.zeros(5, 8), Tensor.zeros(0, 8)))
        .withMessage("KMeansLoss: points [5, 8] and centroids [0, 8]: there must be at least one of each");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.assignOneHot(Tensor.zeros(0, 8), Tensor.zeros(2, 8)))
        .withMessageContaining("at least one of each");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.forward(Tensor.zeros(DType.INT32, 5, 8), Tensor.zeros(2, 8)))
        .withMessage("KMeansLoss: points is INT32, must be FLOAT32 or FLOAT64: convert with to(dtype)");
    assertThatNullPointerException()
        .isThrownBy(() -> loss.forward(Tensor.zeros(5, 8), null))
        .withMessage("KMeansLoss: centroids is null");
  }
}
