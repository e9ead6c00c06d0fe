package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.kernel.Kernels;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Loops that read their operands and write their results where they lie, against the same in float64, which are copied
 * tile by tile. Several results, so that some are read again after they were written.
 */
@Tag("parity")
class WindowsTest {
  static final Map<String, BiFunction<Tensor, Tensor, List<Tensor>>> EXPRESSIONS = Map.of(
      "sum after result", (x, y) -> {
        Tensor product = x.mul(y);
        return List.of(product, product.add(x), product.square().mean());
      },
      "functions", (x, y) -> List.of(x.tanh().mul(y).add(x.square()), x.exp().log1p(), y.sigmoid().neg()),
      "operand changed in its own register", (x, y) -> List.of(x.add(1).mul(2).sub(y).div(3), x, x.neg()),
      "selection", (x, y) -> List.of(Tensor.where(x.gt(y), x, y), x.relu().mul(y), x.maximum(y)),
      "power without vectors", (x, y) -> List.of(x.abs().pow(y), x.abs().add(0.5).pow(1.7).mul(y)),
      "softmax", (x, y) -> List.of(x.softmax(-1).mul(y), x.sub(x.mean(true, -1)).mul(y)),
      "along columns", (x, y) -> List.of(x.mul(y).sum(0), x.sub(y).square().sum(0), x.add(y)),
      "transposed", (x, y) -> List.of(x.transpose().mul(2), x.transpose().add(y.transpose()).exp()));

  @BeforeAll
  static void useVectorsAtOnce() {
    Kernels.useVectorsAtOnce();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1x64", "1x1000", "1x2048", "2x3000", "40x64", "64x40", "3x1024", "256x128", "5x7"})
  void expression_lanesThatFillTilesOrNot_isThatOfDoubles(String sizes) {
    int rows = Integer.parseInt(sizes.substring(0, sizes.indexOf('x')));
    int columns = Integer.parseInt(sizes.substring(sizes.indexOf('x') + 1));
    EXPRESSIONS.forEach((name, expression) -> {
      Generator random = new Generator(rows + columns);
      Tensor x = Tensor.randn(random, rows, columns);
      Tensor y = Tensor.randn(random, rows, columns);
      double[] before = x.toDoubleArray();
      List<Tensor> results = expression.apply(x, y);
      List<Tensor> expected = expression.apply(x.to(DType.FLOAT64), y.to(DType.FLOAT64));
      Autograd.evaluate(results);
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).to(DType.FLOAT64).sub(expected.get(i)).abs().max().item())
            .as("%s, result %d", name, i)
            .isCloseTo(0, within(1e-5 * Math.max(1, expected.get(i).abs().max().item())));
      }
      assertThat(x.toDoubleArray()).as("%s leaves its operand alone", name).isEqualTo(before);
    });
  }
}
