package dev.gradlet.kernel;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who computes some kernels: plain Java first, vectors once they are faster. A loop of the Vector API starts a hundred
 * times slower than a plain one, which HotSpot has compiled after some thousand elements, and takes 0.1 to 0.4 s until
 * its second compiler is done with it; so a short program would have ended before. After {@link #ENOUGH} elements a
 * {@link Trial} calls the vectors until they are faster than plain Java, and only then do they take over. Classes of
 * the Vector API are not loaded before.
 *
 * @param <T> the kernels of a topic, or the loop of an operation
 */
final class Provider<T> {
  /** 50 to 100 ms of plain loops that vectors do several times as fast. */
  static final long ENOUGH = 1L << 27;

  /** Elements of arithmetic, or multiplications of a product, in which vectors save as much as in one of the others. */
  static final int CHEAP = 8;

  /** How long an element takes in plain loops, about. */
  private static final double NANOS = 0.5;

  private final T plain;
  private final Supplier<T> vectors;
  private final Consumer<T> call;
  private volatile T now;
  private volatile boolean settled;
  /** Null until vectors are tried out. */
  private volatile Trial trial;
  /** Elements, about: threads do not wait for each other to count. */
  private long done;

  /** For good, even if vectors fail before there is a trial of them. */
  private boolean tried;

  /**
   * @param vectors may give null if there are none
   * @param call runs these kernels on {@link Warmup#LANES} elements or so
   */
  Provider(T plain, Supplier<T> vectors, Consumer<T> call) {
    this.plain = plain;
    this.vectors = vectors;
    this.call = call;
    this.now = plain;
  }

  /** The kernels that compute so many elements now. */
  T of(long elements) {
    if (!settled) {
      count(elements);
    }
    return now;
  }

  private void count(long elements) {
    switch (Kernels.vectors()) {
      case AT_ONCE -> settle(vectors.get());
      case ONCE_FASTER -> {
        if (trial != null) {
          trial.worked(elements * NANOS);
        } else if (!tried && (done += elements) >= ENOUGH) {
          tryOut();
        }
      }
      case MISSING -> {
        if ((done += elements) >= ENOUGH) {
          Kernels.missVectors();
        }
      }
      default -> { }
    }
  }

  private synchronized void tryOut() {
    if (!tried) {
      tried = true;
      Warmup.start(() -> {
        T candidate = vectors.get();
        if (candidate == null) {
          settle(plain);
        } else {
          double nanosALane = Warmup.nanosALane(() -> call.accept(plain));
          trial = new Trial(() -> call.accept(candidate), Warmup.LANES, nanosALane, () -> settle(candidate));
        }
      });
    }
  }

  private void settle(T kernels) {
    now = kernels == null ? plain : kernels;
    settled = true;
  }
}
