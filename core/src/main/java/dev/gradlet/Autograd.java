package dev.gradlet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reverse-mode differentiation. One walk from the output to the variables: the nodes in reverse topological order, each
 * one's cotangent complete before its operation's VJP passes it on. Since VJPs are written in Tensor operations, the
 * result is more graph: it is evaluated together with the forward values, and can be differentiated again.
 *
 * <p>The order is found with an explicit stack, so that a chain of a million operations needs no deep call stack.
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
    Tensor[] targets = new Tensor[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      targets[i] = Tensor.required("grad", "input " + i, inputs[i]).captured();
      if (!targets[i].requiresGrad()) {
        throw new IllegalArgumentException(
            "grad: input " + i + " of shape " + inputs[i].shape()
                + " requires no gradient; make it a variable with requireGrad()");
      }
    }
    Map<Tensor, Tensor> cotangents =
        createGraph ? walk("grad", root, seed, targets) : noGrad(() -> walk("grad", root, seed, targets));
    Tensor[] gradients = new Tensor[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      gradients[i] = cotangents.get(targets[i]);
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
    Tensor.evaluateAll(Arrays.asList(tensors));
  }

  static boolean recording() {
    return !PAUSED.get();
  }

  static void backward(Tensor root, Tensor cotangent, boolean retainGraph) {
    Tensor seed = seed("backward", root, cotangent);
    List<Tensor> order = new ArrayList<>();
    Map<Tensor, Tensor> totals = noGrad(() -> {
      Map<Tensor, Tensor> cotangents = walk("backward", root, seed, null, order);
      Map<Tensor, Tensor> sums = new HashMap<>();
      for (Tensor node : order) {
        Tensor gradient = node.variable() == null ? null : cotangents.get(node);
        if (gradient != null) {
          Tensor before = sums.getOrDefault(node.variable(), node.variable().grad());
          sums.put(node.variable(), before == null ? gradient : before.add(gradient));
        }
      }
      return sums;
    });
    List<Tensor> values = new ArrayList<>(List.of(root));
    values.addAll(totals.values());
    Tensor.evaluateAll(values, retainGraph);
    totals.forEach(Tensor::installGrad);
    if (!retainGraph) {
      for (Tensor node : order) {
        if (node.variable() == null) {
          node.release();
        }
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
      return Tensor.onesLike(root);
    }
    if (!cotangent.shape().equals(root.shape())) {
      throw new IllegalArgumentException(
          operation + ": cotangent of shape " + cotangent.shape() + " for a tensor of shape " + root.shape()
              + "; they must be equal");
    }
    return cotangent.to(root.dtype());
  }

  private static Map<Tensor, Tensor> walk(String operation, Tensor root, Tensor seed, Tensor[] targets) {
    return walk(operation, root, seed, targets, new ArrayList<>());
  }

  /** The cotangent of every node on a way to a target (without targets: to a variable); fills in their order. */
  private static Map<Tensor, Tensor> walk(
      String operation, Tensor root, Tensor seed, Tensor[] targets, List<Tensor> order) {
    topologicalOrder(operation, root, order);
    Map<Tensor, Tensor> cotangents = new HashMap<>();
    Map<Tensor, Boolean> wanted = targets == null ? null : leadingTo(targets, order);
    cotangents.put(root, seed);
    for (int at = order.size() - 1; at >= 0; at--) {
      Tensor y = order.get(at);
      Tensor g = cotangents.get(y);
      if (g == null || y.variable() != null) {
        continue;
      }
      Tensor[] x = y.inputs();
      for (int i = 0; i < x.length; i++) {
        if (!x[i].requiresGrad() || (wanted != null && !wanted.containsKey(x[i]))) {
          continue;
        }
        Tensor contribution = Placement.contribution(i, g, y, x);
        if (contribution != null) {
          checkContribution(y, x[i], contribution);
          cotangents.merge(x[i], contribution, Tensor::add);
        }
      }
    }
    return cotangents;
  }

  private static void checkContribution(Tensor y, Tensor x, Tensor contribution) {
    if (!contribution.shape().equals(x.shape())) {
      throw new IllegalStateException(
          y.op.label() + ": its vjp returned shape " + contribution.shape() + " for an input of shape " + x.shape()
              + "; they must be equal");
    }
  }

  /** All nodes with gradients that the root depends on, inputs before what uses them. */
  private static void topologicalOrder(String operation, Tensor root, List<Tensor> order) {
    Map<Tensor, Boolean> seen = new HashMap<>();
    Deque<Tensor> stack = new ArrayDeque<>();
    stack.push(root);
    while (!stack.isEmpty()) {
      Tensor node = stack.peek();
      Boolean finished = seen.putIfAbsent(node, false);
      if (finished == null) {
        if (node.isReleased()) {
          throw new IllegalStateException(
              operation + ": the history of this tensor was already walked by backward() and is gone;"
                  + " keep it with backward(cotangent, true), or compute the tensor anew");
        }
        if (node.variable() == null) {
          for (Tensor input : node.inputs()) {
            if (input.requiresGrad() && !seen.containsKey(input)) {
              stack.push(input);
            }
          }
        }
      } else {
        stack.pop();
        if (!finished) {
          seen.put(node, true);
          order.add(node);
        }
      }
    }
  }

  private static Map<Tensor, Boolean> leadingTo(Tensor[] targets, List<Tensor> order) {
    Map<Tensor, Boolean> leading = new HashMap<>();
    for (Tensor target : targets) {
      leading.put(target, true);
    }
    for (Tensor node : order) {
      for (Tensor input : node.variable() == null ? node.inputs() : new Tensor[0]) {
        if (leading.containsKey(input)) {
          leading.put(node, true);
        }
      }
    }
    return leading;
  }
}
