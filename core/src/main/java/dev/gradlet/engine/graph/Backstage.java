package dev.gradlet.engine.graph;

/**
 * What tools may do with tensors beyond their public methods. The API installs an implementation, so that it need not
 * make any of this public.
 *
 * @param <T> a tensor
 */
public interface Backstage<T> {

  Node node(T tensor);

  T tensor(Node node);

  /** Identifies the variable that a node captured; null if it captured none. */
  Object capturedBy(Node node);

  /** The same for a tensor that is a variable; null for any other. */
  Object identity(T tensor);

  /** Walks back from a root for a watcher to see; no variable's gradient changes. */
  void walkBack(String operation, T root, T cotangent);

  /** Holds the implementation that the API installed. */
  final class Door {
    private static volatile Backstage<?> backstage;

    private Door() {}

    public static void install(Backstage<?> installed) {
      backstage = installed;
    }

    /** The implementation; null before the API is initialised. */
    public static Backstage<?> open() {
      return backstage;
    }
  }
}
