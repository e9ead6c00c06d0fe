package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.Shape;
import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.engine.graph.View;
import dev.gradlet.kernel.CastKernel;
import dev.gradlet.kernel.Indexed;
import dev.gradlet.kernel.Strided;

/**
 * Adds elements to places that indices choose. FLOAT32 is added in double and rounded once: many additions to one
 * element would not be accurate in float, in whatever order.
 */
public final class ScatterAddRunner {
  /** The fewest additions for which a second thread pays. */
  private static final long WORTH_SPLITTING = 1 << 18;

  private ScatterAddRunner() {}

  /** y = x, then y[…, index[…, i, …], …] += source[…, i, …] along the axis, or −=. */
  public static void run(int axis, boolean minus, Data x, Data index, Data source, Data y) {
    Shape shape = y.shape();
    DType dtype = y.dtype;
    int length = Storage.length("scatterAdd", shape);
    DType exact = dtype == DType.FLOAT32 ? DType.FLOAT64 : dtype;
    Object sums = ArrayPool.take("scatterAdd", exact, shape);
    CastKernel.cast(x.contiguous().array, sums, length);
    add(axis, minus, shape, exact, source, index, sums);
    CastKernel.cast(sums, y.array, length);
    ArrayPool.give(exact, sums);
  }

  /**
   * Adds the source. The last axis that is not gathered from is split over threads if that pays. Each thread adds in an
   * array of its own: in a shared one, elements of two threads would share cache lines, which takes three times as long
   * as one thread.
   */
  private static void add(int axis, boolean minus, Shape shape, DType dtype, Data source, Data index, Object sums) {
    int[] strides = View.rowMajorStrides(shape);
    int[] sizes = index.shape().toArray();
    int split = axis == sizes.length - 1 ? axis - 1 : sizes.length - 1;
    if (split < 0 || !Workers.pays(index.shape().elements(), WORTH_SPLITTING)) {
      add(axis, minus, sizes, source, source.view.offset(), index, index.view.offset(), sums, 0, strides);
      return;
    }
    Workers.split(sizes[split], (from, to) -> {
      int[] part = sizes.clone();
      part[split] = to - from;
      Shape ownShape = shape.with(split, to - from);
      int[] result = ownShape.toArray();
      int[] ownStrides = View.rowMajorStrides(ownShape);
      int at = from * strides[split];
      Object own = Storage.zeros("scatterAdd", dtype, ownShape);
      Strided.copy(result, sums, at, strides, own, 0, ownStrides);
      add(
          axis, minus, part, source, source.view.offset() + from * source.view.strides()[split],
          index, index.view.offset() + from * index.view.strides()[split], own, 0, ownStrides);
      Strided.copy(result, own, 0, ownStrides, sums, at, strides);
    });
  }

  private static void add(
      int axis, boolean minus, int[] sizes, Data source, int from, Data index, int places, Object sums, int to,
      int[] strides) {
    Indexed.scatterAdd(
        sizes, axis, minus ? -1 : 1, source.array, from, source.view.strides(), (int[]) index.array, places,
        index.view.strides(), sums, to, strides);
  }
}
