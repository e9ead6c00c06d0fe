package dev.gradlet.kernel;

import dev.gradlet.DType;

/** The same value in another of the four types. */
public record CastKernel(DType target) implements TileKernel {
  @Override
  public String label() {
    return target.toString();
  }

  @Override
  public void apply(DType dtype, Object[] x, Object y, int length, int rows) {
    cast(x[0], y, length * rows);
  }

  /** y = x in y's type: rounded to float, truncated to int (NaN to 0), masks as 0 and 1, numbers as ≠ 0. */
  public static void cast(Object x, Object y, int n) {
    if (x instanceof float[] from) {
      fromFloats(from, y, n);
    } else if (x instanceof double[] from) {
      fromDoubles(from, y, n);
    } else if (x instanceof int[] from) {
      fromInts(from, y, n);
    } else {
      fromMasks((boolean[]) x, y, n);
    }
  }

  private static void fromFloats(float[] x, Object y, int n) {
    if (y instanceof double[] to) {
      for (int i = 0; i < n; i++) to[i] = x[i];
    } else if (y instanceof int[] to) {
      for (int i = 0; i < n; i++) to[i] = (int) x[i];
    } else if (y instanceof boolean[] to) {
      for (int i = 0; i < n; i++) to[i] = x[i] != 0;
    } else {
      System.arraycopy(x, 0, y, 0, n);
    }
  }

  private static void fromDoubles(double[] x, Object y, int n) {
    if (y instanceof float[] to) {
      for (int i = 0; i < n; i++) to[i] = (float) x[i];
    } else if (y instanceof int[] to) {
      for (int i = 0; i < n; i++) to[i] = (int) x[i];
    } else if (y instanceof boolean[] to) {
      for (int i = 0; i < n; i++) to[i] = x[i] != 0;
    } else {
      System.arraycopy(x, 0, y, 0, n);
    }
  }

  private static void fromInts(int[] x, Object y, int n) {
    if (y instanceof float[] to) {
      for (int i = 0; i < n; i++) to[i] = x[i];
    } else if (y instanceof double[] to) {
      for (int i = 0; i < n; i++) to[i] = x[i];
    } else if (y instanceof boolean[] to) {
      for (int i = 0; i < n; i++) to[i] = x[i] != 0;
    } else {
      System.arraycopy(x, 0, y, 0, n);
    }
  }

  private static void fromMasks(boolean[] x, Object y, int n) {
    if (y instanceof float[] to) {
      for (int i = 0; i < n; i++) to[i] = x[i] ? 1 : 0;
    } else if (y instanceof double[] to) {
      for (int i = 0; i < n; i++) to[i] = x[i] ? 1 : 0;
    } else if (y instanceof int[] to) {
      for (int i = 0; i < n; i++) to[i] = x[i] ? 1 : 0;
    } else {
      System.arraycopy(x, 0, y, 0, n);
    }
  }
}
