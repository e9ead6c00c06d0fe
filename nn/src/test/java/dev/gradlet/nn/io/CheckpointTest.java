package dev.gradlet.nn.io;

import static dev.gradlet.nn.optim.ParameterGroup.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Batches;
import dev.gradlet.nn.Buffer;
import dev.gradlet.nn.Layer;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.Sequential;
import dev.gradlet.nn.Stateful;
import dev.gradlet.nn.Tanh;
import dev.gradlet.nn.optim.Adam;
import dev.gradlet.nn.optim.AdamW;
import dev.gradlet.nn.optim.Optimizer;
import dev.gradlet.nn.optim.ParameterGroup;
import dev.gradlet.nn.optim.SGD;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointTest {
  @TempDir
  Path folder;

  enum Rule {
    SGD_MOMENTUM(groups -> new SGD(SGD.options(0.05).momentum(0.9), groups)),
    ADAM(groups -> new Adam(0.01, groups)),
    AMSGRAD(groups -> new Adam(Adam.options(0.01).amsgrad(true), groups)),
    ADAMW(groups -> new AdamW(0.01, groups));

    private final Function<ParameterGroup[], Optimizer> make;

    Rule(Function<ParameterGroup[], Optimizer> make) {
      this.make = make;
    }
  }

  /** Subtracts a running mean. */
  private static final class Centering implements Layer {
    final Buffer mean = Buffer.of(Tensor.zeros(3));

    @Override
    public Tensor forward(Tensor x) {
      mean.assign(mean.value().mul(0.9).add(x.detach().mean(0).mul(0.1)).evaluate());
      return x.sub(mean.value());
    }
  }

  /** A script of everything that has a state: a model with a buffer, an optimizer, a falling rate, random batches. */
  private static final class Training {
    final Generator random = new Generator(5);
    final Tensor data = Tensor.randn(random, 40, 3);
    final Sequential model = Sequential.of(
        new Linear(3, 4, random), new Tanh(), new Linear(4, 3, random), new Centering());
    final Parameter unused = Parameter.of(Tensor.ones(2));
    final Optimizer optimizer;
    final Checkpoint checkpoint;

    Training(Rule rule) {
      optimizer = rule.make.apply(new ParameterGroup[] {
        group(model.weights()).weightDecay(1e-3), group(model.biases(), unused).learningRate(0.02)
      });
      checkpoint = new Checkpoint().with("model", model).with("optimizer", optimizer).with("random", random);
    }

    double train(int epochs) {
      double total = 0;
      for (int i = 0; i < epochs; i++) {
        for (Tensor x : Batches.of(data, 16).shuffled(random)) {
          Tensor noisy = x.add(Tensor.randn(random, x.size(0), 3).mul(0.1));
          Tensor loss = new MSELoss().forward(model.forward(noisy), x);
          optimizer.zeroGrad();
          loss.backward();
          optimizer.step();
          total += loss.item();
        }
        optimizer.setLearningRate(1, optimizer.learningRate(1) * 0.9);
      }
      return total;
    }
  }

  @ParameterizedTest
  @EnumSource
  void load_inTheMiddle_goesOnAsIfItHadNotStopped(Rule rule) {
    Path file = folder.resolve("run.safetensors");
    Training uninterrupted = new Training(rule);
    uninterrupted.train(3);
    double expected = uninterrupted.train(3);

    Training stopped = new Training(rule);
    stopped.train(3);
    stopped.checkpoint.save(file, Map.of("epoch", 3));
    Training resumed = new Training(rule);
    assertThat(resumed.checkpoint.load(file)).containsExactly(Map.entry("epoch", "3"));
    Training weightsOnly = new Training(rule);
    weightsOnly.train(1);
    weightsOnly.model.loadStateDict(stopped.model.stateDict());

    assertThat(resumed.train(3)).isEqualTo(expected);
    uninterrupted.model.stateDict().forEach((name, value) -> assertThat(
        resumed.model.stateDict().get(name).toFloatArray()).as(name).isEqualTo(value.toFloatArray()));
    assertThat(resumed.random.nextLong()).isEqualTo(uninterrupted.random.nextLong());
    assertThat(new Training(rule).train(3)).isNotEqualTo(expected);
    assertThat(weightsOnly.train(3)).isNotEqualTo(expected);
  }

  @Test
  void save_file_holdsPyTorchsNames() {
    Path file = folder.resolve("run.safetensors");
    Training training = new Training(Rule.ADAM);
    training.train(1);

    training.checkpoint.save(file);

    Map<String, Tensor> tensors = SafeTensors.load(file);
    assertThat(tensors.keySet()).contains(
        "model.0.weight", "model.2.bias", "model.3.mean", "optimizer.Adam.state.0.step",
        "optimizer.Adam.state.0.exp_avg", "optimizer.Adam.state.3.exp_avg_sq", "optimizer.Adam.state.4.step",
        "optimizer.Adam.param_groups.1.lr", "random.state");
    assertThat(tensors.get("optimizer.Adam.state.0.step").item()).isEqualTo(3);
    assertThat(tensors.get("optimizer.Adam.state.4.step").item()).isZero();
    assertThat(tensors.keySet()).doesNotContain("optimizer.Adam.state.4.exp_avg");
  }

  @Test
  void load_whatDoesNotFit_isRefusedAndNothingIsLoaded() {
    Path file = folder.resolve("run.safetensors");
    Training training = new Training(Rule.ADAM);
    training.train(1);
    training.checkpoint.save(file);
    Training other = new Training(Rule.SGD_MOMENTUM);
    Map<String, Tensor> before = other.model.stateDict();

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> other.checkpoint.load(file))
        .withMessageStartingWith(file + ": 'optimizer': loadStateDict: SGD.state.0.step is missing; ")
        .withMessageContaining("Adam.state.0.exp_avg is unexpected")
        .withMessageEndingWith("; nothing was loaded");
    assertThat(other.model.stateDict().get("0.weight").toFloatArray())
        .isEqualTo(before.get("0.weight").toFloatArray());
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> new Checkpoint().with("model", other.model).load(file))
        .withMessage(file + ": 'optimizer.Adam.state.0.step' belongs to none of the parts [model]");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> other.checkpoint.load(folder.resolve("none")))
        .withMessageContaining("there is no such file");
    assertThat(Files.exists(folder.resolve("none"))).isFalse();
  }

  @Test
  void load_partWithoutStateInTheFile_isRefused() {
    Path file = folder.resolve("run.safetensors");
    Linear linear = new Linear(2, 2);
    new Checkpoint().with("model", linear).save(file);

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> new Checkpoint().with("model", linear).with("random", new Generator(1)).load(file))
        .withMessage(file + ": 'random': loadStateDict: a generator has one tensor, 'state', INT32 [8], not {}");
  }

  @Test
  void with_badName_isRefused() {
    Stateful part = new Linear(1, 1);
    for (String name : new String[] {"", "a.b", "taken"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Checkpoint().with("taken", part).with(name, part))
          .withMessage("Checkpoint: '" + name + "' must be a name without a dot, for one part only");
    }
  }
}
