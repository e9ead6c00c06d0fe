package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.Map;

/** One step of a {@link GRU}: (n, in) and the last hidden state (n, hidden) → the next one. */
public final class GRUCell implements Module {
  private final RecurrentWeights weights;

  /** With the standard generator. */
  public GRUCell(long in, long hidden) {
    this(in, hidden, Generator.standard());
  }

  /** With biases, in FLOAT32. */
  public GRUCell(long in, long hidden, Generator random) {
    this(DType.FLOAT32, in, hidden, true, random);
  }

  /** @throws IllegalArgumentException if a size is below 1 or the dtype is not floating-point */
  public GRUCell(DType dtype, long in, long hidden, boolean bias, Generator random) {
    this.weights = new RecurrentWeights("GRUCell", RecurrentRule.GRU, dtype, in, hidden, bias, random);
  }

  /** From a hidden state of zeros. */
  public Tensor forward(Tensor x) {
    int n = Checks.rank("GRUCell", "input", "[n, " + weights.in() + "]", 2, x).size(0);
    return forward(x, weights.zeros(x, n)[0]);
  }

  /** @throws IllegalArgumentException if the shapes do not fit */
  public Tensor forward(Tensor x, Tensor hidden) {
    return weights.next(x, hidden).get(0);
  }

  @Override
  public Map<String, Parameter> members() {
    return weights.members("");
  }

  @Override
  public String toString() {
    return "GRUCell[in=" + weights.in() + ", hidden=" + weights.hidden() + "]";
  }
}
