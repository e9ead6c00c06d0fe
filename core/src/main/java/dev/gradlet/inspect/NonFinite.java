package dev.gradlet.inspect;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.Statistics;
import dev.gradlet.engine.graph.Watcher;
import dev.gradlet.engine.plan.Evaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/**
 * Finds the operation that made a NaN or an infinity, forward or backward. What is evaluated is computed as always; if
 * a result has one, then once more operation by operation, which gives the same bits, and the first operation that made
 * one from inputs without is named, with the line of the code that called for it. Where nothing is watched that costs
 * nothing. Other threads that the body starts are not watched.
 *
 * <pre>{@code NonFinite.watch(() -> train(model, batches));}</pre>
 */
public final class NonFinite {
  private static final int SHOWN_FRAMES = 5;

  private NonFinite() {}

  /**
   * Runs, and throws where a result is evaluated that has a NaN or an infinity.
   *
   * @throws NonFiniteException when such a value is computed; variables then have no gradients of it
   */
  public static <T> T watch(Supplier<T> body) {
    return new Finder(true).during(Objects.requireNonNull(body, "nonFinite: the body is null"));
  }

  /** The same for what returns nothing. */
  public static void watch(Runnable body) {
    Objects.requireNonNull(body, "nonFinite: the body is null");
    watch(() -> {
      body.run();
      return null;
    });
  }

  /** The same for NaN only: an infinity may be meant, as in the mask of an attention. */
  public static void watchNaN(Runnable body) {
    Objects.requireNonNull(body, "nonFinite: the body is null");
    new Finder(false).during(() -> {
      body.run();
      return null;
    });
  }

  private static final class Finder extends Watcher {
    private final boolean infinities;
    private final Map<Node, Origin> origins = new WeakHashMap<>();
    private Node walkingThrough;
    private boolean searching;

    Finder(boolean infinities) {
      this.infinities = infinities;
    }

    /** Where a node was made, and through which operation a walk was going then, if one was. */
    private record Origin(List<StackTraceElement> lines, String walked) {}

    @Override
    public void walking(Node y) {
      walkingThrough = y;
    }

    @Override
    public void made(Node node) {
      if (node.operation() == null || searching) {
        return;
      }
      Origin forward = walkingThrough == null ? null : origins.get(walkingThrough);
      if (walkingThrough == null) {
        origins.put(node, new Origin(Callers.lines(SHOWN_FRAMES), ""));
      } else {
        origins.put(node, new Origin(
            forward == null ? List.of() : forward.lines, walkingThrough.operation().label()));
      }
    }

    @Override
    public void computed(Graph graph, Data[] values) {
      if (searching) {
        return;
      }
      for (int root : graph.roots) {
        Statistics found = Statistics.of(values[root]);
        if (isBad(found)) {
          searching = true;
          try {
            throw search(graph, found.nan() > 0);
          } finally {
            searching = false;
          }
        }
      }
    }

    private boolean isBad(Statistics s) {
      return s.nan() > 0 || infinities && s.infinite() > 0;
    }

    /** Computes all nodes, each by itself, up to the first that has what none of its inputs has. */
    private NonFiniteException search(Graph graph, boolean nan) {
      Statistics[] of = new Statistics[graph.size()];
      boolean[] isBad = new boolean[graph.size()];
      Data[] values = new Data[graph.size()];
      String infinityBefore = "";
      for (int i = 0; i < values.length; i++) {
        values[i] = graph.isLeaf(i) ? graph.data[i] : value(graph, i, values);
        of[i] = Statistics.of(values[i]);
        isBad[i] = nan ? of[i].nan() > 0 : of[i].infinite() > 0;
        boolean fromInputs = false;
        boolean infiniteInputs = false;
        for (int input : graph.inputs[i]) {
          fromInputs |= isBad[input];
          infiniteInputs |= of[input].infinite() > 0;
        }
        if (isBad[i] && !fromInputs) {
          return found(graph, i, values, of[i], nan, infinityBefore);
        }
        if (nan && !graph.isLeaf(i) && of[i].infinite() > 0 && !infiniteInputs && infinityBefore.isEmpty()) {
          infinityBefore = ". An infinity was made before, by " + graph.operation(i).label() + at(graph.nodes[i]);
        }
      }
      throw new IllegalStateException("nonFinite: a result has a value that is not finite, but no operation made it");
    }

    /** Through a graph of its own, whose leaves are the values that are known. */
    private static Data value(Graph graph, int node, Data[] values) {
      Node[] inputs = new Node[graph.inputs[node].length];
      for (int j = 0; j < inputs.length; j++) {
        inputs[j] = new Node(values[graph.inputs[node][j]]);
      }
      Node alone = new Node(graph.operation(node), graph.shape(node), graph.dtype(node), false, inputs);
      Evaluator.withoutFusion(() -> Evaluator.evaluate(List.of(alone), false));
      return alone.data();
    }

    private NonFiniteException found(
        Graph graph, int node, Data[] values, Statistics of, boolean nan, String before) {
      String what = nan ? "NaN" : "infinity";
      StringBuilder text = new StringBuilder();
      if (graph.isLeaf(node)) {
        text.append("the first ").append(what).append(" is in the data: a tensor of shape ").append(graph.shape(node))
            .append(" with ").append(share(of, nan)).append(" (").append(Text.describe(values[node])).append(')');
        return new NonFiniteException(text.toString(), "data", List.of());
      }
      Origin origin = origins.get(graph.nodes[node]);
      boolean backward = origin != null && !origin.walked.isEmpty();
      text.append("the first ").append(what).append(" was made by ").append(Box.label(graph.nodes[node]))
          .append(backward ? ", in the walk backwards through " + origin.walked : "")
          .append(at(graph.nodes[node])).append(": ").append(share(of, nan)).append(" of shape ")
          .append(graph.shape(node)).append(" from");
      List<String> inputs = new ArrayList<>();
      for (int input : graph.inputs[node]) {
        inputs.add(" " + graph.shape(input) + " " + graph.dtype(input) + " with " + Text.describe(values[input]));
      }
      text.append(String.join(", and", inputs)).append(before);
      return new NonFiniteException(
          text.toString(), graph.operation(node).label(), origin == null ? List.of() : origin.lines);
    }

    private static String share(Statistics s, boolean nan) {
      return Text.plural(nan ? s.nan() : s.infinite(), "element");
    }

    private String at(Node node) {
      Origin origin = origins.get(node);
      return origin == null ? " (made before the watch began)"
          : origin.lines.isEmpty() ? "" : Callers.at(origin.lines);
    }
  }
}
