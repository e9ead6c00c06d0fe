package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.Pending;
import dev.gradlet.engine.graph.Scoped;
import dev.gradlet.engine.graph.Watcher;
import dev.gradlet.engine.plan.Evaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reverse-mode differentiation, by a walk from the output back to the variables. Since VJPs are written in Tensor
 * operations, the result is more graph: it is evaluated together with the forward values, and can be differentiated
 * again.
 */
public final class Autograd {
  /** Whether operations record history: they do, unless a body says otherwise. */
  private static final Scoped<Boolean> RECORDING = new Scoped<>();

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
    List<Tensor> gradients = gradients(output, cotangent, createGraph, inputs);
    for (int i = 0; i < inputs.length; i++) {
      if (gradients.get(i) == null) {
        throw new IllegalArgumentException(
            "grad: the output does not depend on input " + i + " of shape " + inputs[i].shape()
                + "; gradOrZeros gives zeros for it");
      }
    }
    return arrived(gradients);
  }

  /**
   * The same, but zeros for an input on which the output does not depend, and for all if it has no history: the
   * derivative of a constant, such as the second one of what is linear.
   */
  public static List<Tensor> gradOrZeros(Tensor output, Tensor cotangent, boolean createGraph, Tensor... inputs) {
    Checks.required("grad", "output", output);
    Checks.required("grad", "array of inputs", inputs);
    List<Tensor> gradients = output.requiresGrad()
        ? gradients(output, cotangent, createGraph, inputs)
        : new ArrayList<>(Collections.nCopies(inputs.length, null));
    for (int i = 0; i < inputs.length; i++) {
      if (gradients.get(i) == null) {
        gradients.set(i, Tensor.zerosLike(Checks.required("grad", "input " + i, inputs[i])));
      }
    }
    return arrived(gradients);
  }

  private static List<Tensor> arrived(List<Tensor> gradients) {
    Tensor.evaluateAll(gradients);
    gradients.replaceAll(Autograd::arrived);
    return gradients;
  }

  /** A gradient with its value: a tensor of its own, which no longer counts as a cotangent if it is the walk's seed. */
  private static Tensor arrived(Tensor gradient) {
    return gradient.requiresGrad() ? gradient : gradient.detach();
  }

  /** The gradients, not evaluated yet; null for an input that the walk does not reach. */
  private static List<Tensor> gradients(Tensor output, Tensor cotangent, boolean createGraph, Tensor... inputs) {
    Checks.required("grad", "output", output);
    Checks.required("grad", "array of inputs", inputs);
    Tensor seed = seed("grad", output, cotangent);
    Node[] targets = new Node[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      targets[i] = Checks.required("grad", "input " + i, inputs[i]).node();
      if (!targets[i].isDifferentiable()) {
        throw new IllegalArgumentException(
            "grad: input " + i + " of shape " + inputs[i].shape()
                + " requires no gradient; make it a variable with requireGrad()");
      }
    }
    Walk walk = new Walk("grad", output).to(targets);
    if (createGraph) {
      walk.run(seed);
    } else {
      noGrad(() -> walk.run(seed));
    }
    List<Tensor> gradients = new ArrayList<>();
    for (Node target : targets) {
      gradients.add(walk.cotangent(target));
    }
    return gradients;
  }

  /** Runs without recording history, so that results require no gradient. */
  @CanIgnoreReturnValue
  public static <T> T noGrad(Supplier<T> body) {
    return RECORDING.during(false, Checks.required("noGrad", "body", body));
  }

  /** Runs with recording of history, even within {@link #noGrad}. */
  static <T> T recording(Supplier<T> body) {
    return RECORDING.during(true, body);
  }

  /** Runs without recording history. */
  public static void noGrad(Runnable body) {
    RECORDING.during(false, Checks.required("noGrad", "body", body));
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
    Tensor.evaluateAll(Arrays.asList(Checks.required("evaluate", "array of tensors", tensors)));
  }

  /**
   * Gives up tensors whose values are no longer needed: the memory serves later values, where the garbage collector
   * would have to find it. Nothing has to be freed; a loop that frees what it replaces in each step makes less garbage.
   * Other tensors with the same elements, such as views, keep them. A freed tensor cannot be read any more, nor can
   * what is still to be computed from it, or again, as are hidden values that {@code backward()} gave up: evaluate
   * before what you want. That is an {@link IllegalStateException} then. No other thread may be reading it.
   *
   * @throws IllegalArgumentException if one requires a gradient; nothing is freed then
   */
  public static void free(Collection<? extends Tensor> tensors) {
    Tensor[] given = Operands.array("free", tensors);
    for (Tensor tensor : given) {
      if (tensor.requiresGrad()) {
        throw new IllegalArgumentException("free: a tensor of shape " + tensor.shape()
            + (tensor.isVariable() ? " is a variable" : " has a history") + ", whose value may still be needed");
      }
    }
    for (Tensor tensor : given) {
      Evaluator.free(tensor.node());
    }
  }

  /** Gives up tensors whose values are no longer needed. */
  public static void free(Tensor... tensors) {
    free(Arrays.asList(Checks.required("free", "array of tensors", tensors)));
  }

  static boolean recording() {
    Boolean recording = RECORDING.get();
    return recording == null || recording;
  }

  static void backward(Tensor root, Tensor cotangent, boolean retainGraph) {
    Tensor seed = seed("backward", root, cotangent);
    Walk walk = new Walk("backward", root);
    Map<Variable, Tensor> gradients = new LinkedHashMap<>();
    noGrad(() -> {
      walk.run(seed);
      walk.captures().forEach(capture -> addUp(gradients, capture.variable, walk.cotangent(capture)));
    });
    boolean wasSeen = cotangent != null && Pending.isCotangent(cotangent.node());
    boolean mayBeSeen = wasSeen || Watcher.current() != null || walk.showsCotangents();
    boolean installed = false;
    while (!installed) {
      installed = install(root, gradients, mayBeSeen, retainGraph);
    }
    if (!retainGraph) {
      walk.release();
    }
  }

  /**
   * Adds gradients to those that the variables have; false if another thread changed one meanwhile.
   *
   * @param mayBeSeen whether someone may have the nodes of cotangents; if not, only the variables have the gradients
   */
  private static boolean install(
      Tensor root, Map<Variable, Tensor> gradients, boolean mayBeSeen, boolean retainGraph) {
    Map<Variable, Tensor> before = new HashMap<>();
    Map<Variable, Tensor> totals = new LinkedHashMap<>();
    noGrad(() -> gradients.forEach((variable, gradient) -> {
      Tensor known = variable.grad();
      if (known != null) {
        before.put(variable, known);
        addUp(totals, variable, known);
      }
      addUp(totals, variable, gradient);
    }));
    Set<Node> passing = mayBeSeen ? Set.of() : uncomputed(totals.values());
    List<Tensor> values = new ArrayList<>(List.of(root));
    values.addAll(totals.values());
    Tensor.evaluateAll(values, retainGraph);
    totals.replaceAll((variable, total) -> total.detach());
    boolean installed = Variable.install(totals, before);
    free(before.values());
    if (installed) {
      passing.forEach(Evaluator::free);
    }
    Watcher watcher = Watcher.current();
    if (watcher != null && installed) {
      totals.keySet().forEach(variable -> watcher.graded(variable, variable.current(), before.containsKey(variable)));
    }
    return installed;
  }

  /** The walk of {@link #backward} for a tool that watches it; no variable's gradient changes. */
  static void walkBack(String operation, Tensor root, Tensor cotangent) {
    Tensor seed = seed(operation, root, cotangent);
    Walk walk = new Walk(operation, root);
    noGrad(() -> walk.run(seed));
  }

  /** The nodes of cotangents that are yet to be computed, each once. */
  private static Set<Node> uncomputed(Collection<Tensor> cotangents) {
    Set<Node> uncomputed = new LinkedHashSet<>();
    for (Tensor cotangent : cotangents) {
      Node node = cotangent.node();
      if (Pending.isCotangent(node) && node.data() == null) {
        uncomputed.add(node);
      }
    }
    return uncomputed;
  }

  /** Adds a gradient, if there is one, to the total of a variable. */
  private static void addUp(Map<Variable, Tensor> totals, Variable variable, Tensor gradient) {
    if (gradient != null) {
      totals.merge(variable, gradient, Tensor::add);
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
      return seed(Tensor.number(1, root));
    }
    if (!cotangent.shape().equals(root.shape())) {
      throw new IllegalArgumentException(
          operation + ": cotangent of shape " + cotangent.shape() + " for a tensor of shape " + root.shape()
              + "; they must be equal");
    }
    return seed(cotangent.to(root.dtype()));
  }

  private static Tensor seed(Tensor cotangent) {
    Data known = cotangent.node().data();
    return known == null || cotangent.requiresGrad() ? cotangent : new Tensor(Pending.seed(known));
  }
}
