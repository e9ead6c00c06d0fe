package dev.gradlet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gradlet.Generator;
import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a module prints, and its table. */
class SummaryTest {
  record Autoencoder(Sequential encoder, List<Layer> decoder, Map<String, Layer> heads, Parameter scale)
      implements Module {}

  /** Prints itself as a tree, though nothing is below it. */
  static final class Leaf implements Module {
    @Override
    public String toString() {
      return tree();
    }
  }

  static final class Parent implements Module {
    final Child child = new Child(this);
  }

  record Child(Parent parent, Leaf leaf) implements Module {
    Child(Parent parent) {
      this(parent, new Leaf());
    }
  }

  static final class Residual implements Layer {
    final Linear inner = new Linear(4, 4);

    @Override
    public Tensor forward(Tensor x) {
      return x.add(inner.forward(x));
    }
  }

  private static Sequential model() {
    return Sequential.of(
        new Linear(3, 4), new BatchNorm1d(4), new Residual(), Sequential.of(x -> x.relu(), new Linear(4, 300, false)));
  }

  @Test
  void tree_modules_areNestedAsInPyTorch() {
    Autoencoder model = new Autoencoder(
        Sequential.of(new Linear(4, 3), new ReLU(), Sequential.of(new Linear(3, 2, false))),
        List.of(new LeakyReLU(0.2), x -> x), Map.of("out", new Dropout(0.5)), Parameter.of(Tensor.ones(1)));

    assertThat(model.tree()).isEqualTo(
        """
        Autoencoder(
          (encoder): Sequential(
            (0): Linear(in=4, out=3)
            (1): ReLU()
            (2): Sequential(
              (0): Linear(in=3, out=2, no bias)
            )
          )
          (decoder.0): LeakyReLU(slope=0.2)
          (decoder.1): Function()
          (heads.out): Dropout(p=0.5)
        )""");
    assertThat(new Leaf()).hasToString("Leaf()");
    assertThat(new Parent().tree()).isEqualTo(
        """
        Parent(
          (child): Child(
            (parent): Parent(...)
            (leaf): Leaf()
          )
        )""");
  }

  @Test
  void summary_exampleInput_showsShapesAndParameters() {
    Sequential model = model();
    model.layers().get(0).freeze();
    Map<String, Tensor> before = model.stateDict();

    Summary summary = model.summary(Tensor.ones(32, 3));

    assertThat(summary.toString().lines().map(String::stripTrailing)).containsExactly(
        "module             output     parameters",
        "Sequential         [32, 300]       1,244",
        "  0: Linear        [32, 4]            16",
        "  1: BatchNorm1d   [32, 4]             8",
        "  2: Residual      [32, 4]            20",
        "    inner: Linear                     20",
        "  3: Sequential    [32, 300]       1,200",
        "    0: Function    [32, 4]             0",
        "    1: Linear      [32, 300]       1,200",
        "1,244 parameters, 16 of them frozen");
    model.stateDict().forEach((name, value) -> assertThat(value.toDoubleArray()).as(name)
        .isEqualTo(before.get(name).toDoubleArray()));
    assertThat(model.summary().rows()).hasSize(8).allMatch(row -> row.output() == null);
  }

  @Test
  void summary_layersWithModes_areInEvaluationForItAndLeaveNoTrace() {
    Generator random = new Generator(1);
    Dropout dropout = new Dropout(0.5, random);
    BatchNorm1d evaluated = new BatchNorm1d(4);
    evaluated.eval();
    Sequential model = Sequential.of(new Linear(3, 4, random), new BatchNorm1d(4), dropout, evaluated);
    long[] before = random.state();

    assertThat(model.summary(Tensor.ones(1, 3)).rows().get(0).output()).isEqualTo(Shape.of(1, 4));
    assertThatIllegalArgumentException().isThrownBy(() -> model.summary(Tensor.ones(1, 2)));

    assertThat(random.state()).isEqualTo(before);
    assertThat(dropout.isTraining()).isTrue();
    assertThat(evaluated.isTraining()).isFalse();
  }

  @Test
  void parameterCount_sharedParameters_countOnce() {
    record Tied(Linear first, Linear second) implements Module {}
    Linear linear = new Linear(3, 4);

    assertThat(new Tied(linear, linear).parameterCount()).isEqualTo(16);
    assertThat(new Tied(linear, linear).summary().parameters()).isEqualTo(16);
  }

  @Test
  void summary_exampleThatDoesNotFit_isRefusedByTheLayer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model().summary(Tensor.ones(32, 5)))
        .withMessageStartingWith("Linear: input [32, 5], weight [4, 3]");
  }
}
