package dev.gradlet.nn;

import dev.gradlet.Tensor;
import java.util.Arrays;

/**
 * How often each class was taken for each: {@code counts[label][prediction]}. A share of nothing is NaN.
 */
public final class ConfusionMatrix {
  private static final int MOST_CLASSES = 10_000;

  private final long[][] counts;

  /**
   * A matrix of so many classes in which nothing is counted yet.
   *
   * @throws IllegalArgumentException if the number is below 1 or above 10,000, for which 800 MB would be needed
   */
  public ConfusionMatrix(int classes) {
    if (Checks.positive("ConfusionMatrix", "number of classes", classes) > MOST_CLASSES) {
      throw new IllegalArgumentException(
          "ConfusionMatrix: number of classes " + classes + " must be at most " + MOST_CLASSES);
    }
    this.counts = new long[classes][classes];
  }

  /** A matrix in which these are counted; see {@link #add}. */
  public static ConfusionMatrix of(Tensor predictions, Tensor labels, int classes) {
    return new ConfusionMatrix(classes).add(predictions, labels);
  }

  /**
   * Counts a batch. Returns this.
   *
   * @param predictions classes, INT32 [n], or scores of the classes, [n, classes], of which the largest counts
   * @param labels classes, INT32 [n]
   * @throws IllegalArgumentException if the shapes do not fit
   * @throws IndexOutOfBoundsException if one is no class; nothing is counted then
   */
  @CanIgnoreReturnValue
  public ConfusionMatrix add(Tensor predictions, Tensor labels) {
    Tensor predicted = Metrics.classes("ConfusionMatrix", predictions, labels);
    Checks.indices("ConfusionMatrix", "prediction", predicted, counts.length);
    Checks.indices("ConfusionMatrix", "label", labels, counts.length);
    int[] from = labels.toIntArray();
    int[] to = predicted.toIntArray();
    for (int i = 0; i < from.length; i++) {
      counts[from[i]][to[i]]++;
    }
    return this;
  }

  /**
   * How often a class was taken for another.
   *
   * @throws IndexOutOfBoundsException here and below, if one is no class
   */
  public long count(int label, int prediction) {
    return counts[checked("label", label)][checked("prediction", prediction)];
  }

  /** How many were counted. */
  public long total() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /** The share that was right. */
  public double accuracy() {
    long right = 0;
    for (int i = 0; i < counts.length; i++) {
      right += counts[i][i];
    }
    return (double) right / total();
  }

  /** Of those taken for a class, the share that is of it. */
  public double precision(int type) {
    return (double) counts[checked("class", type)][type] / taken(type);
  }

  /** Of those of a class, the share that was taken for it. */
  public double recall(int type) {
    return (double) counts[checked("class", type)][type] / Arrays.stream(counts[type]).sum();
  }

  /** The harmonic mean of precision and recall of a class. */
  public double f1(int type) {
    return 2.0 * counts[checked("class", type)][type] / (taken(type) + Arrays.stream(counts[type]).sum());
  }

  private long taken(int type) {
    return Arrays.stream(counts).mapToLong(row -> row[type]).sum();
  }

  private int checked(String name, int type) {
    if (type < 0 || type >= counts.length) {
      throw new IndexOutOfBoundsException(
          "ConfusionMatrix: " + name + " " + type + " must be between 0 and " + (counts.length - 1));
    }
    return type;
  }

  /** A row for each label, a column for each prediction. */
  @Override
  public String toString() {
    long largest = Arrays.stream(counts).flatMapToLong(Arrays::stream).max().orElse(0);
    int width = Math.max(Long.toString(largest).length(), Integer.toString(counts.length - 1).length()) + 1;
    StringBuilder text = new StringBuilder(" ".repeat(width + 1));
    for (int i = 0; i < counts.length; i++) {
      text.append(padded(i, width));
    }
    for (int i = 0; i < counts.length; i++) {
      text.append('\n').append(padded(i, width)).append(':');
      for (long count : counts[i]) {
        text.append(padded(count, width));
      }
    }
    return text.toString();
  }

  private static String padded(long number, int width) {
    String digits = Long.toString(number);
    return " ".repeat(width - digits.length()) + digits;
  }
}
