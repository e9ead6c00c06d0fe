package dev.gradlet;

/**
 * An operation that a user defines by its value and its vector-Jacobian product, both in Tensor operations.
 *
 * <pre>{@code
 * record Cube() implements CustomOperation {
 *   public Tensor forward(Tensor... x) { return x[0].pow(3); }
 *   public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) { return g.mul(x[0].square().mul(3)); }
 * }
 * Tensor y = Autograd.apply(new Cube(), x);
 * }</pre>
 *
 * <p>What is only composed of others needs no such class: a method that returns a Tensor has its gradient already.
 */
public interface CustomOperation {

  /** The output from the inputs; no history is recorded, and values may be read. */
  Tensor forward(Tensor... x);

  /**
   * The cotangent of input {@code i}, of its shape, from the cotangent g of the output y; null for none. Recorded where
   * gradients of gradients are asked for, so it should be made of Tensor operations.
   */
  Tensor vjp(int i, Tensor g, Tensor y, Tensor... x);
}
