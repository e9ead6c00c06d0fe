package dev.gradlet.engine.graph;

import dev.gradlet.Shape;
import java.util.function.Supplier;

/**
 * Told of what a thread makes, computes and walks back through, while a tool watches it. When none does, that costs
 * each node the reading of one field.
 */
public abstract class Watcher {
  private static final Scoped<Watcher> CURRENT = new Scoped<>();

  /** The one of this thread, or null. */
  public static Watcher current() {
    return CURRENT.get();
  }

  /** Watches while the body runs, in place of whoever did before. */
  public final <T> T during(Supplier<T> body) {
    return CURRENT.during(this, body);
  }

  /** A node is made. */
  public void made(Node node) {}

  /** Two operands of different shapes are about to broadcast. */
  public void broadcast(String operation, Shape a, Shape b) {}

  /** These values are computed, those of the roots among them; the nodes still have their inputs. */
  public void computed(Graph graph, Data[] values) {}

  /** A cotangent is about to be passed on through y; null once it was. */
  public void walking(Node y) {}

  /** The cotangent of y, passed on to an input; null where nothing arrives. */
  public void passed(Node y, int input, Node cotangent, Node contribution) {}

  /** A variable, as its last expression captured it, was given a gradient by backward(); it had one before, or none. */
  public void graded(Object variable, Node current, boolean hadGradient) {}
}
