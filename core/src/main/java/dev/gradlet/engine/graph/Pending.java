package dev.gradlet.engine.graph;

/**
 * Decides when a chain of operations is evaluated early. A node that is not yet computed keeps alive everything that it
 * will be computed from. A history needs that; a long chain without one, such as a running total that is read at the
 * end, does not. It is cut: its end is evaluated, at a length at which it would be several loops anyway. Values are the
 * same whenever they are computed.
 *
 * <p>Each node knows how much memory it holds, in units of {@value #UNIT} elements, about the size of a node. Whatever
 * two inputs share is counted twice. The number is negative for nodes with a history, which are never cut.
 */
public final class Pending {
  private static final int UNIT = 64;
  private static final int MOST = 1 << 24;
  /** A chain that holds fewer units is left alone. */
  private static final int MUCH = 1024;
  /** A chain of fewer operations is left alone. */
  private static final int LONG = 64;
  /** How many operations are followed to find {@link #LONG} without a history, as others may lie between them. */
  private static final int FAR = 16 * LONG;
  private static final int LITTLE = 8;
  /** Marks cotangents, which are never cut: the walk evaluates them with the values that they are computed from. */
  private static final int WALKING = Integer.MIN_VALUE;
  /** After one chain is cut, others are cut too until so many new nodes are made. */
  private static final int SOON = 64;

  // Not synchronized: at worst, threads that race here cut a chain sooner or later.
  private static int threshold = MUCH;
  private static int lastCut;

  private Pending() {}

  /** What elements hold: repetitions do not count, except those of a constant, which its use may write out. */
  static int of(View elements) {
    long held = 1;
    for (int axis = 0; axis < elements.strides().length; axis++) {
      held *= elements.strides()[axis] == 0 ? 1 : elements.shape().size(axis);
    }
    return (int) Math.min(MOST, (held == 1 ? elements.shape().elements() : held) / UNIT);
  }

  /** What the result of an operation holds until it is computed. */
  static int of(boolean history, Node... inputs) {
    int held = 1;
    for (Node input : inputs) {
      int more = input.held();
      if (more == WALKING) {
        return WALKING;
      }
      held += Math.abs(more);
    }
    held = Math.min(held, MOST);
    return history ? -held : held;
  }

  /** A leaf from which cotangents are computed. */
  public static Node seed(Data elements) {
    Node seed = new Node(elements);
    seed.hold(WALKING);
    return seed;
  }

  /** A leaf with other elements; a seed if the given one is. */
  public static Node like(Node leaf, Data elements) {
    return leaf.held() == WALKING ? seed(elements) : new Node(elements);
  }

  /** Whether a node is computed from the seed of a walk, and has no value yet. */
  public static boolean isCotangent(Node node) {
    return node.held() == WALKING;
  }

  /** Whether a node is a cotangent that nothing needs once its walk is evaluated. */
  public static boolean isPassingOn(Node node) {
    return isCotangent(node) && !node.isDifferentiable();
  }

  /** Whether a node's inputs take little more memory than its value would. */
  public static boolean holdsLittle(Node node) {
    return Math.abs((long) node.held()) * UNIT <= LITTLE * node.shape().elements();
  }

  /** Whether a node is the end of a chain that should be evaluated before it gets longer. */
  public static boolean isTooLong(Node end) {
    return end.held() >= threshold && shouldBeCut(end);
  }

  /**
   * Whether evaluating the end of a long chain frees more than it takes. Soon after one chain is cut, others are too:
   * then chains that grow side by side are always cut in the same places, and their plans are found in the cache.
   */
  private static boolean shouldBeCut(Node end) {
    if (threshold < MUCH && Node.made() - lastCut > SOON) {
      threshold = MUCH;
    }
    if (end.held() < threshold || end.data() != null || !isLong(end)) {
      return false;
    }
    if (threshold == MUCH) {
      threshold = LONG;
      lastCut = Node.made();
    }
    return true;
  }

  /**
   * Whether a long chain of operations leads to this end, and evaluating it frees memory: the end must be no larger
   * than what the chain holds, or than each result along it. Operations with a history do not count towards the length;
   * they lie in the chain where detached results are computed from detached ones.
   */
  private static boolean isLong(Node end) {
    long elements = end.shape().elements();
    boolean frees = end.held() >= elements / UNIT;
    Node node = end;
    int length = 0;
    for (int seen = 0; length < LONG && seen < FAR; seen++) {
      Node before = null;
      for (Node input : node.inputs()) {
        boolean more = input.data() == null && Math.abs(input.held()) > (before == null ? 0 : Math.abs(before.held()));
        before = more ? input : before;
      }
      if (before == null || (!frees && before.shape().elements() < elements)) {
        return false;
      }
      length += before.held() > 0 ? 1 : 0;
      node = before;
    }
    return length == LONG;
  }
}
