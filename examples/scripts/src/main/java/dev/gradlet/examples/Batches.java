package dev.gradlet.examples;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;

/** The rows of a tensor, some at a time; the last batch has what remains. */
final class Batches implements Iterable<Tensor> {
  private final Tensor rows;
  private final int size;
  private final int[] order;

  private Batches(Tensor rows, int size, int[] order) {
    this.rows = rows;
    this.size = size;
    this.order = order;
  }

  static Batches of(Tensor rows, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("batches: size " + size + " must be at least 1");
    }
    return new Batches(rows, size, IntStream.range(0, rows.size(0)).toArray());
  }

  /** The same rows in an order drawn now. */
  Batches shuffled(Generator random) {
    return new Batches(rows, size, permutation(order.length, random));
  }

  /** The numbers 0 … n−1 in random order (Fisher–Yates). */
  static int[] permutation(int n, Generator random) {
    var shuffled = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int moved = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = moved;
    }
    return shuffled;
  }

  @Override
  public Iterator<Tensor> iterator() {
    return IntStream.iterate(0, from -> from < order.length, from -> from + size)
        .mapToObj(from -> Arrays.copyOfRange(order, from, Math.min(from + size, order.length)))
        .map(batch -> rows.indexSelect(0, Tensor.of(batch)))
        .iterator();
  }
}
