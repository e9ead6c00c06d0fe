package dev.gradlet.spark;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reads rows, each a float[] or double[] of this width, some thousands at a time, so that partitions may be large. */
record Blocks(DType dtype, int width) implements Serializable {
  private static final int ROWS = 8192;
  private static final int ELEMENTS = 1 << 24;

  /** The next rows as a matrix [n, width], n from 1 on. */
  Tensor next(Iterator<? extends Serializable> rows) {
    int most = Math.max(1, Math.min(ROWS, ELEMENTS / Math.max(1, width)));
    List<Serializable> block = new ArrayList<>();
    while (block.size() < most && rows.hasNext()) {
      block.add(rows.next());
    }
    int n = block.size();
    Serializable all = dtype == DType.FLOAT32 ? new float[n * width] : new double[n * width];
    for (int i = 0; i < n; i++) {
      System.arraycopy(block.get(i), 0, all, i * width, width);
    }
    return new Values(new long[] {n, width}, all).tensor();
  }
}
