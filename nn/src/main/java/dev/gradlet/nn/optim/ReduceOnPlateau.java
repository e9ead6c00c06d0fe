package dev.gradlet.nn.optim;

import dev.gradlet.Tensor;
import dev.gradlet.nn.Stateful;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Lowers the learning rates when a measure has stopped improving (PyTorch's ReduceLROnPlateau): after more than
 * {@code patience} steps without a new best, each rate is multiplied by {@code factor}, as far as the least rate.
 *
 * <pre>{@code
 * var plateau = new ReduceOnPlateau(optimizer, ReduceOnPlateau.options().patience(5));
 * ...
 * plateau.step(validationLoss);
 * }</pre>
 */
public final class ReduceOnPlateau implements Stateful {
  /**
   * What it can be told. Immutable: each method returns other options.
   *
   * @param maximize whether larger measures are better
   * @param factor from 0 to less than 1
   * @param patience the number of steps without a new best that are borne
   * @param threshold how much better a new best must be
   * @param relative whether the threshold is a share of the best so far, and not a difference
   * @param cooldown the number of steps after a reduction that do not count as bad
   * @param leastRate no rate is reduced below it
   */
  public record Options(
      boolean maximize,
      double factor,
      int patience,
      double threshold,
      boolean relative,
      int cooldown,
      double leastRate) {
    /** @throws IllegalArgumentException if a number is NaN, infinite or negative, or the factor 1 or more */
    public Options {
      Ranges.decayRate("ReduceOnPlateau: factor", factor);
      Ranges.notNegative("ReduceOnPlateau: patience", patience);
      Ranges.notNegative("ReduceOnPlateau: threshold", threshold);
      Ranges.notNegative("ReduceOnPlateau: cooldown", cooldown);
      Ranges.notNegative("ReduceOnPlateau: least rate", leastRate);
    }

    /** Larger measures are better, or smaller ones. */
    public Options maximize(boolean maximize) {
      return new Options(maximize, factor, patience, threshold, relative, cooldown, leastRate);
    }

    /** With that factor on the rate, from 0 to less than 1. */
    public Options factor(double factor) {
      return new Options(maximize, factor, patience, threshold, relative, cooldown, leastRate);
    }

    /** With that many steps without a new best borne. */
    public Options patience(int patience) {
      return new Options(maximize, factor, patience, threshold, relative, cooldown, leastRate);
    }

    /** With what a new best must be better by: a share of the best so far if relative, else a difference. */
    public Options threshold(double threshold, boolean relative) {
      return new Options(maximize, factor, patience, threshold, relative, cooldown, leastRate);
    }

    /** With that many steps after a reduction that do not count as bad. */
    public Options cooldown(int cooldown) {
      return new Options(maximize, factor, patience, threshold, relative, cooldown, leastRate);
    }

    /** With a rate below which none is reduced. */
    public Options leastRate(double leastRate) {
      return new Options(maximize, factor, patience, threshold, relative, cooldown, leastRate);
    }
  }

  /** A rate is not changed by less than this. */
  private static final double EPSILON = 1e-8;

  private final Optimizer optimizer;
  private final Options options;
  private double best;
  private int bad;
  private int cooling;

  /** Smaller is better, factor 0.1, patience 10, a threshold of a 10⁻⁴th of the best, no cooldown, no least rate. */
  public static Options options() {
    return new Options(false, 0.1, 10, 1e-4, true, 0, 0);
  }

  /** Of an optimizer's rates, with the options that PyTorch has by default. */
  public ReduceOnPlateau(Optimizer optimizer) {
    this(optimizer, options());
  }

  /** Of an optimizer's rates. */
  public ReduceOnPlateau(Optimizer optimizer, Options options) {
    this.optimizer = Objects.requireNonNull(optimizer, "ReduceOnPlateau: the optimizer is null");
    this.options = Objects.requireNonNull(options, "ReduceOnPlateau: the options are null");
    this.best = options.maximize ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /** Tells it the measure after a step or an epoch; NaN is no improvement. Returns whether rates were reduced. */
  public boolean step(double measure) {
    if (isBetter(measure)) {
      best = measure;
      bad = 0;
    } else {
      bad++;
    }
    if (cooling > 0) {
      cooling--;
      bad = 0;
    }
    if (bad <= options.patience) {
      return false;
    }
    reduce();
    cooling = options.cooldown;
    bad = 0;
    return true;
  }

  /** The best measure so far; infinite before the first. */
  public double best() {
    return best;
  }

  private boolean isBetter(double measure) {
    double margin = options.relative && Double.isFinite(best) ? Math.abs(best) * options.threshold : options.threshold;
    return options.maximize ? measure > best + margin : measure < best - margin;
  }

  private void reduce() {
    for (int i = 0; i < optimizer.groups(); i++) {
      double before = optimizer.learningRate(i);
      double after = Math.max(before * options.factor, options.leastRate);
      if (before - after > EPSILON) {
        optimizer.setLearningRate(i, after);
      }
    }
  }

  /** Under PyTorch's names; the rates are the optimizer's state. */
  @Override
  public Map<String, Tensor> stateDict() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("best", Tensor.scalar(best));
    state.put("num_bad_epochs", Tensor.scalar((double) bad));
    state.put("cooldown_counter", Tensor.scalar((double) cooling));
    return state;
  }

  @Override
  public void loadStateDict(Map<String, ? extends Tensor> state) {
    Numbers numbers = new Numbers("ReduceOnPlateau", state);
    double best = numbers.scalar("best");
    int bad = numbers.count("num_bad_epochs");
    int cooling = numbers.count("cooldown_counter");
    numbers.check();
    this.best = best;
    this.bad = bad;
    this.cooling = cooling;
  }

  @Override
  public String toString() {
    return "ReduceOnPlateau[best=" + best + ", steps since=" + bad + " of " + options.patience + ", learning rate "
        + optimizer.learningRate() + "]";
  }
}
