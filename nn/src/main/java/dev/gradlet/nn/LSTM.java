package dev.gradlet.nn;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.Map;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997; with forget gates, Gers et al. 2000): in each layer, at each
 * step, with the gates i, f, g and o in the order of the rows of W and b,
 *
 * <pre>
 * i = σ(W_ii x + b_ii + W_hi h + b_hi)
 * f = σ(W_if x + b_if + W_hf h + b_hf)
 * g = tanh(W_ig x + b_ig + W_hg h + b_hg)
 * o = σ(W_io x + b_io + W_ho h + b_ho)
 * c ← f c + i g
 * h ← o tanh(c)
 * </pre>
 *
 * <p>(steps, n, in) → (steps, n, hidden) and the last state, h and c (layers, n, hidden). Shapes and names are
 * PyTorch's; {@link RecurrentOptions} has more layers, another direction, the batch first.
 */
public final class LSTM implements Modal {
  /**
   * What a walk over all steps gives.
   *
   * @param output the hidden states of the last layer at all steps, (steps, n, directions · hidden)
   * @param state the last states of all layers, h and c (layers · directions, n, hidden)
   */
  public record Output(Tensor output, LSTMCell.State state) {}

  private final RecurrentLayers layers;

  /** One layer in one direction, with the standard generator. */
  public LSTM(long in, long hidden) {
    this(RecurrentOptions.of(in, hidden));
  }

  /** With the standard generator. */
  public LSTM(RecurrentOptions options) {
    this(options, Generator.standard());
  }

  /** With parameters from that generator. */
  public LSTM(RecurrentOptions options, Generator random) {
    this.layers = new RecurrentLayers("LSTM", RecurrentRule.LSTM, options, random);
  }

  /** From a state of zeros. */
  public Output forward(Tensor x) {
    return output(layers.forward(x));
  }

  /**
   * From a given state, h and c (layers · directions, n, hidden); null for zeros.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public Output forward(Tensor x, LSTMCell.State state) {
    return state == null ? forward(x) : output(layers.forward(x, state.h(), state.c()));
  }

  private static Output output(RecurrentLayers.Result result) {
    return new Output(result.output(), new LSTMCell.State(result.last().get(0), result.last().get(1)));
  }

  @Override
  public Map<String, Parameter> members() {
    return layers.members();
  }

  @Override
  public void training(boolean training) {
    layers.training(training);
  }

  @Override
  public boolean isTraining() {
    return layers.isTraining();
  }

  @Override
  public String toString() {
    return layers.toString();
  }
}
