package dev.gradlet.inspect;

import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.Watcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Watches a training loop for the slips that run without an error: two backward() without zeroGrad, a parameter that no
 * gradient reaches, [n] against [n, 1], a penalty that includes biases.
 *
 * <pre>{@code Lint.of(model.namedParameters(), () -> trainFor(2)).forEach(System.out::println);}</pre>
 *
 * <p>Two or three steps of the loop show them. Each may be meant; it is said once.
 */
public final class Lint {
  private static final Set<String> PENALISING = Set.of("square", "abs", "mul", "pow");
  private static final Set<String> SCALING = Set.of("mul", "div", "neg");

  private Lint() {}

  /** What looks like a slip, a sentence each; none is the best. */
  public static List<String> of(Runnable loop) {
    return of(Map.of(), loop);
  }

  /**
   * The same with the parameters by name, as {@code model.namedParameters()} has them: those that no gradient reaches.
   */
  public static List<String> of(Map<String, ? extends Tensor> parameters, Runnable loop) {
    Named named = Named.of("lint", parameters);
    Objects.requireNonNull(loop, "lint: the loop is null");
    Listener listener = new Listener(named);
    listener.during(() -> {
      loop.run();
      return null;
    });
    return listener.slips();
  }

  private static final class Listener extends Watcher {
    private final Map<Object, String> names = new LinkedHashMap<>();
    /** Each variable that was given a gradient, as it was then. */
    private final Map<Object, Node> graded = new HashMap<>();
    private final Set<String> notCleared = new LinkedHashSet<>();
    private final Set<String> addedUp = new LinkedHashSet<>();
    private final Set<Node> summed = new HashSet<>();
    private final Set<Node> penalising = new HashSet<>();
    /** Variables in a penalty, with their ranks. */
    private final Map<String, Integer> penalised = new LinkedHashMap<>();
    private final Set<String> broadcasts = new LinkedHashSet<>();

    Listener(Named named) {
      for (int i = 0; i < named.names().size(); i++) {
        Object identity = Tensors.backstage().identity(named.tensors().get(i));
        if (identity != null) {
          names.put(identity, named.names().get(i));
        }
      }
    }

    private String name(Object variable, Node node) {
      return names.getOrDefault(variable, "a variable of shape " + node.shape());
    }

    @Override
    public void graded(Object variable, Node current, boolean hadGradient) {
      Node before = graded.put(variable, current);
      if (hadGradient) {
        (before != null && before != current ? notCleared : addedUp).add(name(variable, current));
      }
    }

    @Override
    public void broadcast(String operation, Shape a, Shape b) {
      if (isColumnOf(a, b) || isColumnOf(b, a)) {
        broadcasts.add(operation + ": shapes " + a + " and " + b + " broadcast to every pair"
            + Callers.at(Callers.lines(2)) + "; squeeze the one or unsqueeze the other if each belongs to its own");
      }
    }

    /** Whether b is a with another axis of size 1 at the end, as predictions [n, 1] are beside targets [n]. */
    private static boolean isColumnOf(Shape a, Shape b) {
      int rank = a.rank();
      boolean column = rank >= 1 && b.rank() == rank + 1 && b.size(-1) == 1 && a.size(-1) > 1;
      for (int axis = 0; column && axis < rank; axis++) {
        column = a.size(axis) == b.size(axis);
      }
      return column;
    }

    /** Follows the walk from a sum over its scaled terms to squares or absolute values, and on to their variables. */
    @Override
    public void passed(Node y, int input, Node cotangent, Node contribution) {
      Node read = y.inputs()[input];
      String label = y.operation().label();
      boolean another = Arrays.stream(y.inputs()).anyMatch(other -> other != read && other.isDifferentiable());
      if (y.operation() instanceof Operation.Reducing || SCALING.contains(label) && summed.contains(y) && !another) {
        summed.add(read);
      } else if (penalising.contains(y) && (y.operation() instanceof Operation.Moving || label.equals("concat"))
          || summed.contains(y) && PENALISING.contains(label) && !another && (!label.equals("mul") || isSquare(y))) {
        penalising.add(read);
      }
      Object variable = Tensors.backstage().capturedBy(read);
      if (variable != null && penalising.contains(read)) {
        penalised.put(name(variable, read), read.shape().rank());
      }
    }

    private static boolean isSquare(Node y) {
      return y.inputs().length == 2 && y.inputs()[0] == y.inputs()[1];
    }

    /** By name or, beside matrices, by rank. A vector of weights that is all of the model is none. */
    private Set<String> biases() {
      boolean matrices = penalised.values().stream().anyMatch(rank -> rank > 1);
      Set<String> biases = new LinkedHashSet<>();
      penalised.forEach((name, rank) -> {
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (last.equals("b") || last.startsWith("bias") || matrices && rank < 2 && !last.startsWith("w")) {
          biases.add(name);
        }
      });
      return biases;
    }

    List<String> slips() {
      List<String> slips = new ArrayList<>();
      say(slips, notCleared, "%s kept the gradient of the step before: call zeroGrad() before each backward()");
      addedUp.removeAll(notCleared);
      say(slips, addedUp, "%s got two gradients without a step between, which add up: call zeroGrad() before backward(),"
          + " unless accumulation is meant");
      slips.addAll(broadcasts);
      say(slips, biases(), "a penalty includes %s, which looks like a bias: penalise the weights alone");
      Set<String> unreached = new LinkedHashSet<>();
      names.forEach((variable, name) -> {
        if (!graded.containsKey(variable)) {
          unreached.add(name);
        }
      });
      if (graded.isEmpty()) {
        slips.add("backward() was not called, or reached no variable");
      } else {
        say(slips, unreached, "%s got no gradient: the loss does not depend on it, or it is cut off by detach() or noGrad");
      }
      return List.copyOf(slips);
    }

    private static void say(List<String> slips, Set<String> who, String sentence) {
      if (!who.isEmpty()) {
        StringJoiner some = new StringJoiner(", ");
        who.stream().limit(5).forEach(some::add);
        slips.add(String.format(sentence, some + (who.size() > 5 ? " and " + (who.size() - 5) + " more" : "")));
      }
    }
  }
}
