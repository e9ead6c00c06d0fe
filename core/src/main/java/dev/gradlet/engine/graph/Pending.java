package dev.gradlet.engine.graph;

/**
 * What is not yet computed holds what it will be computed from. With a history that was asked for. But a long chain of
 * operations without one, as a running total that is read at the end, is cut: evaluated on the way, at a length at which
 * it would not be one loop anyway. Values are the same whenever they are computed.
 *
 * <p>Each node knows how much it holds, in units of {@value #UNIT} elements, about what an operation takes up; what two
 * inputs share counts twice. It is negative for nodes with a history, which are never cut.
 */
public final class Pending {
  private static final int UNIT = 64;
  private static final int MOST = 1 << 24;
  /** Units, and operations in a row, that are left alone. */
  private static final int MUCH = 1024;

  private static final int LONG = 64;
  /** Operations looked at to find so many that have no history: others may lie between them. */
  private static final int FAR = 16 * LONG;
  private static final int LITTLE = 8;
  /** What cotangents hold: their walk evaluates its end, together with the values that they are computed from. */
  private static final int WALKING = Integer.MIN_VALUE;

  /** After one chain is cut, so are others that are met among so many new nodes. */
  private static final int SOON = 64;

  // Threads that change these at once may cut another chain sooner or later, and nothing else.
  private static int threshold = MUCH;
  private static int lastCut;

  private Pending() {}

  /** What elements hold: not their repetitions, but of a constant, which is stored once until it is used. */
  static int of(View elements) {
    long held = 1;
    for (int axis = 0; axis < elements.strides().length; axis++) {
      held *= elements.strides()[axis] == 0 ? 1 : elements.shape().size(axis);
    }
    return (int) Math.min(MOST, (held == 1 ? elements.shape().elements() : held) / UNIT);
  }

  /** What a result holds until it is computed. */
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

  /** A leaf with other elements, a seed if that is one. */
  public static Node like(Node leaf, Data elements) {
    return leaf.held() == WALKING ? seed(elements) : new Node(elements);
  }

  /** Whether a node is computed from a cotangent that a walk started from, and not yet. */
  public static boolean isCotangent(Node node) {
    return node.held() == WALKING;
  }

  /** Whether what a node is computed from takes not much more memory than its value. */
  public static boolean holdsLittle(Node node) {
    return Math.abs((long) node.held()) * UNIT <= LITTLE * node.shape().elements();
  }

  /** Whether a node is the end of a chain that had better be evaluated before it goes on. */
  public static boolean isTooLong(Node end) {
    return end.held() >= threshold && shouldBeCut(end);
  }

  /**
   * Whether evaluating the end of a long chain frees more than it takes. When one is cut, others are as well, if they
   * are met soon: so chains side by side are cut in the same places again and again, and their plans are found.
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
   * Whether there is a long chain of operations that only needs its end; and whether the end is no larger than what is
   * stored within the chain anyway, as results did not grow along it, or than what is held. Operations with a history
   * lie on the way, but do not count, where results are detached that were computed from detached ones.
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
