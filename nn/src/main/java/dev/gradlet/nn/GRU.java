package dev.gradlet.nn;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.Map;

/**
 * Gated recurrent units (Cho et al. 2014, arXiv 1406.1078): in each layer, at each step, with the reset gate r, the
 * update gate z and the new state n, in the order of the rows of W and b,
 *
 * <pre>
 * r = σ(W_ir x + b_ir + W_hr h + b_hr)
 * z = σ(W_iz x + b_iz + W_hz h + b_hz)
 * n = tanh(W_in x + b_in + r (W_hn h + b_hn))
 * h ← (1 − z) n + z h
 * </pre>
 *
 * <p>(steps, n, in) → (steps, n, hidden) and the last hidden state (layers, n, hidden). Shapes and names are PyTorch's;
 * {@link RecurrentOptions} has more layers, another direction, the batch first.
 */
public final class GRU implements Modal {
  private final RecurrentLayers layers;

  /** One layer in one direction, with the standard generator. */
  public GRU(long in, long hidden) {
    this(RecurrentOptions.of(in, hidden));
  }

  /** With the standard generator. */
  public GRU(RecurrentOptions options) {
    this(options, Generator.standard());
  }

  /** With parameters from that generator. */
  public GRU(RecurrentOptions options, Generator random) {
    this.layers = new RecurrentLayers("GRU", RecurrentRule.GRU, options, random);
  }

  /** From a hidden state of zeros. */
  public RNN.Output forward(Tensor x) {
    return output(layers.forward(x));
  }

  /**
   * From a given hidden state, (layers · directions, n, hidden); null for zeros.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public RNN.Output forward(Tensor x, Tensor hidden) {
    return hidden == null ? forward(x) : output(layers.forward(x, hidden));
  }

  private static RNN.Output output(RecurrentLayers.Result result) {
    return new RNN.Output(result.output(), result.last().get(0));
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
