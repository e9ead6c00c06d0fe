package dev.gradlet.engine.graph;

import dev.gradlet.Shape;
import java.util.function.Supplier;

/**
 * What a tool is told while it watches a thread: the nodes that are made, the values that are computed, and the steps
 * of the walk back. While no tool watches, a node costs the reading of one field more.
 */
public abstract class Watcher {
  private static final Scoped<Watcher> CURRENT = new Scoped<>();

  /** The watcher of this thread, or null. */
  public static Watcher current() {
    return CURRENT.get();
  }

  /** Watches this thread while the body runs, in place of any other watcher. */
  public final <T> T during(Supplier<T> body) {
    return CURRENT.during(this, body);
  }

  /** A node is made. */
  public void made(Node node) {}

  /** Two operands of different shapes are about to broadcast. */
  public void broadcast(String operation, Shape a, Shape b) {}

  /** These values were computed, those of the roots among them; the nodes still have their inputs. */
  public void computed(Graph graph, Data[] values) {}

  /** The cotangent of y is about to be passed on to its inputs; null once that is done. */
  public void walking(Node y) {}

  /** The cotangent of y was passed on to an input; the contribution is null where the derivative is zero. */
  public void passed(Node y, int input, Node cotangent, Node contribution) {}

  /** backward() gave a variable a gradient; {@code current} is the node that expressions capture of it now. */
  public void graded(Object variable, Node current, boolean hadGradient) {}
}
