package dev.gradlet.nn;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Mini-batches of the rows of tensors, as an epoch runs over them. The last batch is smaller where the size does not
 * divide the number of rows.
 *
 * <pre>{@code
 * for (var x : Batches.of(digits, 256).shuffled(random)) { ... }
 * for (var batch : Batches.of(images, labels, 256).shuffled(random)) { ... batch.inputs() ... batch.targets() ... }
 * }</pre>
 */
public final class Batches<T> implements Iterable<T> {
  /** Rows of inputs and the targets that belong to them. */
  public record Pair(Tensor inputs, Tensor targets) {}

  private final List<Tensor> data;
  private final Function<List<Tensor>, T> form;
  private final int rows;
  private final int size;
  private final Generator random;

  private Batches(List<Tensor> data, Function<List<Tensor>, T> form, int size, Generator random) {
    this.data = data;
    this.form = form;
    this.rows = data.get(0).size(0);
    this.size = size;
    this.random = random;
  }

  /** Batches of the rows of one tensor: (rows, …) → (size, …). */
  public static Batches<Tensor> of(Tensor data, int size) {
    return of(List.of(check("data", data)), batch -> batch.get(0), size);
  }

  /**
   * Batches of inputs and targets, row by row.
   *
   * @throws IllegalArgumentException if a tensor has no rows, their numbers of rows differ, or the size is below 1
   */
  public static Batches<Pair> of(Tensor inputs, Tensor targets, int size) {
    if (check("inputs", inputs).size(0) != check("targets", targets).size(0)) {
      throw new IllegalArgumentException("Batches: inputs " + inputs.shape() + " and targets " + targets.shape()
          + " must have the same number of rows");
    }
    return of(List.of(inputs, targets), batch -> new Pair(batch.get(0), batch.get(1)), size);
  }

  private static <T> Batches<T> of(List<Tensor> data, Function<List<Tensor>, T> form, int size) {
    return new Batches<>(data, form, (int) Checks.positive("Batches", "size", size), null);
  }

  private static Tensor check(String name, Tensor tensor) {
    if (Checks.notNull("Batches", name, tensor).rank() == 0 || tensor.size(0) == 0) {
      throw new IllegalArgumentException("Batches: " + name + " " + tensor.shape() + " must have rows");
    }
    return tensor;
  }

  /** The same batches in another order of rows each time that they are iterated, by the standard generator. */
  public Batches<T> shuffled() {
    return shuffled(Generator.standard());
  }

  /** The same batches in another order of rows each time that they are iterated. */
  public Batches<T> shuffled(Generator random) {
    return new Batches<>(data, form, size, Checks.notNull("Batches", "random", random));
  }

  /** The number of batches. */
  public int count() {
    return (int) (((long) rows + size - 1) / size);
  }

  @Override
  public Iterator<T> iterator() {
    int[] order = random == null ? null : permutation();
    return IntStream.range(0, count()).mapToObj(i -> batch(order, i * size)).iterator();
  }

  private T batch(int[] order, int from) {
    int to = from + Math.min(size, rows - from);
    return form.apply(data.stream()
        .map(t -> order == null
            ? t.narrow(0, from, to - from)
            : t.indexSelect(0, Tensor.of(Arrays.copyOfRange(order, from, to))).evaluate())
        .toList());
  }

  /** Fisher and Yates's shuffle. */
  private int[] permutation() {
    int[] order = IntStream.range(0, rows).toArray();
    for (int i = rows - 1; i > 0; i--) {
      int j = (int) (random.nextDouble() * (i + 1));
      int row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
    return order;
  }
}
