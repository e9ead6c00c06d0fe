package dev.gradlet.nn;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Mini-batches of the rows of tensors, as an epoch runs over them. The last batch is smaller where the size does not
 * divide the number of rows, unless it is dropped.
 *
 * <pre>{@code
 * for (var x : Batches.of(digits, 256).shuffled(random)) { ... }
 * for (var batch : Batches.of(images, labels, 256).shuffled(random)) { ... batch.inputs() ... batch.targets() ... }
 * for (var batch : Batches.of(List.of(images, labels, weights), 256).dropLast()) { ... batch.get(2) ... }
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
  private final boolean dropsLast;

  private Batches(List<Tensor> data, Function<List<Tensor>, T> form, int size, Generator random, boolean dropsLast) {
    this.data = data;
    this.form = form;
    this.rows = data.get(0).size(0);
    this.size = size;
    this.random = random;
    this.dropsLast = dropsLast;
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

  /**
   * Batches of any number of tensors, row by row, in their order.
   *
   * @throws IllegalArgumentException if there is none, one has no rows, their numbers of rows differ, or the size is
   *     below 1
   */
  public static Batches<List<Tensor>> of(List<Tensor> data, int size) {
    if (Given.notNull("Batches", "data", data).isEmpty()) {
      throw new IllegalArgumentException("Batches: there must be a tensor or more");
    }
    for (int i = 0; i < data.size(); i++) {
      Object element = data.get(i);
      Tensor tensor = check("tensor " + i, Checks.tensor("Batches", "tensor " + i, element));
      if (tensor.size(0) != data.get(0).size(0)) {
        throw new IllegalArgumentException("Batches: tensors 0 " + data.get(0).shape() + " and " + i + " "
            + data.get(i).shape() + " must have the same number of rows");
      }
    }
    return of(List.copyOf(data), batch -> batch, size);
  }

  private static <T> Batches<T> of(List<Tensor> data, Function<List<Tensor>, T> form, int size) {
    return new Batches<>(data, form, (int) Checks.positive("Batches", "size", size), null, false);
  }

  private static Tensor check(String name, Tensor tensor) {
    if (Given.notNull("Batches", name, tensor).rank() == 0 || tensor.size(0) == 0) {
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
    return new Batches<>(data, form, size, Given.notNull("Batches", "random", random), dropsLast);
  }

  /** The same batches without the last one where it is smaller: without any, if there are fewer rows than its size. */
  public Batches<T> dropLast() {
    return new Batches<>(data, form, size, random, true);
  }

  /** The number of batches. */
  public int count() {
    return dropsLast ? rows / size : (int) (((long) rows + size - 1) / size);
  }

  @Override
  public Iterator<T> iterator() {
    int[] order = random == null ? null : Sampling.permutation(rows, random).toIntArray();
    return IntStream.range(0, count()).mapToObj(i -> batch(order, i * size)).iterator();
  }

  private T batch(int[] order, int from) {
    int length = Math.min(rows - from, size);
    return form.apply(data.stream()
        .map(t -> order == null
            ? t.narrow(0, from, length)
            : t.indexSelect(0, Tensor.of(Arrays.copyOfRange(order, from, from + length))).evaluate())
        .toList());
  }
}
