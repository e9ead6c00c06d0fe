package dev.gradlet.engine.graph;

import java.util.function.Supplier;

/** A value that a thread has while a body runs. While no thread has one, asking for it costs the reading of a field. */
public final class Scoped<T> {
  private final ThreadLocal<T> values = new ThreadLocal<>();

  /** How many bodies run. Each thread sees at least its own. */
  private int bodies;

  /** The value of this thread, or null. */
  public T get() {
    return bodies == 0 ? null : values.get();
  }

  /** Runs the body with this value, in place of the one there was. */
  public <R> R during(T value, Supplier<R> body) {
    T before = values.get();
    count(1);
    values.set(value);
    try {
      return body.get();
    } finally {
      values.set(before);
      count(-1);
    }
  }

  /** Runs the body with this value, in place of the one there was. */
  public void during(T value, Runnable body) {
    during(value, () -> {
      body.run();
      return null;
    });
  }

  private synchronized void count(int more) {
    bodies += more;
  }
}
