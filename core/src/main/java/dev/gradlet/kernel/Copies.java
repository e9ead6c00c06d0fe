package dev.gradlet.kernel;

/** Transposed copies, in square blocks so that both sides stay within the L1 cache. */
final class Copies {
  private static final int BLOCK = 16;

  private Copies() {}

  static void transpose(
      float[] src, int srcOff, int srcRow, int rows, int columns, float[] dst, int dstOff, int dstRow) {
    for (int r0 = 0; r0 < rows; r0 += BLOCK) {
      int r1 = Math.min(r0 + BLOCK, rows);
      for (int c = 0; c < columns; c++) {
        for (int r = r0; r < r1; r++) dst[dstOff + c * dstRow + r] = src[srcOff + r * srcRow + c];
      }
    }
  }

  static void transpose(
      double[] src, int srcOff, int srcRow, int rows, int columns, double[] dst, int dstOff, int dstRow) {
    for (int r0 = 0; r0 < rows; r0 += BLOCK) {
      int r1 = Math.min(r0 + BLOCK, rows);
      for (int c = 0; c < columns; c++) {
        for (int r = r0; r < r1; r++) dst[dstOff + c * dstRow + r] = src[srcOff + r * srcRow + c];
      }
    }
  }

  static void transpose(
      int[] src, int srcOff, int srcRow, int rows, int columns, int[] dst, int dstOff, int dstRow) {
    for (int r0 = 0; r0 < rows; r0 += BLOCK) {
      int r1 = Math.min(r0 + BLOCK, rows);
      for (int c = 0; c < columns; c++) {
        for (int r = r0; r < r1; r++) dst[dstOff + c * dstRow + r] = src[srcOff + r * srcRow + c];
      }
    }
  }
}
