package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.nn.given.Given;

/**
 * The shape of {@link RNN}, {@link GRU} and {@link LSTM}. Immutable: each method returns other options.
 *
 * @param in the size of an input vector
 * @param hidden the size of a hidden vector
 * @param layers how many layers, each reading the outputs of the one before
 * @param bias whether there are biases
 * @param batchFirst whether inputs are (n, steps, in) and not (steps, n, in); outputs follow
 * @param dropout the probability with which an element of the output of each layer but the last is dropped
 * @param bidirectional whether each layer also reads from the end, the two outputs side by side
 */
public record RecurrentOptions(
    long in,
    long hidden,
    int layers,
    boolean bias,
    boolean batchFirst,
    double dropout,
    boolean bidirectional,
    DType dtype) {
  /** @throws IllegalArgumentException if a size is below 1 or the dropout not from 0 to 1 */
  public RecurrentOptions {
    Checks.positive("RecurrentOptions", "input size", in);
    Checks.positive("RecurrentOptions", "hidden size", hidden);
    Checks.positive("RecurrentOptions", "number of layers", layers);
    Checks.probability("RecurrentOptions", "dropout", dropout);
    Given.notNull("RecurrentOptions", "dtype", dtype);
  }

  /** One layer in one direction with biases, the steps first, in FLOAT32. */
  public static RecurrentOptions of(long in, long hidden) {
    return new RecurrentOptions(in, hidden, 1, true, false, 0, false, DType.FLOAT32);
  }

  /** With that many layers, each reading the outputs of the one before. */
  public RecurrentOptions layers(int layers) {
    return new RecurrentOptions(in, hidden, layers, bias, batchFirst, dropout, bidirectional, dtype);
  }

  /** With biases, or without. */
  public RecurrentOptions bias(boolean bias) {
    return new RecurrentOptions(in, hidden, layers, bias, batchFirst, dropout, bidirectional, dtype);
  }

  /** Inputs are (n, steps, in), or (steps, n, in). */
  public RecurrentOptions batchFirst(boolean batchFirst) {
    return new RecurrentOptions(in, hidden, layers, bias, batchFirst, dropout, bidirectional, dtype);
  }

  /** With that probability to drop an element between layers. */
  public RecurrentOptions dropout(double dropout) {
    return new RecurrentOptions(in, hidden, layers, bias, batchFirst, dropout, bidirectional, dtype);
  }

  /** Each layer also reads from the end, or not. */
  public RecurrentOptions bidirectional(boolean bidirectional) {
    return new RecurrentOptions(in, hidden, layers, bias, batchFirst, dropout, bidirectional, dtype);
  }

  /** With parameters of that dtype. */
  public RecurrentOptions dtype(DType dtype) {
    return new RecurrentOptions(in, hidden, layers, bias, batchFirst, dropout, bidirectional, dtype);
  }
}
