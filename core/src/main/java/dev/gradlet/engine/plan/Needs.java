package dev.gradlet.engine.plan;

/**
 * What loops need of nodes beyond what {@link Fusion} knows when it decides. It shows while they are planned. A pass
 * over the graph notes all of it and goes on as if it were met, so that the next pass can meet it: one need a pass would
 * make planning quadratic.
 */
final class Needs {
  /** Nodes that must lie row-major, since some reshape of them cannot be expressed by strides. */
  final boolean[] copied;
  /** Reductions that cannot be computed within another loop. */
  final boolean[] apart;
  /** These needs and those that the pass found besides; null if it found none. */
  private Needs more;

  Needs(int nodes) {
    this(new boolean[nodes], new boolean[nodes]);
  }

  private Needs(boolean[] copied, boolean[] apart) {
    this.copied = copied;
    this.apart = apart;
  }

  void copy(int node) {
    if (copied[node]) {
      throw new AssertionError("node " + node + " is row-major and still not strided");
    }
    more().copied[node] = true;
  }

  void setApart(int node) {
    if (apart[node]) {
      throw new AssertionError("node " + node + " has a loop of its own and is still within another");
    }
    more().apart[node] = true;
  }

  private Needs more() {
    more = more == null ? new Needs(copied.clone(), apart.clone()) : more;
    return more;
  }

  /** What the next pass has to meet, or null if this one met all needs. */
  Needs unmet() {
    return more;
  }
}
