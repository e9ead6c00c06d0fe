package dev.gradlet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModuleTest {
  record Autoencoder(Sequential encoder, Sequential decoder) implements Module {}

  private static Autoencoder autoencoder() {
    Generator random = new Generator(7);
    return new Autoencoder(
        Sequential.of(new Linear(4, 3, random), new ReLU(), new Linear(3, 2, random)),
        Sequential.of(new Linear(2, 4, random)));
  }

  static class Base implements Module {
    final Parameter scale = Parameter.of(Tensor.ones(2));
  }

  static final class Zoo extends Base {
    final List<Linear> list = List.of(new Linear(2, 2, false), new Linear(2, 2, false));
    final Map<String, Object> map = new LinkedHashMap<>();
    final Parameter[][] array = {{Parameter.of(Tensor.scalar(1f))}, {}, {Parameter.of(Tensor.scalar(2f)), null}};
    final Object typedAsObject = Parameter.of(Tensor.zeros(1));
    final Linear absent = null;
    final String name = "zoo";
    final int[] numbers = {1, 2};
    final Tensor constant = Tensor.ones(3);
    final Layer lambda = x -> x.mul(scale);

    Zoo() {
      map.put("first", Parameter.of(Tensor.zeros(3)));
      map.put("note", "ignored");
      map.put("block", new Linear(1, 1));
    }
  }

  static final class Child implements Module {
    final Module parent;
    final Parameter own = Parameter.of(Tensor.zeros(1));

    Child(Module parent) {
      this.parent = parent;
    }
  }

  static final class Parent implements Module {
    final List<Object> children = new ArrayList<>();
    final Child child = new Child(this);

    Parent() {
      children.add(children);
    }
  }

  /** A running mean of what it saw, and how often. */
  static final class Running implements Layer {
    final Parameter weight = Parameter.of(Tensor.ones(2));
    final Buffer mean = Buffer.of(Tensor.zeros(2));
    final Buffer count = Buffer.of(Tensor.zeros(DType.INT32));

    @Override
    public Tensor forward(Tensor x) {
      mean.assign(mean.value().mul(0.5).add(x.mean(0).mul(0.5)));
      count.assign(count.value().add(1));
      return x.sub(mean.value()).mul(weight);
    }
  }

  record Tied(Linear first, Linear second, Parameter weight) implements Module {}

  static final class Moody implements Module {
    boolean training = true;

    @Override
    public void training(boolean training) {
      this.training = training;
    }
  }

  record Moods(Moody one, List<Moody> more) implements Module {}

  @Test
  void namedParameters_record_areNamedAsInPyTorch() {
    Autoencoder model = autoencoder();

    assertThat(model.namedParameters().keySet())
        .containsExactly(
            "encoder.0.weight", "encoder.0.bias", "encoder.2.weight", "encoder.2.bias", "decoder.0.weight",
            "decoder.0.bias");
    assertThat(model.parameters()).containsExactlyElementsOf(model.namedParameters().values());
    assertThat(model.encoder().namedParameters().keySet()).containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
  }

  @Test
  void namedParameters_fieldsListsMapsAndArrays_areFoundInOrder() {
    assertThat(new Zoo().namedParameters().keySet())
        .containsExactly(
            "scale", "list.0.weight", "list.1.weight", "map.first", "map.block.weight", "map.block.bias", "array.0.0",
            "array.2.0", "typedAsObject");
  }

  @Test
  void namedParameters_moduleThatHoldsItself_areFoundOnce() {
    assertThat(new Parent().namedParameters()).containsOnlyKeys("child.own");
  }

  @Test
  void namedParameters_anonymousClass_areThoseOfItsFields() {
    Module module = new Module() {
      final Parameter own = Parameter.of(Tensor.ones(3));
    };

    assertThat(module.namedParameters()).containsOnlyKeys("own");
  }

  @Test
  void namedParameters_mapKeyWithADot_isRefused() {
    record Mapped(Map<String, Parameter> map) implements Module {}

    assertThatIllegalStateException()
        .isThrownBy(() -> new Mapped(Map.of("a.b", Parameter.of(Tensor.ones(1)))).parameters())
        .withMessage("Module: the key 'a.b' of the map 'map' must be a name without a dot");
  }

  @Test
  void namedParameters_fieldHiddenByASubclass_isRefused() {
    final class Hiding extends Base {
      final Parameter scale = Parameter.of(Tensor.ones(1));
    }

    assertThatIllegalStateException()
        .isThrownBy(() -> new Hiding().parameters())
        .withMessageContaining("two fields are named 'scale'");
  }

  @Test
  void weightsAndBiases_parameters_areInExactlyOneOfThem() {
    Zoo zoo = new Zoo();

    assertThat(zoo.weights()).allMatch(p -> p.rank() >= 2).hasSize(3);
    assertThat(zoo.biases()).allMatch(p -> p.rank() < 2).hasSize(6);
    assertThat(zoo.weights()).doesNotContainAnyElementsOf(zoo.biases());
  }

  @Test
  void sharedParameter_isOneParameterWithTwoNamesInTheStateDict() {
    Linear linear = new Linear(2, 2, false);
    Tied tied = new Tied(linear, linear, linear.weight());

    assertThat(tied.namedParameters()).containsOnlyKeys("first.weight");
    assertThat(tied.stateDict()).containsOnlyKeys("first.weight", "second.weight", "weight");
  }

  @Test
  void zeroGrad_afterBackward_clearsToNone() {
    Autoencoder model = autoencoder();
    model.encoder().forward(Tensor.ones(1, 4)).sum().backward();
    assertThat(model.encoder().parameters()).allSatisfy(p -> assertThat(p.grad()).isNotNull());

    model.zeroGrad();

    assertThat(model.parameters()).allSatisfy(p -> assertThat(p.grad()).isNull());
  }

  @Test
  void trainAndEval_reachEveryModuleBelow() {
    Moods moods = new Moods(new Moody(), List.of(new Moody(), new Moody()));

    moods.eval();
    assertThat(moods.one().training).isFalse();
    assertThat(moods.more()).noneMatch(m -> m.training);

    moods.train();
    assertThat(moods.one().training).isTrue();
    assertThat(moods.more()).allMatch(m -> m.training);
  }

  @Test
  void modules_sharedAndNested_areThereOnceEach() {
    Linear shared = new Linear(1, 1);
    Sequential inner = Sequential.of(shared, new ReLU());
    Sequential outer = Sequential.of(inner, shared);

    assertThat(outer.modules()).hasSize(4).startsWith(outer, inner, shared);
  }

  @Test
  void stateDict_laterAssignment_doesNotChangeIt() {
    Parameter parameter = Parameter.of(Tensor.of(1f, 2f));
    record One(Parameter w) implements Module {}
    Map<String, Tensor> state = new One(parameter).stateDict();

    parameter.assign(Tensor.of(5f, 6f));

    assertThat(state.get("w").toFloatArray()).containsExactly(1, 2);
    assertThat(state.get("w").requiresGrad()).isFalse();
  }

  @Test
  void loadStateDict_ofAnotherModel_givesTheSameOutputs() {
    Autoencoder from = autoencoder();
    Autoencoder to = new Autoencoder(
        Sequential.of(new Linear(4, 3), new ReLU(), new Linear(3, 2)), Sequential.of(new Linear(2, 4)));
    Tensor x = Tensor.randn(new Generator(1), 5, 4);

    to.loadStateDict(from.stateDict());

    assertThat(to.encoder().forward(x).toFloatArray()).isEqualTo(from.encoder().forward(x).toFloatArray());
  }

  @Test
  void loadStateDict_otherFloatingDtype_isConverted() {
    Linear linear = new Linear(2, 1);

    linear.loadStateDict(Map.of("weight", Tensor.of(new double[][] {{1.5, 2.5}}), "bias", Tensor.of(0.5)));

    assertThat(linear.weight().dtype()).isEqualTo(DType.FLOAT32);
    assertThat(linear.weight().toFloatArray()).containsExactly(1.5f, 2.5f);
  }

  @Test
  void loadStateDict_severalFaults_areAllNamedAndNothingIsLoaded() {
    Autoencoder model = autoencoder();
    float[] before = model.encoder().parameters().get(0).toFloatArray();
    Map<String, Tensor> state = model.stateDict();
    state.replaceAll((name, value) -> value.add(1));
    state.remove("encoder.2.bias");
    state.put("decoder.0.weight", Tensor.zeros(2, 4));
    state.put("decoder.0.bias", Tensor.zeros(DType.INT32, 4));
    state.put("head.weight", Tensor.zeros(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.loadStateDict(state))
        .withMessage("loadStateDict: encoder.2.bias is missing; decoder.0.weight is [2, 4], must be [4, 2];"
            + " decoder.0.bias is INT32, must be FLOAT32 or FLOAT64; head.weight is unexpected; nothing was loaded");
    assertThat(model.encoder().parameters().get(0).toFloatArray()).isEqualTo(before);
    assertThatNullPointerException()
        .isThrownBy(() -> model.loadStateDict(null))
        .withMessage("loadStateDict: state is null");
  }

  @Test
  void buffers_areStateButNoParameters() {
    Running layer = new Running();
    Sequential model = Sequential.of(new ReLU(), layer);

    assertThat(model.namedParameters()).containsOnlyKeys("1.weight");
    assertThat(model.namedBuffers().keySet()).containsExactly("1.mean", "1.count");
    assertThat(model.buffers()).containsExactly(layer.mean, layer.count);
    assertThat(model.stateDict().keySet()).containsExactly("1.weight", "1.mean", "1.count");
    record Shared(Buffer first, Buffer second) implements Module {}
    Shared shared = new Shared(layer.mean, layer.mean);
    assertThat(shared.namedBuffers()).containsOnlyKeys("first");
    assertThat(shared.stateDict()).containsOnlyKeys("first", "second");
  }

  @Test
  void buffer_assignedInTraining_hasNoHistoryAndLeavesEarlierStateDictsAlone() {
    Running layer = new Running();
    Tensor x = Tensor.of(new float[][] {{2, 4}, {6, 8}}).requireGrad();
    layer.forward(x).sum().backward();
    Map<String, Tensor> state = layer.stateDict();

    layer.forward(x);

    assertThat(state.get("mean").toFloatArray()).containsExactly(2, 3);
    assertThat(state.get("count").item()).isEqualTo(1);
    assertThat(layer.mean.value().toFloatArray()).containsExactly(3, 4.5f);
    assertThat(layer.mean.value().requiresGrad()).isFalse();
  }

  @Test
  void loadStateDict_buffers_areLoadedWithTheirDtypes() {
    Running layer = new Running();

    layer.loadStateDict(Map.of(
        "weight", Tensor.of(3f, 4f), "mean", Tensor.of(1.5, 2.5), "count", Tensor.scalar(7, DType.INT32)));

    assertThat(layer.mean.value().toFloatArray()).containsExactly(1.5f, 2.5f);
    assertThat(layer.count.value().item()).isEqualTo(7);
    assertThat(layer.parameters()).containsExactly(layer.weight);
    Map<String, Tensor> wrong = layer.stateDict();
    wrong.put("count", Tensor.scalar(8f));
    wrong.put("mean", Tensor.zeros(3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.loadStateDict(wrong))
        .withMessage("loadStateDict: mean is [3], must be [2]; count is FLOAT32, must be INT32; nothing was loaded");
  }

  @Test
  void buffer_badValue_isRefused() {
    Buffer buffer = Buffer.of(Tensor.zeros(2));

    assertThatNullPointerException().isThrownBy(() -> Buffer.of(null)).withMessage("Buffer: value is null");
    assertThatNullPointerException().isThrownBy(() -> buffer.assign(null)).withMessage("Buffer: value is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> buffer.assign(Tensor.zeros(DType.FLOAT64, 2)))
        .withMessage(
            "Buffer: value of shape [2] and dtype FLOAT64 for a buffer of shape [2] and dtype FLOAT32");
  }

  @Test
  void weights_parametersThatAreNotDecayed_areAmongTheBiases() {
    record Clustering(Linear encoder, Parameter centroids) implements Module {}
    Clustering model = new Clustering(new Linear(2, 3), Parameter.of(Tensor.zeros(4, 3)).noDecay());

    assertThat(model.weights()).containsExactly(model.encoder().weight());
    assertThat(model.biases()).containsExactly(model.encoder().bias(), model.centroids());
    model.centroids().decay();
    assertThat(model.weights()).containsExactly(model.encoder().weight(), model.centroids());
  }

  @Test
  void freeze_module_freezesAllBelowUntilUnfrozen() {
    Sequential model = Sequential.of(new Linear(2, 3), new Linear(3, 1));

    model.layers().get(0).freeze();

    assertThat(model.parameters()).map(Parameter::isFrozen).containsExactly(true, true, false, false);
    model.unfreeze();
    assertThat(model.parameters()).noneMatch(Parameter::isFrozen);
  }
}
