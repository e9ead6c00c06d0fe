package dev.gradlet.nn.optim;

import static dev.gradlet.nn.optim.ParameterGroup.group;
import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gradlet.Tensor;
import dev.gradlet.nn.Parameter;
import dev.gradlet.testing.GoldenCase;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
  private final Parameter w = Parameter.of(Tensor.of(1.0));

  static Stream<GoldenCase> schedules() {
    return GoldenCase.read("sched.txt").stream().filter(c -> !c.op().equals("ReduceLROnPlateau"));
  }

  static Stream<GoldenCase> plateaus() {
    return GoldenCase.read("sched.txt").stream().filter(c -> c.op().equals("ReduceLROnPlateau"));
  }

  @Test
  void cases_ofTheFile_areAllFound() {
    assertThat(schedules()).hasSize(14);
    assertThat(plateaus()).hasSize(5);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("schedules")
  void rate_goldenCase_isPyTorchsAtAnyStepByItself(GoldenCase golden) {
    Schedule schedule = schedule(golden);
    double[] rates = golden.array("out").values();

    for (int t = rates.length - 1; t >= 0; t--) {
      double rate = schedule.rate(golden.number("lr", 0), t);
      assertClose("step " + t, new double[] {rate}, new double[] {rates[t]}, 1e-12);
    }
  }

  private static Schedule schedule(GoldenCase golden) {
    double factor = golden.number("gamma", golden.number("factor", 0));
    long steps = (long) golden.number("total_iters", golden.number("total_steps", 0));
    return switch (golden.name()) {
      case "StepLR" -> Schedule.step((long) golden.number("step_size", 0), factor);
      case "MultiStepLR" -> Schedule.multiStep(factor, 8, 3);
      case "ExponentialLR" -> Schedule.exponential(factor);
      case "CosineAnnealingLR" -> Schedule.cosine((long) golden.number("T_max", 0), golden.number("eta_min", 0));
      case "CosineAnnealingWarmRestarts" -> Schedule.cosineRestarts(4, 2, 0.001);
      case "LinearLR", "LinearLR_decay" -> Schedule.linear(
          golden.number("start_factor", 0), golden.number("end_factor", 1), steps);
      case "ConstantLR" -> Schedule.constant(factor).then(steps, Schedule.constant());
      case "PolynomialLR" -> Schedule.polynomial(steps, golden.number("power", 1));
      case "OneCycleLR" -> Schedule.oneCycle(golden.number("max_lr", 0), steps);
      case "OneCycleLR_late" -> Schedule.oneCycle(
          golden.number("max_lr", 0), steps, golden.number("pct_start", 0), golden.number("div_factor", 0),
          golden.number("final_div_factor", 0));
      case "SequentialLR" -> Schedule.linear(0.2, 1, 5).then(5, Schedule.cosine(10));
      case "SequentialLR_three" -> Schedule.constant(0.1).then(3, Schedule.exponential(0.9))
          .then(9, Schedule.step(3, 0.5));
      case "ChainedScheduler" -> Schedule.constant(0.1).then(4, Schedule.constant()).with(Schedule.exponential(0.9));
      default -> throw new IllegalArgumentException(golden.name());
    };
  }

  @Test
  void rate_oneCycleAtItsEnds_isFiniteAndStaysAfterTheLastStep() {
    for (Schedule schedule : List.of(
        Schedule.oneCycle(1, 1), Schedule.oneCycle(1, 4, 0.25, 25, 10), Schedule.oneCycle(1, 4, 1, 25, 10),
        Schedule.oneCycle(1, 4, 0, 25, 10))) {
      for (long t = 0; t < 10; t++) {
        assertThat(schedule.rate(7, t)).isBetween(0.0, 1.0);
      }
      assertThat(schedule.rate(7, 1_000_000)).isEqualTo(schedule.rate(7, 10));
    }
    assertThat(Schedule.oneCycle(1, 4, 1, 25, 10).rate(7, 3)).as("rising to its end").isEqualTo(1);
    assertThat(Schedule.oneCycle(1, 10).rate(7, 9)).isEqualTo(Schedule.oneCycle(1, 10).rate(7, 100));
  }

  @Test
  void rate_warmUp_beginsAboveZeroAndEndsWithTheWhole() {
    double[] rates = new double[6];
    Arrays.setAll(rates, t -> Schedule.warmUp(4).rate(2, t));

    assertThat(rates).containsExactly(0.5, 1, 1.5, 2, 2, 2);
    assertThat(Schedule.warmUp(3).rate(0.7, 9)).as("the whole, not nearly").isEqualTo(0.7);
    assertThat(Schedule.warmUp(3).rate(0.7, Long.MAX_VALUE)).as("the last step there is").isEqualTo(0.7);
    assertThat(Schedule.cosineRestarts(1, 2, 0).rate(0.7, Long.MAX_VALUE)).as("within 2^62 steps").isEqualTo(0.7);
    assertThat(Schedule.warmUp(0).then(0, Schedule.exponential(0.5)).rate(2, 1)).as("no warm-up").isEqualTo(1);
  }

  @Test
  void scheduler_step_scalesEachGroupsOwnRate() {
    Parameter v = Parameter.of(Tensor.of(1.0));
    SGD optimizer = new SGD(0.1, group(w), group(v).learningRate(1));
    Scheduler scheduler = new Scheduler(optimizer, Schedule.warmUp(2).then(2, Schedule.exponential(0.5)));

    double[][] expected = {{0.05, 0.5}, {0.1, 1}, {0.1, 1}, {0.05, 0.5}};
    for (double[] rates : expected) {
      assertThat(new double[] {optimizer.learningRate(0), optimizer.learningRate(1)}).isEqualTo(rates);
      scheduler.step();
    }
    assertThat(scheduler.t()).isEqualTo(4);
  }

  @Test
  void scheduler_resumedAtAnyStep_givesTheSameRates() {
    Schedule schedule = Schedule.warmUp(3).then(3, Schedule.cosine(10));
    SGD optimizer = new SGD(0.1, group(w));
    Scheduler scheduler = new Scheduler(optimizer, schedule);
    for (int t = 0; t < 12; t++) {
      SGD other = new SGD(0.7, group(w));
      Scheduler resumed = new Scheduler(other, schedule);
      resumed.loadStateDict(scheduler.stateDict());
      assertThat(other.learningRate()).isEqualTo(optimizer.learningRate());
      resumed.step();
      scheduler.step();
      assertThat(other.learningRate()).isEqualTo(optimizer.learningRate());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plateaus")
  void plateau_goldenCase_isPyTorchs(GoldenCase golden) {
    SGD optimizer = new SGD(golden.number("lr", 0), group(w));
    ReduceOnPlateau.Options options = ReduceOnPlateau.options()
        .maximize(golden.option("mode", "min").equals("max"))
        .factor(golden.number("factor", 0.1))
        .patience((int) golden.number("patience", 10))
        .threshold(golden.number("threshold", 1e-4), golden.option("threshold_mode", "rel").equals("rel"))
        .cooldown((int) golden.number("cooldown", 0))
        .leastRate(golden.number("min_lr", 0));
    ReduceOnPlateau plateau = new ReduceOnPlateau(optimizer, options);
    double[] measures = golden.array("in").values();
    double[] rates = golden.array("out").values();

    for (int i = 0; i < measures.length; i++) {
      Map<String, Tensor> state = plateau.stateDict();
      plateau = new ReduceOnPlateau(optimizer, options);
      plateau.loadStateDict(state);
      plateau.step(measures[i]);
      assertClose("rate " + i, new double[] {optimizer.learningRate()}, new double[] {rates[i]}, 1e-12);
    }
  }

  @Test
  void badInput_isRefusedWithASentence() {
    SGD optimizer = new SGD(0.1, group(w));
    Scheduler scheduler = new Scheduler(optimizer, (rate, t) -> t < 2 ? rate : -rate);
    scheduler.step();

    assertRefused(scheduler::step, "Scheduler: at step 2 the learning rate -0.1 must be a finite number, 0 or more");
    assertThat(scheduler.t()).isEqualTo(1);
    assertRefused(() -> Schedule.warmUp(-1), "Schedule.warmUp: steps -1.0 must be a finite number, 0 or more");
    assertRefused(() -> Schedule.step(0, 0.1), "Schedule.step: size 0 must be at least 1");
    assertRefused(() -> Schedule.cosine(5, -1), "Schedule.cosine: least rate -1.0 must be a finite number, 0 or more");
    assertRefused(
        () -> Schedule.oneCycle(1, 10, 2, 25, 1),
        "Schedule.oneCycle: the rising share 2.0 must be from 0 to 1, the divisors 25.0 and 1.0 above 0");
    assertRefused(
        () -> ReduceOnPlateau.options().factor(1), "ReduceOnPlateau: factor 1.0 must be at least 0 and less than 1");
    assertRefused(
        () -> scheduler.loadStateDict(Map.of("last_epoch", Tensor.scalar(-1.5), "more", Tensor.scalar(1.0))),
        "loadStateDict: Scheduler: last_epoch is -1.5, must be a whole number, 0 or more; base_lrs is missing; more is"
            + " unexpected; nothing was loaded");
  }

  private static void assertRefused(Runnable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }
}
