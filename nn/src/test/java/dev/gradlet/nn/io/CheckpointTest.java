package dev.gradlet.nn.io;

import static dev.gradlet.nn.optim.ParameterGroup.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.BatchNorm1d;
import dev.gradlet.nn.Batches;
import dev.gradlet.nn.Buffer;
import dev.gradlet.nn.Dropout;
import dev.gradlet.nn.GRU;
import dev.gradlet.nn.LSTM;
import dev.gradlet.nn.Layer;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.RecurrentOptions;
import dev.gradlet.nn.Sequential;
import dev.gradlet.nn.Stateful;
import dev.gradlet.nn.optim.Adadelta;
import dev.gradlet.nn.optim.Adagrad;
import dev.gradlet.nn.optim.Adam;
import dev.gradlet.nn.optim.AdamW;
import dev.gradlet.nn.optim.LBFGS;
import dev.gradlet.nn.optim.Optimizer;
import dev.gradlet.nn.optim.ParameterGroup;
import dev.gradlet.nn.optim.RMSprop;
import dev.gradlet.nn.optim.ReduceOnPlateau;
import dev.gradlet.nn.optim.SGD;
import dev.gradlet.nn.optim.Schedule;
import dev.gradlet.nn.optim.Scheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointTest {
  @TempDir
  Path folder;

  enum Rule {
    SGD_MOMENTUM(groups -> new SGD(SGD.options(0.05).momentum(0.9), groups)),
    NESTEROV(groups -> new SGD(SGD.options(0.05).momentum(0.9).nesterov(true), groups)),
    ADAM(groups -> new Adam(0.01, groups)),
    AMSGRAD(groups -> new Adam(Adam.options(0.01).amsgrad(true), groups)),
    ADAMW(groups -> new AdamW(0.01, groups)),
    RMSPROP(groups -> new RMSprop(RMSprop.options(0.01).momentum(0.9).centered(true), groups)),
    ADAGRAD(groups -> new Adagrad(Adagrad.options(0.05).learningRateDecay(0.1).initialAccumulator(0.1), groups)),
    ADADELTA(groups -> new Adadelta(1, groups)),
    LBFGS_SEARCHING(groups -> new LBFGS(LBFGS.options(0.5).maxIterations(2).strongWolfe(true), all(groups)));

    private final Function<ParameterGroup[], Optimizer> make;

    Rule(Function<ParameterGroup[], Optimizer> make) {
      this.make = make;
    }

    private static List<Tensor> all(ParameterGroup... groups) {
      return Stream.of(groups).flatMap(group -> group.parameters().stream()).toList();
    }
  }

  enum Pace {
    CONSTANT(Schedule.constant()),
    WARM_UP_COSINE(Schedule.warmUp(4).then(4, Schedule.cosine(12, 1e-3))),
    ONE_CYCLE(Schedule.oneCycle(0.05, 15)),
    STEPS(Schedule.multiStep(0.5, 5, 11).with(Schedule.exponential(0.95))),
    PLATEAU(null);

    private final Schedule schedule;

    Pace(Schedule schedule) {
      this.schedule = schedule;
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

  /** Reads the three numbers of a row one by one. */
  record Net(GRU gru, LSTM lstm, Sequential head) implements Layer {
    Net(Generator random) {
      this(new GRU(RecurrentOptions.of(1, 4), random), new LSTM(RecurrentOptions.of(1, 4), random),
          Sequential.of(new BatchNorm1d(4), new Dropout(0.2, random), new Linear(4, 3, random), new Centering()));
    }

    @Override
    public Tensor forward(Tensor x) {
      Tensor steps = x.transpose().unsqueeze(2);
      return head.forward(gru.forward(steps).hidden().squeeze(0).add(lstm.forward(steps).state().h().squeeze(0)));
    }
  }

  /** A script of everything that has a state: a model with buffers, an optimizer, a schedule, random batches and masks. */
  private static final class Training {
    final Generator random = new Generator(5);
    final Tensor data = Tensor.randn(random, 40, 3);
    final Net model = new Net(random);
    final Parameter unused = Parameter.of(Tensor.ones(2));
    final Optimizer optimizer;
    final Scheduler scheduler;
    final ReduceOnPlateau plateau;
    final Checkpoint checkpoint;

    Training(Rule rule, Pace pace) {
      optimizer = rule.make.apply(new ParameterGroup[] {
        group(model.weights()).weightDecay(1e-3), group(model.biases(), unused).learningRate(0.02)
      });
      scheduler = pace.schedule == null ? null : new Scheduler(optimizer, pace.schedule);
      plateau = new ReduceOnPlateau(optimizer, ReduceOnPlateau.options().patience(0).factor(0.5));
      checkpoint = new Checkpoint().with("model", model).with("optimizer", optimizer)
          .with("schedule", scheduler == null ? plateau : scheduler).with("random", random);
    }

    double train(int epochs) {
      double total = 0;
      for (int i = 0; i < epochs; i++) {
        double ofEpoch = 0;
        for (Tensor x : Batches.of(data, 16).shuffled(random)) {
          Tensor noisy = x.add(Tensor.randn(random, x.size(0), 3).mul(0.1));
          ofEpoch += step(() -> new MSELoss().forward(model.forward(noisy), x));
          if (scheduler != null) {
            scheduler.step();
          }
        }
        if (scheduler == null) {
          plateau.step(ofEpoch);
        }
        total += ofEpoch;
      }
      return total;
    }

    private double step(Supplier<Tensor> loss) {
      if (optimizer instanceof LBFGS lbfgs) {
        return lbfgs.step(loss);
      }
      optimizer.zeroGrad();
      Tensor value = loss.get();
      value.backward();
      optimizer.step();
      return value.item();
    }
  }

  static Stream<Arguments> trainings() {
    return Stream.of(Rule.values()).flatMap(rule -> Stream.of(Pace.values()).map(pace -> Arguments.of(rule, pace)));
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void load_inTheMiddle_goesOnAsIfItHadNotStopped(Rule rule, Pace pace) {
    Path file = folder.resolve("run.safetensors");
    Training uninterrupted = new Training(rule, pace);
    uninterrupted.train(2);
    double expected = uninterrupted.train(1);

    Training stopped = new Training(rule, pace);
    stopped.train(2);
    stopped.checkpoint.save(file, Map.of("epoch", 2));
    Training resumed = new Training(rule, pace);
    assertThat(resumed.checkpoint.load(file)).containsExactly(Map.entry("epoch", "2"));
    Training coldOptimizer = new Training(rule, pace);
    coldOptimizer.model.loadStateDict(stopped.model.stateDict());
    coldOptimizer.random.restore(stopped.random.state());

    assertThat(resumed.train(1)).isEqualTo(expected);
    uninterrupted.model.stateDict().forEach((name, value) -> assertThat(
        resumed.model.stateDict().get(name).toDoubleArray()).as(name).isEqualTo(value.toDoubleArray()));
    assertThat(resumed.random.state()).isEqualTo(uninterrupted.random.state());
    assertThat(resumed.optimizer.learningRate(0)).isEqualTo(uninterrupted.optimizer.learningRate(0));
    assertThat(new Training(rule, pace).train(1)).isNotEqualTo(expected);
    assertThat(coldOptimizer.train(1)).isNotEqualTo(expected);
  }

  @Test
  void save_file_holdsPyTorchsNames() {
    Path file = folder.resolve("run.safetensors");
    Training training = new Training(Rule.ADAM, Pace.CONSTANT);
    training.train(1);

    training.checkpoint.save(file);

    Map<String, Tensor> tensors = SafeTensors.load(file);
    assertThat(tensors.keySet()).contains(
        "model.gru.weight_ih_l0", "model.head.2.bias", "model.head.3.mean", "model.head.0.num_batches_tracked",
        "schedule.last_epoch", "optimizer.Adam.state.0.step",
        "optimizer.Adam.state.0.exp_avg", "optimizer.Adam.state.3.exp_avg_sq", "optimizer.Adam.state.4.step",
        "optimizer.Adam.param_groups.1.lr", "random.state");
    assertThat(tensors.get("optimizer.Adam.state.0.step").item()).isEqualTo(3);
    int unused = training.model.parameters().size();
    assertThat(tensors.get("optimizer.Adam.state." + unused + ".step").item()).isZero();
    assertThat(tensors.keySet()).doesNotContain("optimizer.Adam.state." + unused + ".exp_avg");
  }

  @Test
  void load_whatDoesNotFit_isRefusedAndNothingIsLoaded() {
    Path file = folder.resolve("run.safetensors");
    Training training = new Training(Rule.ADAM, Pace.CONSTANT);
    training.train(1);
    training.checkpoint.save(file);
    Training other = new Training(Rule.SGD_MOMENTUM, Pace.CONSTANT);
    Map<String, Tensor> before = other.model.stateDict();

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> other.checkpoint.load(file))
        .withMessageStartingWith(file + ": 'optimizer': loadStateDict: SGD.state.0.step is missing; ")
        .withMessageContaining("Adam.state.0.exp_avg is unexpected")
        .withMessageEndingWith("; nothing was loaded");
    assertThat(other.model.stateDict().get("head.2.weight").toFloatArray())
        .isEqualTo(before.get("head.2.weight").toFloatArray());
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
