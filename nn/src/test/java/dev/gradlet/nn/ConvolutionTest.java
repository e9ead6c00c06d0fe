package dev.gradlet.nn;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions and pools against their definitions, element by element. */
class ConvolutionTest {
  private static Tensor random(long seed, long... shape) {
    return Tensor.randn(DType.FLOAT64, new Generator(seed), shape);
  }

  private static ConvOptions options(int in, int out, int kernel) {
    return ConvOptions.of(in, out, kernel).dtype(DType.FLOAT64);
  }

  static Stream<ConvOptions> convolutions() {
    return Stream.of(
        options(1, 1, 1),
        options(2, 3, 3),
        options(2, 3, 2).bias(false),
        options(3, 2, 3).stride(2),
        options(2, 4, 3).padding(1),
        options(2, 2, 3).stride(3).padding(2),
        options(2, 2, 2).dilation(3),
        options(4, 6, 3).groups(2).padding(1),
        options(3, 6, 2).groups(3).stride(2),
        options(4, 4, 3).groups(4).stride(2).padding(1).dilation(2));
  }

  /** y[n, o, i, j] = b[o] + Σ w[o, c, k, l] x[n, c, i s + k d − p, j s + l d − p]. */
  private static double[][][][] convolved(Tensor x, Tensor w, Tensor b, ConvOptions o, int height, int width) {
    double[] weight = w.toDoubleArray();
    double[] bias = b == null ? new double[o.out()] : b.toDoubleArray();
    int kernelHeight = w.size(2);
    int kernelWidth = w.size(3);
    int channels = w.size(1);
    double[][][][] y = new double[x.size(0)][o.out()][height][width];
    for (int n = 0; n < y.length; n++) {
      for (int out = 0; out < o.out(); out++) {
        for (int i = 0; i < height; i++) {
          for (int j = 0; j < width; j++) {
            double sum = bias[out];
            for (int e = 0; e < channels * kernelHeight * kernelWidth; e++) {
              int c = out / (o.out() / o.groups()) * channels + e / (kernelHeight * kernelWidth);
              int above = kernelHeight > 1 ? o.padding() : 0;
              int row = i * o.stride() + e / kernelWidth % kernelHeight * o.dilation() - above;
              int column = j * o.stride() + e % kernelWidth * o.dilation() - o.padding();
              sum += weight[out * channels * kernelHeight * kernelWidth + e] * at(x, n, c, row, column);
            }
            y[n][out][i][j] = sum;
          }
        }
      }
    }
    return y;
  }

  private static double at(Tensor x, int n, int c, int row, int column) {
    boolean inside = row >= 0 && row < x.size(2) && column >= 0 && column < x.size(3);
    return inside ? x.select(0, n).select(0, c).select(0, row).select(0, column).item() : 0;
  }

  private static int windows(int size, ConvOptions o) {
    return (int) ((size + 2 * o.padding() - o.reach()) / o.stride()) + 1;
  }

  private static Tensor tensor(double[][][][] values) {
    return Tensor.stack(0, Stream.of(values).map(image -> Tensor.of(image)).toList());
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void conv2d_images_isItsDefinition(ConvOptions o) {
    Conv2d layer = new Conv2d(o, new Generator(1));
    Tensor x = random(2, 2, o.in(), 7, 6);

    assertClose(o.toString(), layer.forward(x),
        tensor(convolved(x, layer.weight(), layer.bias(), o, windows(7, o), windows(6, o))), 1e-13);
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void conv1d_series_isTheConvolutionOfOneRow(ConvOptions o) {
    Conv1d layer = new Conv1d(o, new Generator(1));
    Tensor x = random(2, 2, o.in(), 9);
    int length = windows(9, o);
    Tensor y = tensor(convolved(
        x.unsqueeze(2), layer.weight().unsqueeze(2), layer.bias(), o, 1, length));

    assertClose(o.toString(), layer.forward(x).unsqueeze(2), y, 1e-13);
  }

  /** ⟨conv x, y⟩ = ⟨x, transpose y⟩, for every size that the convolution takes to that of y. */
  @ParameterizedTest
  @MethodSource("convolutions")
  void convTranspose2d_withoutBias_isTheTransposeOfTheConvolution(ConvOptions o) {
    for (int size = 5; size < 11; size++) {
      if (size + 2 * o.padding() < o.reach()) {
        continue;
      }
      Conv2d convolution = new Conv2d(o.bias(false), new Generator(1));
      int extra = (int) ((size + 2 * o.padding() - o.reach()) % o.stride());
      ConvOptions back = new ConvOptions(o.out(), o.in(), o.kernel(), o.stride(), o.padding(), o.dilation(), o.groups(),
          false, DType.FLOAT64);
      ConvTranspose2d transpose = new ConvTranspose2d(back, extra, new Generator(2));
      transpose.weight().assign(convolution.weight().detach());
      Tensor x = random(3, 2, o.in(), size, size);
      Tensor y = convolution.forward(x);
      Tensor g = random(4, 2, o.out(), y.size(2), y.size(3));
      Tensor dx = transpose.forward(g);

      assertThat(dx.shape()).isEqualTo(x.shape());
      assertThat(dx.mul(x).sum().item()).isCloseTo(y.mul(g).sum().item(), within(1e-10));
    }
  }

  @Test
  void convTranspose2d_bias_isAdded() {
    ConvTranspose2d layer = new ConvTranspose2d(2, 3, 2);
    layer.weight().assign(Tensor.zeros(2, 3, 2, 2));

    assertThat(layer.forward(Tensor.ones(1, 2, 2, 2)).amax(0, 2, 3).toFloatArray())
        .isEqualTo(layer.bias().toFloatArray());
  }

  @Test
  void pools_images_takeLargestAndMean() {
    Tensor x = Tensor.arange(16).to(DType.FLOAT32).reshape(1, 1, 4, 4);

    assertThat(new MaxPool2d(2).forward(x).flatten().toFloatArray()).containsExactly(5, 7, 13, 15);
    assertThat(new MaxPool2d(3, 2, 1).forward(x.neg()).flatten().toFloatArray()).containsExactly(-0f, -1, -4, -5);
    assertThat(new AvgPool2d(2).forward(x).flatten().toFloatArray()).containsExactly(2.5f, 4.5f, 10.5f, 12.5f);
    assertThat(new AvgPool2d(2, 1).forward(x).shape()).isEqualTo(Shape.of(1, 1, 3, 3));
    assertThat(new AvgPool2d(3, 3, 1).forward(Tensor.ones(1, 1, 4, 4)).flatten().toFloatArray())
        .containsExactly(4 / 9f, 4 / 9f, 4 / 9f, 4 / 9f);
  }

  @Test
  void maxPool2d_equals_giveTheGradientToTheFirst() {
    Tensor x = Tensor.ones(1, 1, 2, 2).requireGrad();
    new MaxPool2d(2).forward(x).sum().backward();

    assertThat(x.grad().flatten().toFloatArray()).containsExactly(1, 0, 0, 0);
  }

  @Test
  void stateDict_ofConvolutions_hasTheNamesAndShapesOfPyTorch() {
    assertThat(new Conv2d(2, 3, 5).stateDict().keySet()).containsExactly("weight", "bias");
    assertThat(new Conv2d(ConvOptions.of(4, 6, 3).groups(2)).weight().shape()).isEqualTo(Shape.of(6, 2, 3, 3));
    assertThat(new ConvTranspose2d(ConvOptions.of(4, 6, 3).groups(2)).weight().shape()).isEqualTo(Shape.of(4, 3, 3, 3));
    assertThat(new Conv1d(4, 6, 3)).hasToString("Conv1d[in=4, out=6, kernel=3]");
    assertThat(new Conv1d(4, 6, 5, 3, 2)).hasToString("Conv1d[in=4, out=6, kernel=5, stride=3, padding=2]");
    assertThat(new Conv2d(4, 6, 5, 3, 2)).hasToString("Conv2d[in=4, out=6, kernel=5, stride=3, padding=2]");
    assertThat(new ConvTranspose2d(4, 6, 5, 3, 2).forward(Tensor.zeros(1, 4, 3, 3)).shape())
        .isEqualTo(Shape.of(1, 6, 7, 7));
  }

  @Test
  void badInput_ofEachKind_isRefused() {
    Conv2d conv = new Conv2d(2, 3, 3);
    record Bad(Runnable call, String part) {}
    for (Bad bad : List.of(
        new Bad(() -> conv.forward(Tensor.zeros(1, 3, 5, 5)), "[1, 3, 5, 5] must be [n, 2, height, width]"),
        new Bad(() -> conv.forward(Tensor.zeros(2, 5, 5)), "[2, 5, 5] must be"),
        new Bad(() -> conv.forward(Tensor.zeros(1, 2, 2, 5)), "smaller than a window, which reaches over 3"),
        new Bad(() -> new Conv1d(2, 3, 3).forward(Tensor.zeros(1, 2, 5, 5)), "must be [n, 2, length]"),
        new Bad(() -> ConvOptions.of(3, 4, 3).groups(2), "groups 2 must divide 3 input and 4 output channels"),
        new Bad(() -> ConvOptions.of(0, 4, 3), "input channels 0"),
        new Bad(() -> new MaxPool2d(2, 2, 2), "padding 2 must be from 0 to half the kernel, which is 2"),
        new Bad(() -> new MaxPool2d(3).forward(Tensor.zeros(1, 1, 2, 2)), "smaller than a window"),
        new Bad(() -> new ConvTranspose2d(ConvOptions.of(1, 1, 2), 1, new Generator(1)), "extra 1"),
        new Bad(() -> new ConvTranspose2d(ConvOptions.of(1, 1, 1).padding(3)).forward(Tensor.zeros(1, 1, 2, 2)),
            "leaves nothing"))) {
      assertThatIllegalArgumentException().isThrownBy(bad.call::run).withMessageContaining(bad.part);
    }
  }
}
