package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.engine.plan.Evaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A product that nothing else reads gives its array to what is computed from it; any other stays as it is. */
class TakeOverTest {
  static final Map<String, UnaryOperator<Tensor>> TAKEN = Map.of(
      "one operation", p -> p.exp(),
      "activation", p -> p.add(1).tanh(),
      "with another operand", p -> Tensor.rand(new Generator(3), 40, 40).sub(p),
      "result also summed by rows", p -> p.square().mul(2));

  static final Map<String, UnaryOperator<Tensor>> LEFT = Map.of(
      "read twice", p -> p.mul(p.add(1)),
      "transposed", p -> p.add(p.transpose()),
      "softmax", p -> p.softmax(1),
      "less its mean", p -> p.sub(p.mean()),
      "summed", p -> p.sum(0),
      "expanded", p -> p.unsqueeze(0).add(Tensor.ones(3, 1, 1)),
      "compared", p -> p.gt(0),
      "another product", p -> p.matmul(p),
      "with its diagonal", p -> p.add(p.mul(Tensor.eye(40))));

  private static Tensor product(DType dtype) {
    Generator random = new Generator(1);
    return Tensor.randn(dtype, random, 40, 30).matmul(Tensor.randn(dtype, random, 30, 40));
  }

  static Stream<String> taken() {
    return TAKEN.keySet().stream();
  }

  static Stream<String> any() {
    return Stream.concat(TAKEN.keySet().stream(), LEFT.keySet().stream());
  }

  private static UnaryOperator<Tensor> expression(String name) {
    return TAKEN.getOrDefault(name, LEFT.get(name));
  }

  @ParameterizedTest
  @MethodSource("taken")
  void evaluate_productReadOnce_makesNoArrayForTheResult(String name) {
    Tensor p = product(DType.FLOAT32);
    Tensor y = expression(name).apply(p);
    int[] arrays = new int[1];
    Evaluator.listening((tensor, data) -> arrays[0]++, y::evaluate);

    assertThat(arrays[0]).isEqualTo(1);
    assertThat(p.node().data()).isNull();
  }

  /** The expected value is computed from a product that is there already, and so a leaf. */
  @ParameterizedTest
  @MethodSource("any")
  void evaluate_anyExpression_hasItsValueAndLeavesTheProducts(String name) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Tensor p = product(dtype);
      Tensor known = product(dtype).evaluate();
      double[] before = known.toDoubleArray();
      double[] expected = expression(name).apply(known).to(DType.FLOAT64).toDoubleArray();
      Tensor y = expression(name).apply(p);

      assertThat(y.to(DType.FLOAT64).toDoubleArray()).as("%s", dtype).isEqualTo(expected);
      assertThat(known.toDoubleArray()).as("a product with a value").isEqualTo(before);
      assertThat(p.toDoubleArray()).as("the product, asked for later").isEqualTo(before);
      assertThat(y.to(DType.FLOAT64).toDoubleArray()).as("the result, read again").isEqualTo(expected);
    }
  }

  @Test
  void evaluate_productAskedForToo_keepsBoth() {
    Tensor p = product(DType.FLOAT32);
    Tensor y = p.exp();
    Tensor view = p.transpose();
    Autograd.evaluate(y, view);

    assertThat(view.transpose().toFloatArray()).isEqualTo(product(DType.FLOAT32).toFloatArray());
    assertThat(y.toFloatArray()).isEqualTo(product(DType.FLOAT32).evaluate().exp().toFloatArray());
  }

  /** The square's gradient reads the product, that of tanh its own result. */
  @Test
  void evaluate_withHistory_keepsWhatTheGradientReads() {
    Tensor x = Tensor.randn(new Generator(1), 40, 30).requireGrad();
    Tensor squared = x.matmul(Tensor.randn(new Generator(2), 30, 40));
    squared.add(1).square().add(1).evaluate();
    Tensor activated = x.matmul(Tensor.randn(new Generator(2), 30, 40));
    activated.tanh().evaluate();

    assertThat(squared.node().data()).isNotNull();
    assertThat(activated.node().data()).isNull();
  }

  @Test
  void backward_twoLayers_hasTheGradientsOfProductsThatStay() {
    Generator random = new Generator(1);
    Tensor x = Tensor.randn(random, 50, 20);
    List<Tensor> weights = List.of(
        Tensor.randn(random, 20, 64).requireGrad(), Tensor.randn(random, 64, 30).requireGrad());
    Tensor first = x.matmul(weights.get(0));
    Tensor second = first.tanh().matmul(weights.get(1));
    second.relu().square().mean().backward();
    float[][] gradients = weights.stream().map(w -> w.grad().toFloatArray()).toArray(float[][]::new);
    weights.forEach(Tensor::zeroGrad);
    first = x.matmul(weights.get(0)).evaluate();
    second = first.tanh().matmul(weights.get(1)).evaluate();
    second.relu().square().mean().backward();

    for (int i = 0; i < 2; i++) {
      assertThat(gradients[i]).isEqualTo(weights.get(i).grad().toFloatArray());
    }
  }

  /** Whatever the identities of the tensors: each activation and its gradient takes the array of a product. */
  @Test
  void backward_sameNetworkAgain_makesTheSameArrays() {
    List<String> first = arraysOfABackwardPass();

    assertThat(first).doesNotContain("tanh[50, 64]", "mul[50, 64]");
    for (int i = 0; i < 20; i++) {
      assertThat(arraysOfABackwardPass()).isEqualTo(first);
    }
  }

  private static List<String> arraysOfABackwardPass() {
    Generator random = new Generator(1);
    Tensor x = Tensor.randn(random, 50, 20);
    Tensor first = Tensor.randn(random, 20, 64).requireGrad();
    Tensor bias = Tensor.zeros(64).requireGrad();
    Tensor second = Tensor.randn(random, 64, 1).requireGrad();
    Tensor loss = x.matmul(first).add(bias).tanh().matmul(second).square().mean();
    List<String> arrays = new ArrayList<>();
    Evaluator.listening((node, data) -> arrays.add(node.operation().label() + node.shape()), loss::backward);
    return arrays;
  }
}
