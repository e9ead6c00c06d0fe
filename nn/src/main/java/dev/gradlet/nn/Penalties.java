package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one adds to a loss to keep parameters small, over any set of tensors: a scalar, 0 for none.
 *
 * <p>For SGD and Adam, minimising, {@code weightDecay = wd} takes the same steps as the penalty wd/2 · Σ‖w‖²: mind the
 * factor 2. For AdamW no penalty does.
 */
public final class Penalties {
  private Penalties() {}

  /** Σ‖w‖², gradient 2w. */
  public static Tensor sumOfSquares(Iterable<? extends Tensor> tensors) {
    return sum(parts("sumOfSquares", tensors).stream().map(w -> w.square().sum()).toList());
  }

  /** Σ‖w‖², gradient 2w. */
  public static Tensor sumOfSquares(Tensor... tensors) {
    return sumOfSquares(list("sumOfSquares", tensors));
  }

  /** √Σ‖w‖², the norm of all elements as one vector: gradient w/‖w‖, 0 where all are 0. */
  public static Tensor norm(Iterable<? extends Tensor> tensors) {
    List<Tensor> norms = parts("norm", tensors).stream().map(w -> w.norm()).toList();
    return norms.isEmpty() ? Tensor.scalar(0f) : Tensor.stack(0, norms.toArray(new Tensor[0])).norm();
  }

  /** √Σ‖w‖², the norm of all elements as one vector: gradient w/‖w‖, 0 where all are 0. */
  public static Tensor norm(Tensor... tensors) {
    return norm(list("norm", tensors));
  }

  /**
   * Σ|w|, gradient sign w, 0 at 0. Steps along it bring useless weights near 0 and then across it, to and fro, never to
   * exactly 0; what does is {@link dev.gradlet.nn.optim.Proximal#l1}, in place of this penalty.
   */
  public static Tensor sumOfAbs(Iterable<? extends Tensor> tensors) {
    return sum(parts("sumOfAbs", tensors).stream().map(w -> w.abs().sum()).toList());
  }

  /** Σ|w|, gradient sign w, 0 at 0. */
  public static Tensor sumOfAbs(Tensor... tensors) {
    return sumOfAbs(list("sumOfAbs", tensors));
  }

  private static List<Tensor> list(String operation, Tensor... tensors) {
    return Arrays.asList(Given.notNull(operation, "the array of tensors", tensors));
  }

  private static List<Tensor> parts(String operation, Iterable<? extends Tensor> tensors) {
    List<Tensor> parts = new ArrayList<>();
    for (Object tensor : Given.notNull(operation, "the set of tensors", tensors)) {
      String name = "tensor " + parts.size();
      parts.add(Checks.floating(operation, name, Checks.tensor(operation, name, tensor)));
    }
    return parts;
  }

  private static Tensor sum(List<Tensor> scalars) {
    return scalars.stream().reduce(Tensor::add).orElseGet(() -> Tensor.scalar(0f));
  }
}
