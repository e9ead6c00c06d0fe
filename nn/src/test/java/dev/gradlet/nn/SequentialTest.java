package dev.gradlet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.gradlet.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequentialTest {
  @Test
  void forward_layers_runInOrder() {
    Sequential model = Sequential.of(x -> x.add(1), x -> x.mul(10), Tensor::neg);

    assertThat(model.forward(Tensor.of(1f, 2f)).toFloatArray()).containsExactly(-20, -30);
  }

  @Test
  void forward_noLayers_isTheIdentity() {
    Tensor x = Tensor.of(1f);

    assertThat(Sequential.of().forward(x)).isSameAs(x);
  }

  @Test
  void iterator_layers_areThoseGiven() {
    Linear linear = new Linear(2, 3);
    ReLU relu = new ReLU();
    Sequential model = Sequential.of(List.of(linear, relu));

    assertThat(model).containsExactly(linear, relu);
    assertThat(model.layers()).containsExactly(linear, relu);
    assertThat(model).hasToString("Sequential(\n  (0): Linear(in=2, out=3)\n  (1): ReLU()\n)");
  }

  @Test
  void of_nullLayer_isRefusedWithItsPosition() {
    assertThatNullPointerException()
        .isThrownBy(() -> Sequential.of(new ReLU(), null))
        .withMessage("Sequential: layer 1 is null");
  }
}
