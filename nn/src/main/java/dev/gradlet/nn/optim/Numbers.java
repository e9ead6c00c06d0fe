package dev.gradlet.nn.optim;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a state of plain numbers, and gathers what is wrong with it into one sentence. */
final class Numbers {
  private final String owner;
  private final Map<String, Tensor> state;
  private final Set<String> unread;
  private final List<String> faults = new ArrayList<>();

  Numbers(String owner, Map<String, ? extends Tensor> state) {
    this.owner = owner;
    this.state = Given.state(state);
    this.unread = new LinkedHashSet<>(this.state.keySet());
  }

  double scalar(String key) {
    return read(key, "a scalar", 0, 1)[0];
  }

  int count(String key) {
    double value = scalar(key);
    if (!(value >= 0 && value == (int) value)) {
      faults.add(key + " is " + value + ", must be a whole number, 0 or more");
    }
    return (int) value;
  }

  double[] vector(String key, int size) {
    return read(key, "[" + size + "]", 1, size);
  }

  private double[] read(String key, String expected, int rank, int size) {
    Tensor tensor = state.get(key);
    unread.remove(key);
    if (tensor == null || tensor.rank() != rank || tensor.elements() != size) {
      faults.add(key + (tensor == null ? " is missing" : " is " + tensor.shape() + ", must be " + expected));
      return new double[size];
    }
    return tensor.toDoubleArray();
  }

  /** @throws IllegalArgumentException if something was missing, of another shape, or not read */
  void check() {
    unread.forEach(key -> faults.add(key + " is unexpected"));
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "loadStateDict: " + owner + ": " + String.join("; ", faults) + "; nothing was loaded");
    }
  }
}
