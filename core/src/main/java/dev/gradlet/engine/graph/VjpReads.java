package dev.gradlet.engine.graph;

/**
 * Which values a node's vector-Jacobian product reads, and are therefore worth keeping.
 *
 * @param inputs a bit for each input
 */
public record VjpReads(int inputs, boolean output) {
  public static final VjpReads NOTHING = new VjpReads(0, false);
  public static final VjpReads INPUTS = new VjpReads(-1, false);
  public static final VjpReads ALL = new VjpReads(-1, true);

  public boolean input(int i) {
    return (inputs >> i & 1) != 0;
  }
}
