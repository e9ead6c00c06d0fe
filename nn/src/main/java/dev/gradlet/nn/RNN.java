package dev.gradlet.nn;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.Map;

/**
 * A recurrent network (Elman 1990): in each layer, at each step
 *
 * <pre>h ← tanh(x W_ihᵀ + b_ih + h W_hhᵀ + b_hh)</pre>
 *
 * <p>(steps, n, in) → (steps, n, hidden) and the last hidden state (layers, n, hidden). Shapes and names are PyTorch's;
 * {@link RecurrentOptions} has more layers, another direction, the batch first.
 */
public final class RNN implements Modal {
  /**
   * What a walk over all steps gives.
   *
   * @param output the hidden states of the last layer at all steps, (steps, n, directions · hidden)
   * @param hidden the last ones of all layers, (layers · directions, n, hidden)
   */
  public record Output(Tensor output, Tensor hidden) {}

  private final RecurrentLayers layers;

  /** One layer in one direction, with the standard generator. */
  public RNN(long in, long hidden) {
    this(RecurrentOptions.of(in, hidden));
  }

  /** With the standard generator. */
  public RNN(RecurrentOptions options) {
    this(options, Generator.standard());
  }

  /** With parameters from that generator. */
  public RNN(RecurrentOptions options, Generator random) {
    this(RecurrentRule.TANH, options, random);
  }

  private RNN(RecurrentRule rule, RecurrentOptions options, Generator random) {
    this.layers = new RecurrentLayers("RNN", rule, options, random);
  }

  /** With max(·, 0) in place of tanh. */
  public static RNN relu(RecurrentOptions options, Generator random) {
    return new RNN(RecurrentRule.RELU, options, random);
  }

  /** From a hidden state of zeros. */
  public Output forward(Tensor x) {
    return output(layers.forward(x));
  }

  /**
   * From a given hidden state, (layers · directions, n, hidden); null for zeros.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public Output forward(Tensor x, Tensor hidden) {
    return hidden == null ? forward(x) : output(layers.forward(x, hidden));
  }

  private static Output output(RecurrentLayers.Result result) {
    return new Output(result.output(), result.last().get(0));
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
