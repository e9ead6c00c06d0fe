package dev.gradlet.inspect;

import dev.gradlet.Autograd;
import dev.gradlet.Tensor;
import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.Watcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The walk backwards as it happened: what each operation was given, and what it passed on. Values are those of the
 * walk.
 */
final class Pass {
  /** Boxes whose elements are more than that, all together, get no statistics. */
  private static final long MOST_ELEMENTS = 1L << 26;

  private static final int MOST_OPERATIONS = 20_000;

  /** What went to an input; null where the derivative is zero or there is none. */
  record Sent(Node to, Tensor contribution) {}

  /** A box with the cotangent that it was given; of several operations drawn as one, what went out of the box. */
  record Step(Box at, Tensor cotangent, List<Sent> sent) {}

  final List<Step> steps = new ArrayList<>();
  /** Why there are none; empty if there are. */
  final String missing;
  private final Map<Node, Tensor> cotangents = new HashMap<>();

  private Pass(String missing) {
    this.missing = missing;
  }

  /** The walk from a root, as {@code backward()} would take it, or why there is none. */
  static Pass of(Tensor root, Sketch sketch) {
    Node node = Tensors.backstage().node(root);
    String missing = missing(root, node, sketch);
    Pass pass = new Pass(missing);
    if (missing.isEmpty()) {
      Tensor seed = Tensor.onesLike(root);
      pass.cotangents.put(node, seed);
      pass.new Listener(sketch).during(() -> {
        Tensors.backstage().walkBack("walk", root, seed);
        return null;
      });
    }
    return pass;
  }

  private static String missing(Tensor root, Node node, Sketch sketch) {
    if (!root.dtype().isFloating()) {
      return "dtype " + root.dtype() + " has no gradient";
    } else if (node.isReleased()) {
      return "the history was walked by backward() and is gone; look before, or keep it with backward(null, true)";
    } else if (!root.requiresGrad()) {
      return "no history: nothing it was computed from requires a gradient, or it was computed under noGrad";
    } else if (sketch.operations > MOST_OPERATIONS) {
      return "gradients are left out: " + Text.plural(sketch.operations, "operation") + " are too many";
    }
    return "";
  }

  private final class Listener extends Watcher {
    private final Sketch sketch;
    private final Map<Box, Step> stepOf = new HashMap<>();

    Listener(Sketch sketch) {
      this.sketch = sketch;
    }

    @Override
    public void passed(Node y, int input, Node cotangent, Node contribution) {
      Step step = stepOf.computeIfAbsent(sketch.boxOf(y), box -> {
        Step first = new Step(box, Tensors.of(cotangent), new ArrayList<>());
        cotangents.put(box.node, first.cotangent);
        steps.add(first);
        return first;
      });
      Node to = y.inputs()[input];
      Tensor sent = contribution == null ? null : Tensors.of(contribution);
      if (step.at.kind == Box.Kind.OPERATION) {
        step.sent.add(new Sent(to, sent));
      } else if (sketch.boxOf(to) != step.at && sent != null) {
        addTo(step.sent, new Sent(to, sent));
      }
      if (sent != null && Tensors.backstage().capturedBy(to) != null) {
        cotangents.merge(to, sent, Tensors::sum);
      }
    }

    private static void addTo(List<Sent> all, Sent another) {
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).to == another.to) {
          all.set(i, new Sent(another.to, Tensors.sum(all.get(i).contribution, another.contribution)));
          return;
        }
      }
      all.add(another);
    }
  }

  /** Null if none arrived. */
  Tensor cotangent(Node node) {
    return cotangents.get(node);
  }

  /** Computes what the given boxes show, unless that is too much. */
  boolean compute(Collection<Box> boxes, long operations) {
    Set<Tensor> all = new LinkedHashSet<>();
    long elements = 0;
    for (Box box : boxes) {
      all.add(Tensors.of(box.node));
      elements += box.node.shape().elements();
      if (cotangents.containsKey(box.node)) {
        all.add(cotangents.get(box.node));
        elements += box.node.shape().elements();
      }
    }
    boolean few = elements <= MOST_ELEMENTS && operations <= MOST_OPERATIONS;
    if (few) {
      Autograd.evaluate(all);
    }
    return few;
  }

  /** Of a value that is there. */
  static String statistics(Tensor tensor) {
    Data data = tensor == null ? null : Tensors.backstage().node(tensor).data();
    return data == null ? "" : Text.describe(data);
  }
}
