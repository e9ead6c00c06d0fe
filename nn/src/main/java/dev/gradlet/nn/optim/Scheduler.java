package dev.gradlet.nn.optim;

import dev.gradlet.Tensor;
import dev.gradlet.nn.Stateful;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Gives an optimizer's groups the learning rates of a {@link Schedule}: those of step 0 at once, then, with each
 * {@link #step}, those of the next one. Steps are batches or epochs, as one calls it.
 *
 * <pre>{@code
 * var scheduler = new Scheduler(optimizer, Schedule.warmUp(500).then(500, Schedule.cosine(9_500)));
 * for (var batch : batches) {
 *   ...
 *   optimizer.step();
 *   scheduler.step();
 * }
 * }</pre>
 */
public final class Scheduler implements Stateful {
  private final Optimizer optimizer;
  private final Schedule schedule;
  private final double[] rates;
  private int t;

  /** @throws IllegalArgumentException if the schedule gives a negative rate, NaN or infinity for step 0 */
  public Scheduler(Optimizer optimizer, Schedule schedule) {
    this.optimizer = Objects.requireNonNull(optimizer, "Scheduler: the optimizer is null");
    this.schedule = Objects.requireNonNull(schedule, "Scheduler: the schedule is null");
    this.rates = new double[optimizer.groups()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = optimizer.learningRate(i);
    }
    moveTo(0, rates);
  }

  /**
   * Goes to the next step.
   *
   * @throws IllegalArgumentException if the schedule gives a negative rate, NaN or infinity for it; nothing changes
   *     then
   */
  public void step() {
    moveTo(t + 1, rates);
  }

  /** The step whose rates are in force, from 0. */
  public int t() {
    return t;
  }

  private void moveTo(int step, double... base) {
    double[] next = new double[base.length];
    for (int i = 0; i < base.length; i++) {
      next[i] = schedule.rate(base[i], step);
      Ranges.notNegative("Scheduler: at step " + step + " the learning rate", next[i]);
    }
    for (int i = 0; i < next.length; i++) {
      optimizer.setLearningRate(i, next[i]);
    }
    t = step;
  }

  /** The step, {@code last_epoch} as PyTorch names it, and the rates the groups have by themselves. */
  @Override
  public Map<String, Tensor> stateDict() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("last_epoch", Tensor.scalar((double) t));
    state.put("base_lrs", Tensor.of(rates));
    return state;
  }

  @Override
  public void loadStateDict(Map<String, ? extends Tensor> state) {
    Numbers numbers = new Numbers("Scheduler", state);
    int step = numbers.count("last_epoch");
    double[] base = numbers.vector("base_lrs", rates.length);
    numbers.check();
    moveTo(step, base);
    System.arraycopy(base, 0, rates, 0, rates.length);
  }

  @Override
  public String toString() {
    return "Scheduler[step " + t + ", learning rate " + optimizer.learningRate() + "]";
  }
}
