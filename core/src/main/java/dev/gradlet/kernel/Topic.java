package dev.gradlet.kernel;

import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The kernels of a topic, of which vectors take over loop by loop: none is used before HotSpot has compiled it.
 *
 * @param <T> the kernels
 * @param <L> their loops
 */
final class Topic<T, L extends Enum<L>> {
  private final Provider<T>[] loops;

  /** @param trial runs a loop of these kernels on {@link Warmup#LANES} elements or so */
  @SuppressWarnings("unchecked")
  Topic(L[] loops, T plain, Supplier<T> vectors, BiConsumer<L, T> trial) {
    this.loops = new Provider[loops.length];
    for (L loop : loops) {
      this.loops[loop.ordinal()] = new Provider<>(plain, vectors, kernels -> trial.accept(loop, kernels));
    }
  }

  /** The kernels whose loop computes so many elements now. */
  T of(L loop, long elements) {
    return loops[loop.ordinal()].of(elements);
  }
}
