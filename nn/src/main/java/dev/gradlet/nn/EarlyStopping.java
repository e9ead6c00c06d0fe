package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ends training when a measure, such as the loss on validation rows, has stopped improving, and brings back the
 * parameters of the best epoch (Prechelt 1998, "Early Stopping - But When?").
 *
 * <pre>{@code
 * var stopping = new EarlyStopping(model, 10);
 * while (!stopping.isOver()) {
 *   ...
 *   stopping.step(validationLoss);
 * }
 * stopping.restoreBest();
 * }</pre>
 */
public final class EarlyStopping implements Stateful {
  private static final String BEST_STATE = "best_state.";

  private final Stateful model;
  private final int patience;
  private final double minDelta;
  private final boolean maximize;
  private double best;
  private int bad;
  private Map<String, Tensor> bestState = Map.of();

  /** The smaller the measure the better, by however little. */
  public EarlyStopping(Stateful model, int patience) {
    this(model, patience, 0, false);
  }

  /**
   * @param patience after how many steps in a row without a new best training is over
   * @param minDelta by how much a measure must be better to be a new best
   * @param maximize whether larger measures are better
   * @throws IllegalArgumentException if the patience is below 1, or the least difference negative
   */
  public EarlyStopping(Stateful model, int patience, double minDelta, boolean maximize) {
    this.model = Given.notNull("EarlyStopping", "model", model);
    this.patience = (int) Checks.positive("EarlyStopping", "patience", patience);
    this.minDelta = Checks.notNegative("EarlyStopping", "minDelta", minDelta);
    this.maximize = maximize;
    this.best = maximize ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /** Tells it the measure of an epoch; NaN is no improvement. Returns whether it is a new best. */
  @CanIgnoreReturnValue
  public boolean step(double measure) {
    boolean isBest = maximize ? measure > best + minDelta : measure < best - minDelta;
    if (isBest) {
      best = measure;
      bad = 0;
      bestState = model.stateDict();
    } else {
      bad++;
    }
    return isBest;
  }

  /** Whether there were as many steps without a new best as the patience bears. */
  public boolean isOver() {
    return bad >= patience;
  }

  /** The best measure so far; infinite before the first. */
  public double best() {
    return best;
  }

  /**
   * Gives the model the state of its best epoch.
   *
   * @throws IllegalStateException if there is none
   */
  public void restoreBest() {
    if (bestState.isEmpty()) {
      throw new IllegalStateException("EarlyStopping: there is no best epoch to restore yet; step(measure) makes one");
    }
    model.loadStateDict(bestState);
  }

  @Override
  public Map<String, Tensor> stateDict() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("best", Tensor.scalar(best));
    state.put("num_bad_epochs", Tensor.scalar((double) bad));
    bestState.forEach((name, tensor) -> state.put(BEST_STATE + name, tensor));
    return state;
  }

  @Override
  public void loadStateDict(Map<String, ? extends Tensor> state) {
    Map<String, Tensor> given = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : Given.notNull("loadStateDict", "state", state).entrySet()) {
      String name = String.valueOf(entry.getKey());
      given.put(name, Checks.tensor("loadStateDict", name, entry.getValue()));
    }
    Map<String, Tensor> loaded = new LinkedHashMap<>();
    given.forEach((name, tensor) -> {
      if (name.startsWith(BEST_STATE)) {
        loaded.put(name.substring(BEST_STATE.length()), tensor.detach());
      }
    });
    double loadedBest = number(given, "best");
    double loadedBad = number(given, "num_bad_epochs");
    if (loaded.size() != given.size() - 2) {
      throw new IllegalArgumentException(
          "loadStateDict: EarlyStopping has best, num_bad_epochs and best_state.*, not " + given.keySet());
    }
    if (!(loadedBad >= 0 && loadedBad == (int) loadedBad)) {
      throw new IllegalArgumentException(
          "loadStateDict: EarlyStopping: num_bad_epochs is " + loadedBad + ", must be a whole number, 0 or more");
    }
    best = loadedBest;
    bad = (int) loadedBad;
    bestState = loaded;
  }

  private static double number(Map<String, Tensor> state, String key) {
    Tensor tensor = state.get(key);
    if (tensor == null || tensor.elements() != 1) {
      throw new IllegalArgumentException("loadStateDict: EarlyStopping: " + key
          + (tensor == null ? " is missing" : " is " + tensor.shape() + ", must be a scalar"));
    }
    return tensor.item();
  }

  @Override
  public String toString() {
    return "EarlyStopping[best=" + best + ", steps since=" + bad + " of " + patience + "]";
  }
}
