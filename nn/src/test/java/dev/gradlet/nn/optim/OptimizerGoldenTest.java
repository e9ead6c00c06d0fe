package dev.gradlet.nn.optim;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Parameter;
import dev.gradlet.testing.Close;
import dev.gradlet.testing.GoldenCase;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trajectories against PyTorch's. */
class OptimizerGoldenTest {
  private static final Set<String> OPTIMIZERS = Set.of("SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta");

  private static List<GoldenCase> known() {
    return GoldenCase.read("optim.txt").stream().filter(c -> OPTIMIZERS.contains(c.op())).toList();
  }

  static Stream<Arguments> cases() {
    return known().stream()
        .flatMap(c -> Stream.of(DType.FLOAT64, DType.FLOAT32).map(dtype -> Arguments.of(c, dtype)));
  }

  @Test
  void cases_ofTheFile_areAllFound() {
    assertThat(known()).hasSize(30);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void step_goldenGradients_followsTheTrajectory(GoldenCase golden, DType dtype) {
    Parameter parameter = Parameter.of(golden.array("in").tensor(dtype));
    Optimizer optimizer = optimizer(golden, parameter);
    List<GoldenCase.Values> gradients = golden.arrays("grad");
    List<GoldenCase.Values> values = golden.arrays("out");
    assertThat(gradients).hasSameSizeAs(values).isNotEmpty();

    for (int step = 0; step < gradients.size(); step++) {
      optimizer.zeroGrad();
      parameter.mul(gradients.get(step).tensor(dtype)).sum().backward();
      optimizer.step();
      assertClose("step " + (step + 1), parameter, values.get(step), Close.tolerance(dtype));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("minimisations")
  void lbfgsStep_goldenFunction_followsTheTrajectory(GoldenCase golden) {
    Parameter x = Parameter.of(golden.array("in").tensor(DType.FLOAT64));
    int iterations = (int) golden.number("max_iter", 20);
    LBFGS optimizer = new LBFGS(
        LBFGS.options(golden.number("lr", 1))
            .maxIterations(iterations)
            .historySize((int) golden.number("history_size", 100))
            .strongWolfe(golden.option("line_search_fn", "").equals("strong_wolfe")),
        List.of(x));
    List<GoldenCase.Values> losses = golden.arrays("loss");
    List<GoldenCase.Values> values = golden.arrays("out");

    for (int step = 0; step < losses.size(); step++) {
      double loss = optimizer.step(() -> function(golden, x));
      assertClose("loss " + (step + 1), Tensor.scalar(loss), losses.get(step), 1e-8);
      assertClose("step " + (step + 1), x, values.get(step), 1e-8);
    }
  }

  static Stream<GoldenCase> minimisations() {
    return GoldenCase.read("optim.txt").stream().filter(c -> c.op().equals("LBFGS"));
  }

  private static Tensor function(GoldenCase golden, Tensor x) {
    if (golden.option("function", "").equals("quadratic")) {
      return x.square().mul(Tensor.of(1.0, 10, 100, 3)).sum().mul(0.5).add(x.sum());
    }
    Tensor a = x.narrow(0, 0, 3);
    Tensor b = x.narrow(0, 1, 3);
    return a.neg().add(1).square().add(b.sub(a.square()).square().mul(100)).sum();
  }

  private static Optimizer optimizer(GoldenCase golden, Tensor parameter) {
    List<Tensor> parameters = List.of(parameter);
    double rate = golden.number("lr", Double.NaN);
    double decay = golden.number("weight_decay", 0);
    double momentum = golden.number("momentum", 0);
    boolean maximize = is(golden, "maximize");
    String[] betas = golden.option("betas", "0.9,0.999").split(",");
    double beta1 = Double.parseDouble(betas[0]);
    double beta2 = Double.parseDouble(betas[1]);
    double epsilon = golden.number("eps", 1e-8);
    return switch (golden.op()) {
      case "SGD" -> new SGD(
          SGD.options(rate)
              .momentum(momentum)
              .dampening(golden.number("dampening", 0))
              .weightDecay(decay)
              .nesterov(is(golden, "nesterov"))
              .maximize(maximize),
          parameters);
      case "Adam" -> new Adam(
          Adam.options(rate)
              .betas(beta1, beta2)
              .epsilon(epsilon)
              .weightDecay(decay)
              .amsgrad(is(golden, "amsgrad"))
              .maximize(maximize),
          parameters);
      case "AdamW" -> new AdamW(
          AdamW.options(rate)
              .betas(beta1, beta2)
              .epsilon(epsilon)
              .weightDecay(decay)
              .amsgrad(is(golden, "amsgrad"))
              .maximize(maximize),
          parameters);
      case "RMSprop" -> new RMSprop(
          RMSprop.options(rate)
              .alpha(golden.number("alpha", 0.99))
              .epsilon(epsilon)
              .weightDecay(decay)
              .momentum(momentum)
              .centered(is(golden, "centered"))
              .maximize(maximize),
          parameters);
      case "Adagrad" -> new Adagrad(
          Adagrad.options(rate)
              .learningRateDecay(golden.number("lr_decay", 0))
              .weightDecay(decay)
              .initialAccumulator(golden.number("initial_accumulator_value", 0))
              .epsilon(golden.number("eps", 1e-10))
              .maximize(maximize),
          parameters);
      case "Adadelta" -> new Adadelta(
          Adadelta.options(rate)
              .rho(golden.number("rho", 0.9))
              .epsilon(golden.number("eps", 1e-6))
              .weightDecay(decay)
              .maximize(maximize),
          parameters);
      default -> throw new IllegalArgumentException(golden.op());
    };
  }

  private static boolean is(GoldenCase golden, String option) {
    return golden.option(option, "False").equals("True");
  }
}
