package dev.gradlet.kernel;

/** Float32 functions of a tile. */
public final class FloatFunctions {
  private FloatFunctions() {}

  public static void exp(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = (float) StrictMath.exp(x[i]);
  }

  public static void log(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = (float) StrictMath.log(x[i]);
  }

  public static void log1p(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = (float) StrictMath.log1p(x[i]);
  }

  public static void expm1(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = (float) StrictMath.expm1(x[i]);
  }

  public static void sin(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = (float) StrictMath.sin(x[i]);
  }

  public static void cos(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = (float) StrictMath.cos(x[i]);
  }

  public static void tanh(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = (float) StrictMath.tanh(x[i]);
  }

  public static void sigmoid(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = (float) (1 / (1 + StrictMath.exp(-x[i])));
  }

  public static void softplus(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = (float) (Math.max(x[i], 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x[i]))));
  }

  public static void erf(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      double t = Math.min(Math.abs((double) x[i]), 6), sum = t, term = t;
      for (int j = 1; j < 200; j++) {
        term *= -t * t / j;
        sum += term / (2 * j + 1);
      }
      y[i] = Math.copySign((float) (sum * 2 / Math.sqrt(Math.PI)), x[i]);
    }
  }

  /** y = aᵇ, by way of float64. */
  public static void pow(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = (float) StrictMath.pow(a[i], b[i]);
  }
}
