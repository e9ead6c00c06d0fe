package dev.gradlet.engine.graph;

/**
 * What tools may do with tensors beyond calling their methods. The API installs it, so that nothing of it is public
 * there.
 *
 * @param <T> a tensor
 */
public interface Backstage<T> {

  Node node(T tensor);

  T tensor(Node node);

  /** The variable that a node captured, or null: equal for all that captured the same one. */
  Object capturedBy(Node node);

  /** What a variable is to {@link #capturedBy}; null for what is none. */
  Object identity(T tensor);

  /** Walks back from a root, so that a watcher is told, and leaves all gradients as they are. */
  void walkBack(String operation, T root, T cotangent);

  /** Where the API leaves it. */
  final class Door {
    private static volatile Backstage<?> backstage;

    private Door() {}

    public static void install(Backstage<?> installed) {
      backstage = installed;
    }

    /** What was installed, once the API is initialised. */
    public static Backstage<?> open() {
      return backstage;
    }
  }
}
