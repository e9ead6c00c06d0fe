package dev.gradlet.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.plan.ScheduleCache;
import dev.gradlet.nn.Batches;
import dev.gradlet.nn.Layer;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.Module;
import dev.gradlet.nn.Sequential;
import dev.gradlet.nn.Tanh;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A training loop has as many plans as distinct steps: whatever its numbers, its parameters and its batches. */
class PlansOfTrainingTest {
  private static final int EPOCHS = 4;

  static Stream<Arguments> optimizers() {
    return Stream.of(
        optimizer("SGD", model -> new SGD(0.01, model.parameters())),
        optimizer("SGD with momentum", model -> new SGD(
            SGD.options(0.01).momentum(0.9).nesterov(true).weightDecay(1e-4), model.parameters())),
        optimizer("Adam", model -> new Adam(1e-3, model.parameters())),
        optimizer("Adam with amsgrad and decay", model -> new Adam(
            Adam.options(1e-3).amsgrad(true).weightDecay(1e-4), model.parameters())),
        optimizer("AdamW", model -> new AdamW(1e-3, model.parameters())),
        optimizer("RMSprop", model -> new RMSprop(1e-3, model.parameters())),
        optimizer("Adagrad", model -> new Adagrad(1e-2, model.parameters())));
  }

  private static Arguments optimizer(String name, Function<Module, Optimizer> made) {
    return Arguments.of(name, made);
  }

  /** Plans after each epoch of batches that lie at other offsets each, of 40 rows and at last of 30. */
  private static List<Integer> plans(int layers, boolean shuffled, Function<Module, Optimizer> made) {
    Generator random = new Generator(1);
    Tensor inputs = Tensor.randn(random, 590, 6);
    List<Layer> parts = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      parts.add(new Linear(i == 0 ? 6 : 5 + i, i == layers - 1 ? 6 : 6 + i, random));
      parts.add(new Tanh());
    }
    Sequential model = Sequential.of(parts);
    Optimizer optimizer = made.apply(model);
    MSELoss mse = new MSELoss();
    ScheduleCache schedules = new ScheduleCache(1 << 20);
    List<Integer> plans = new ArrayList<>();
    Evaluator.remembering(schedules, () -> {
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        Batches<Tensor> batches = Batches.of(inputs, 40);
        for (Tensor x : shuffled ? batches.shuffled(random) : batches) {
          Tensor loss = mse.forward(model.forward(x), x);
          optimizer.zeroGrad();
          loss.backward();
          optimizer.step();
        }
        plans.add(schedules.size());
      }
    });
    return plans;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("optimizers")
  void step_laterEpochs_planNothingNew(String name, Function<Module, Optimizer> made) {
    for (boolean shuffled : new boolean[] {false, true}) {
      List<Integer> plans = plans(3, shuffled, made);
      assertThat(plans.subList(1, EPOCHS)).as("shuffled: " + shuffled).containsOnly(plans.get(0));
      assertThat(plans(12, shuffled, made)).as("of four times as many parameters").isEqualTo(plans);
    }
  }
}
