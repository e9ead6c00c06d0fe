package dev.gradlet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reverse-mode differentiation by a {@link Walk} from the output to the variables. Since VJPs are written in Tensor
 * operations, the result is more graph: it is evaluated together with the forward values, and can be differentiated
 * again.
 */
public final class Autograd {
  private static final ThreadLocal<Boolean> PAUSED = ThreadLocal.withInitial(() -> false);

  private Autograd() {}

  /**
   * The gradients of a scalar, one for each input, in their order. Nothing is added to {@link Tensor#grad}, and the
   * history can be walked again.
   *
   * @throws IllegalArgumentException if the output does not depend on an input
   */
  public static List<Tensor> grad(Tensor output, Tensor... inputs) {
    return grad(output, null, false, inputs);
  }

  /**
   * The gradients of Σ output · cotangent.
   *
   * @param cotangent of the output's shape; null for 1, if the output is a scalar
   * @param createGraph whether the gradients get a history of their own, to be differentiated again
   */
  public static List<Tensor> grad(Tensor output, Tensor cotangent, boolean createGraph, Tensor... inputs) {
    Tensor.required("grad", "output", output);
    Tensor root = output.captured();
    Tensor seed = seed("grad", root, cotangent);
    Tensor[] targets = new Tensor[Tensor.required("grad", "array of inputs", inputs).length];
    for (int i = 0; i < inputs.length; i++) {
      targets[i] = Tensor.required("grad", "input " + i, inputs[i]).captured();
      if (!targets[i].requiresGrad()) {
        throw new IllegalArgumentException(
            "grad: input " + i + " of shape " + inputs[i].shape()
                + " requires no gradient; make it a variable with requireGrad()");
      }
    }
    Walk walk = new Walk("grad", root).to(targets);
    if (createGraph) {
      walk.run(seed);
    } else {
      noGrad(() -> walk.run(seed));
    }
    Tensor[] gradients = new Tensor[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      gradients[i] = walk.cotangent(targets[i]);
      if (gradients[i] == null) {
        throw new IllegalArgumentException(
            "grad: the output does not depend on input " + i + " of shape " + inputs[i].shape());
      }
    }
    Tensor.evaluateAll(Arrays.asList(gradients));
    return List.of(gradients);
  }

  /** Runs without recording history, so that results require no gradient. */
  public static <T> T noGrad(Supplier<T> body) {
    Tensor.required("noGrad", "body", body);
    boolean before = PAUSED.get();
    PAUSED.set(true);
    try {
      return body.get();
    } finally {
      PAUSED.set(before);
    }
  }

  /** Runs without recording history. */
  public static void noGrad(Runnable body) {
    Tensor.required("noGrad", "body", body);
    noGrad(() -> {
      body.run();
      return null;
    });
  }

  /** Applies an operation of the user's own. */
  public static Tensor apply(CustomOperation operation, Tensor... inputs) {
    return Custom.of(operation, inputs);
  }

  /** Computes several values in one go, so that they share what they have in common. */
  public static void evaluate(Collection<Tensor> tensors) {
    Tensor.evaluateAll(tensors);
  }

  /** Computes several values in one go, so that they share what they have in common. */
  public static void evaluate(Tensor... tensors) {
    Tensor.evaluateAll(Arrays.asList(Tensor.required("evaluate", "array of tensors", tensors)));
  }

  static boolean recording() {
    return !PAUSED.get();
  }

  static void backward(Tensor root, Tensor cotangent, boolean retainGraph) {
    Tensor seed = seed("backward", root, cotangent);
    Walk walk = new Walk("backward", root);
    Map<Tensor, Tensor> totals = new LinkedHashMap<>();
    noGrad(() -> {
      walk.run(seed);
      addUp(walk, totals);
    });
    List<Tensor> values = new ArrayList<>(List.of(root));
    values.addAll(totals.values());
    Tensor.evaluateAll(values, retainGraph);
    totals.forEach(Tensor::installGrad);
    if (!retainGraph) {
      walk.release();
    }
  }

  /** The gradient of each variable: what it has already, and the cotangent of each of its captured values. */
  private static void addUp(Walk walk, Map<Tensor, Tensor> totals) {
    for (Tensor leaf : walk.leaves()) {
      Tensor gradient = walk.cotangent(leaf);
      if (gradient != null) {
        Tensor before = totals.getOrDefault(leaf.variable(), leaf.variable().grad());
        totals.put(leaf.variable(), before == null ? gradient : before.add(gradient));
      }
    }
  }

  private static Tensor seed(String operation, Tensor root, Tensor cotangent) {
    if (!root.requiresGrad()) {
      throw new IllegalStateException(
          operation + ": this tensor of shape " + root.shape()
              + " has no history: nothing it was computed from requires a gradient, or it was computed under noGrad");
    }
    if (cotangent == null) {
      if (root.elements() != 1) {
        throw new IllegalStateException(
            operation + ": shape " + root.shape()
                + " is not a scalar; reduce it first (sum, mean), or give a cotangent of its shape");
      }
      return Tensor.number(1, root);
    }
    if (!cotangent.shape().equals(root.shape())) {
      throw new IllegalArgumentException(
          operation + ": cotangent of shape " + cotangent.shape() + " for a tensor of shape " + root.shape()
              + "; they must be equal");
    }
    return cotangent.to(root.dtype());
  }
}
