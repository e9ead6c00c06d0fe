package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.List;
import java.util.Map;

/** One step of an {@link LSTM}: (n, in) and the last state → the next one, h and c (n, hidden). */
public final class LSTMCell implements Module {
  /** The hidden state h and the memory c. */
  public record State(Tensor h, Tensor c) {
    /** The same values without history: where backpropagation through time is cut off. */
    public State detach() {
      return new State(h.detach(), c.detach());
    }
  }

  private final RecurrentWeights weights;

  /** With the standard generator. */
  public LSTMCell(long in, long hidden) {
    this(in, hidden, Generator.standard());
  }

  /** With biases, in FLOAT32. */
  public LSTMCell(long in, long hidden, Generator random) {
    this(DType.FLOAT32, in, hidden, true, random);
  }

  /** @throws IllegalArgumentException if a size is below 1 or the dtype is not floating-point */
  public LSTMCell(DType dtype, long in, long hidden, boolean bias, Generator random) {
    this.weights = new RecurrentWeights("LSTMCell", RecurrentRule.LSTM, dtype, in, hidden, bias, random);
  }

  /** From a state of zeros. */
  public State forward(Tensor x) {
    Tensor[] zeros = weights.zeros(x, Checks.rank("LSTMCell", "input", "[n, " + weights.in() + "]", 2, x).size(0));
    return forward(x, new State(zeros[0], zeros[1]));
  }

  /** @throws IllegalArgumentException if the shapes do not fit */
  public State forward(Tensor x, State state) {
    List<Tensor> next = weights.next(x, Given.notNull("LSTMCell", "state", state).h(), state.c());
    return new State(next.get(0), next.get(1));
  }

  @Override
  public Map<String, Parameter> members() {
    return weights.members("");
  }

  @Override
  public String toString() {
    return "LSTMCell[in=" + weights.in() + ", hidden=" + weights.hidden() + "]";
  }
}
