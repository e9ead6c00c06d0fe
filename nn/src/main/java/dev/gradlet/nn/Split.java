package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rows to train with and rows to validate on, drawn at random. Any tensor of as many rows is split by the same ones:
 *
 * <pre>{@code
 * var split = Split.stratified(labels, 0.2, random);
 * var batches = Batches.of(split.training(images), split.training(labels), 256);
 * double accuracy = Metrics.accuracy(model.forward(split.validation(images)), split.validation(labels));
 * }</pre>
 *
 * @param trainingRows INT32 [n − m]
 * @param validationRows INT32 [m]
 */
public record Split(Tensor trainingRows, Tensor validationRows) {
  /**
   * A split of rows of which a share, rounded to whole rows, validates.
   *
   * @throws IllegalArgumentException if the share is not from 0 to 1, or there are no rows
   */
  public static Split of(int rows, double validationShare, Generator random) {
    Checks.positive("Split", "number of rows", rows);
    Checks.probability("Split", "validation share", validationShare);
    int[] order = Sampling.permutation(rows, random).toIntArray();
    return of(order, (int) Math.rint(rows * validationShare));
  }

  /** The same, with the standard generator. */
  public static Split of(int rows, double validationShare) {
    return of(rows, validationShare, Generator.standard());
  }

  /**
   * A split in which the share holds for the rows of each label, as near as whole rows come to it: INT32 [n].
   *
   * @throws IllegalArgumentException if the share is not from 0 to 1, or there are no labels
   */
  public static Split stratified(Tensor labels, double validationShare, Generator random) {
    Checks.probability("Split", "validation share", validationShare);
    if (Given.notNull("Split", "labels", labels).rank() != 1 || labels.elements() == 0
        || labels.dtype() != DType.INT32) {
      throw new IllegalArgumentException(
          "Split: labels " + labels.dtype() + " " + labels.shape() + " must be INT32 [n], one or more");
    }
    int[] order = Sampling.permutation(labels.size(0), random).toIntArray();
    int[] label = labels.toIntArray();
    Map<Integer, int[]> strata = Arrays.stream(order).boxed().collect(Collectors.groupingBy(
        row -> label[row], TreeMap::new,
        Collectors.collectingAndThen(Collectors.toList(), rows -> rows.stream().mapToInt(r -> r).toArray())));
    boolean[] validates = new boolean[order.length];
    // Shares of rows are carried over from label to label, so that the whole comes to its share too.
    double wanted = 0;
    int taken = 0;
    for (int[] rows : strata.values()) {
      wanted += rows.length * validationShare;
      int count = (int) Math.rint(wanted) - taken;
      taken += count;
      Arrays.stream(rows).limit(count).forEach(row -> validates[row] = true);
    }
    return new Split(
        Tensor.of(Arrays.stream(order).filter(row -> !validates[row]).toArray()),
        Tensor.of(Arrays.stream(order).filter(row -> validates[row]).toArray()));
  }

  /** The same, with the standard generator. */
  public static Split stratified(Tensor labels, double validationShare) {
    return stratified(labels, validationShare, Generator.standard());
  }

  private static Split of(int[] order, int validation) {
    return new Split(
        Tensor.of(Arrays.copyOfRange(order, validation, order.length)),
        Tensor.of(Arrays.copyOf(order, validation)));
  }

  /** The rows of a tensor to train with. */
  public Tensor training(Tensor data) {
    return rows(data, trainingRows);
  }

  /** The rows of a tensor to validate on. */
  public Tensor validation(Tensor data) {
    return rows(data, validationRows);
  }

  private Tensor rows(Tensor data, Tensor rows) {
    long all = trainingRows.elements() + validationRows.elements();
    if (Given.notNull("Split", "data", data).rank() == 0 || data.size(0) != all) {
      throw new IllegalArgumentException("Split: data " + data.shape() + " must have " + all + " rows");
    }
    return data.indexSelect(0, rows).evaluate();
  }
}
