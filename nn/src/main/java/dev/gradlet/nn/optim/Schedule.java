package dev.gradlet.nn.optim;

import java.util.Arrays;
import java.util.Objects;

/**
 * The learning rate of each step: a function of the rate η that a group has by itself and of the number t of the step,
 * from 0, and of nothing else. So training that is resumed at any step gets the same rates. A {@link Scheduler} applies
 * it to an optimizer.
 *
 * <pre>{@code
 * Schedule.warmUp(500).then(500, Schedule.cosine(9_500, 1e-5))
 * (rate, t) -> rate / Math.sqrt(t + 1)
 * }</pre>
 */
@FunctionalInterface
public interface Schedule {
  /** The rate of step {@code t} for a group of rate {@code rate}. */
  double rate(double rate, long t);

  /** η: no schedule. PyTorch's ConstantLR is {@code constant(factor).then(steps, constant())}. */
  static Schedule constant() {
    return (rate, t) -> rate;
  }

  /** η · factor. */
  static Schedule constant(double factor) {
    Ranges.notNegative("Schedule.constant: factor", factor);
    return (rate, t) -> rate * factor;
  }

  /** η · factor^⌊t / size⌋ (PyTorch's StepLR). */
  static Schedule step(long size, double factor) {
    Ranges.positive("Schedule.step: size", size);
    Ranges.notNegative("Schedule.step: factor", factor);
    return (rate, t) -> rate * StrictMath.pow(factor, t / size);
  }

  /** η · factor^(number of milestones ≤ t) (MultiStepLR). */
  static Schedule multiStep(double factor, long... milestones) {
    Ranges.notNegative("Schedule.multiStep: factor", factor);
    long[] sorted = Objects.requireNonNull(milestones, "Schedule.multiStep: the milestones are null").clone();
    Arrays.sort(sorted);
    return (rate, t) -> rate * StrictMath.pow(factor, Arrays.stream(sorted).filter(m -> m <= t).count());
  }

  /** η · factorᵗ (ExponentialLR). */
  static Schedule exponential(double factor) {
    Ranges.notNegative("Schedule.exponential: factor", factor);
    return (rate, t) -> rate * StrictMath.pow(factor, t);
  }

  /** η · a, where a goes from {@code start} to {@code end} in a number of steps, linearly, and stays (LinearLR). */
  static Schedule linear(double start, double end, long steps) {
    Ranges.notNegative("Schedule.linear: start", start);
    Ranges.notNegative("Schedule.linear: end", end);
    Ranges.positive("Schedule.linear: steps", steps);
    return (rate, t) -> rate * (start + (end - start) * Math.min(t, steps) / steps);
  }

  /** η · (t + 1)/steps, then η: the first step has a rate above 0, and the last of these the whole. None for 0 steps. */
  static Schedule warmUp(long steps) {
    Ranges.notNegative("Schedule.warmUp: steps", steps);
    return (rate, t) -> t < steps - 1 ? rate * (t + 1) / steps : rate;
  }

  /** η · (1 − t/steps)ᵖ, then 0 (PolynomialLR). */
  static Schedule polynomial(long steps, double power) {
    Ranges.positive("Schedule.polynomial: steps", steps);
    Ranges.notNegative("Schedule.polynomial: power", power);
    return (rate, t) -> rate * StrictMath.pow(1 - (double) Math.min(t, steps) / steps, power);
  }

  /**
   * From η to a least rate in a number of steps, along half a cosine: min + (η − min) (1 + cos(π t/steps))/2
   * (CosineAnnealingLR). After them it rises again along the cosine, as in PyTorch, unless another schedule follows.
   */
  static Schedule cosine(long steps, double min) {
    Ranges.positive("Schedule.cosine: steps", steps);
    Ranges.notNegative("Schedule.cosine: least rate", min);
    return (rate, t) -> between(rate, min, (double) t / steps);
  }

  /** To 0. */
  static Schedule cosine(long steps) {
    return cosine(steps, 0);
  }

  /**
   * Half cosines from η to a least rate, one after the other, each {@code factor} times as long as the one before
   * (Loshchilov and Hutter 2017, arXiv 1608.03983; CosineAnnealingWarmRestarts).
   */
  static Schedule cosineRestarts(long steps, int factor, double min) {
    Ranges.positive("Schedule.cosineRestarts: steps", steps);
    Ranges.positive("Schedule.cosineRestarts: factor", factor);
    Ranges.notNegative("Schedule.cosineRestarts: least rate", min);
    return (rate, t) -> {
      long length = steps;
      long left = factor == 1 ? t % steps : t;
      while (left >= length) {
        left -= length;
        length = length > Long.MAX_VALUE / factor ? Long.MAX_VALUE : length * factor;
      }
      return between(rate, min, (double) left / length);
    };
  }

  /**
   * Up to a largest rate in the first 30 % of the steps, from a 25th of it, then down to a 10⁴th of where it started,
   * along half cosines (Smith and Topin 2018, arXiv 1708.07120; OneCycleLR), and no further. η has no part in it.
   */
  static Schedule oneCycle(double max, long steps) {
    return oneCycle(max, steps, 0.3, 25, 1e4);
  }

  /**
   * The same, rising for another share of the steps, from max/{@code divisor} and down to
   * max/{@code divisor}/{@code finalDivisor}.
   */
  static Schedule oneCycle(double max, long steps, double rising, double divisor, double finalDivisor) {
    Ranges.notNegative("Schedule.oneCycle: largest rate", max);
    Ranges.positive("Schedule.oneCycle: steps", steps);
    if (!(rising >= 0 && rising <= 1 && divisor > 0 && finalDivisor > 0)) {
      throw new IllegalArgumentException("Schedule.oneCycle: the rising share " + rising
          + " must be from 0 to 1, the divisors " + divisor + " and " + finalDivisor + " above 0");
    }
    double start = max / divisor;
    double top = rising * steps - 1;
    double last = steps - 1;
    return (rate, step) -> {
      double t = Math.min(step, last);
      return t <= top
          ? between(start, max, top == 0 ? 1 : t / top)
          : between(max, start / finalDivisor, (t - top) / (last - top));
    };
  }

  /** From a to b as a share goes from 0 to 1, along half a cosine. */
  private static double between(double a, double b, double share) {
    return b + (a - b) * (1 + StrictMath.cos(Math.PI * share)) / 2;
  }

  /** This schedule for a number of steps, 0 or more, then the next one, whose steps count from 0 again (SequentialLR). */
  default Schedule then(long steps, Schedule next) {
    Ranges.notNegative("Schedule.then: steps", steps);
    Objects.requireNonNull(next, "Schedule.then: the next schedule is null");
    return (rate, t) -> t < steps ? rate(rate, t) : next.rate(rate, t - steps);
  }

  /** Both at once: the other one starts from the rate that this one gives (ChainedScheduler). */
  default Schedule with(Schedule other) {
    Objects.requireNonNull(other, "Schedule.with: the other schedule is null");
    return (rate, t) -> other.rate(rate(rate, t), t);
  }
}
