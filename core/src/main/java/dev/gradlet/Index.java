package dev.gradlet;

import dev.gradlet.engine.graph.Data;

/** One entry of {@link Tensor#index Tensor.index}: what the brackets of NumPy and PyTorch hold. */
public final class Index {
  private enum Kind {
    AT,
    RANGE,
    NEW_AXIS,
    ELLIPSIS
  }

  private static final Index ALL = new Index(Kind.RANGE, 0, Integer.MAX_VALUE, 1);
  private static final Index NEW_AXIS = new Index(Kind.NEW_AXIS, 0, 0, 1);
  private static final Index ELLIPSIS = new Index(Kind.ELLIPSIS, 0, 0, 1);

  private final Kind kind;
  private final int start;
  private final int end;
  private final int step;

  private Index(Kind kind, int start, int end, int step) {
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.step = step;
  }

  /** The whole axis, {@code :}. */
  public static Index all() {
    return ALL;
  }

  /** A new axis of size 1, {@code None}. */
  public static Index newAxis() {
    return NEW_AXIS;
  }

  /** As many whole axes as are left, {@code ...}. */
  public static Index ellipsis() {
    return ELLIPSIS;
  }

  /** One element of the axis, which is dropped; −1 is the last. */
  public static Index at(int index) {
    return new Index(Kind.AT, index, 0, 1);
  }

  /** Elements from {@code start} to before {@code end}, {@code start:end}; negative ones count from the end. */
  public static Index range(int start, int end) {
    return range(start, end, 1);
  }

  /**
   * Every {@code step}-th element from {@code start} to before {@code end}, {@code start:end:step}.
   *
   * @throws IllegalArgumentException if the step is not positive
   */
  public static Index range(int start, int end, int step) {
    if (step <= 0) {
      throw new IllegalArgumentException("index: step " + step + " must be positive");
    }
    return new Index(Kind.RANGE, start, end, step);
  }

  static Tensor apply(Tensor x, Index... indices) {
    int consumed = 0;
    for (Index index : indices) {
      Checks.required("index", "entry", index);
      consumed += index.kind == Kind.AT || index.kind == Kind.RANGE ? 1 : 0;
    }
    if (consumed > x.rank()) {
      throw new IllegalArgumentException(
          "index: " + consumed + " entries for the " + x.rank() + " axes of " + x.shape());
    }
    Tensor result = x;
    int axis = 0;
    boolean seen = false;
    for (Index index : indices) {
      switch (index.kind) {
        case NEW_AXIS -> result = result.unsqueeze(axis++);
        case ELLIPSIS -> {
          if (seen) {
            throw new IllegalArgumentException("index: only one ellipsis is possible");
          }
          seen = true;
          axis += x.rank() - consumed;
        }
        case AT -> result = result.select(axis, index.start);
        case RANGE -> result = index.slice(result, axis++);
      }
    }
    return result;
  }

  private Tensor slice(Tensor x, int axis) {
    int size = x.size(axis);
    int from = Math.min(size, Math.max(0, start < 0 ? start + size : start));
    int to = Math.min(size, Math.max(from, end < 0 ? end + size : end));
    int count = from == to ? 0 : (to - from - 1) / step + 1;
    return from == 0 && to == size && step == 1 ? x : x.sliced(axis, from, step, count);
  }

  /** Indices that a user supplies are checked at the call; those that an argMin computed are right by construction. */
  static void check(String operation, Tensor index, int size) {
    if (index.dtype() != DType.INT32) {
      throw new IllegalArgumentException(
          operation + ": the index has dtype " + index.dtype() + ", must be INT32; convert with to(DType.INT32)");
    }
    if (index.boundOfIndices() <= size) {
      return;
    }
    Data shown = index.read().unrepeated().contiguous();
    int[] indices = (int[]) shown.array;
    for (int at = 0; at < shown.shape().elements(); at++) {
      if (indices[at] < 0 || indices[at] >= size) {
        throw new IndexOutOfBoundsException(
            operation + ": index " + indices[at]
                + (size == 0 ? " of an axis without elements" : " must be between 0 and " + (size - 1)));
      }
    }
  }

  @Override
  public String toString() {
    return switch (kind) {
      case AT -> String.valueOf(start);
      case RANGE -> this == ALL ? ":" : start + ":" + end + (step == 1 ? "" : ":" + step);
      case NEW_AXIS -> "None";
      case ELLIPSIS -> "...";
    };
  }
}
