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
  private static final Set<String> OPTIMIZERS = Set.of("SGD", "Adam", "AdamW");

  private static List<GoldenCase> known() {
    return GoldenCase.read("optim.txt").stream().filter(c -> OPTIMIZERS.contains(c.op())).toList();
  }

  static Stream<Arguments> cases() {
    return known().stream()
        .flatMap(c -> Stream.of(DType.FLOAT64, DType.FLOAT32).map(dtype -> Arguments.of(c, dtype)));
  }

  @Test
  void cases_ofTheFile_areAllFound() {
    assertThat(known()).hasSize(15);
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

  private static Optimizer optimizer(GoldenCase golden, Tensor parameter) {
    List<Tensor> parameters = List.of(parameter);
    double rate = golden.number("lr", Double.NaN);
    double decay = golden.number("weight_decay", 0);
    if (golden.op().equals("SGD")) {
      return new SGD(
          SGD.options(rate)
              .momentum(golden.number("momentum", 0))
              .dampening(golden.number("dampening", 0))
              .weightDecay(decay)
              .nesterov(is(golden, "nesterov"))
              .maximize(is(golden, "maximize")),
          parameters);
    }
    String[] betas = golden.option("betas", "0.9,0.999").split(",");
    Adam.Options options = Adam.options(rate)
        .betas(Double.parseDouble(betas[0]), Double.parseDouble(betas[1]))
        .epsilon(golden.number("eps", 1e-8))
        .weightDecay(decay)
        .amsgrad(is(golden, "amsgrad"));
    return golden.op().equals("Adam") ? new Adam(options, parameters) : new AdamW(options, parameters);
  }

  private static boolean is(GoldenCase golden, String option) {
    return golden.option(option, "False").equals("True");
  }
}
