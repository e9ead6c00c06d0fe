package dev.gradlet.kernel;

import static dev.gradlet.kernel.Lanes.FLOATS;
import static dev.gradlet.kernel.Lanes.LANES;
import static dev.gradlet.kernel.Lanes.floats;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.SQRT;

import java.util.Map;
import jdk.incubator.vector.FloatVector;

/**
 * Arithmetic of tiles and {@link Windows}. HotSpot turns the plain loops into vectors too, but puts loops before and
 * after them, for alignment and remainders, that a tile of 64 lanes hardly leaves: 13 to 19 ns there. These take 8 to
 * 10, and 13 to 16 at 128 lanes instead of 17 to 21; at 1,024 both take 50 to 80, the time of the cache. Division takes
 * a third at 64 lanes (10 ns, not 29), roots a quarter (11 and 42), signs on 17 a quarter at any length.
 * With a number in every lane of a vector 64 lanes take 9 to 10 where plain loops take 14, extrema 18, quotients 28.
 *
 * <p>{@code max} and {@code min} are exactly those of {@code Math}: NaN wins, −0 is below +0. A comparison and a
 * selection, which is enough for relu, is no faster for two tiles, as equal zeros need a case of their own; with a
 * number it is a third faster in vectors of 256 bits and no faster in 512. Division as a product with the reciprocal
 * has other bits.
 *
 * <p>Rejected: four vectors a pass, 1 ns slower at 64 lanes and no faster at 1,024. Vectors of 256 bits where there are
 * 512, up to a fifth faster at 1,024 lanes as fewer accesses cross a cache line: with vectors of two widths in one
 * process the methods they share are no longer inlined on 17, every vector becomes an object, and a step of tanh and
 * products over a million elements takes 8.4 ms instead of 1.7. So every class here uses the preferred width.
 */
final class VectorArithmetic {
  private static final Map<String, Windows.Unary> UNARY = Map.of(
      "neg", VectorArithmetic::negate,
      "abs", VectorArithmetic::abs,
      "sign", VectorArithmetic::sign,
      "square", VectorArithmetic::square,
      "sqrt", VectorArithmetic::sqrt,
      "root", VectorArithmetic::sqrt,
      "rsqrt", VectorArithmetic::reciprocalSqrt,
      "reciprocal", VectorArithmetic::reciprocal,
      "relu", VectorArithmetic::relu);

  static final Map<String, Windows.Binary> BINARY = Map.of(
      "add", VectorArithmetic::add,
      "sub", VectorArithmetic::subtract,
      "mul", VectorArithmetic::multiply,
      "div", VectorArithmetic::divide,
      "maximum", VectorArithmetic::max,
      "minimum", VectorArithmetic::min);

  /** With one number, the element where the second window begins, for any {@code n}: a row of a tile may be short. */
  static final Map<String, Windows.Binary> NUMBER_SECOND = Map.of(
      "add", VectorArithmetic::addNumber,
      "sub", VectorArithmetic::subtractNumber,
      "mul", VectorArithmetic::multiplyByNumber,
      "div", VectorArithmetic::divideByNumber,
      "maximum", VectorArithmetic::maxWithNumber,
      "minimum", VectorArithmetic::minWithNumber);

  /** The same, but that number is the first operand. */
  static final Map<String, Windows.Binary> NUMBER_FIRST = Map.of(
      "sub", VectorArithmetic::subtractFromNumber,
      "div", VectorArithmetic::divideNumber);

  private VectorArithmetic() {}

  /** The loop of an operation of one operand; null where there is none. */
  static Windows.Unary unary(String op) {
    return UNARY.getOrDefault(op, VectorFunctions.BY_LABEL.get(op));
  }

  private static void negate(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) floats(x, xAt + i).neg().intoArray(y, yAt + i);
  }

  private static void abs(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) floats(x, xAt + i).abs().intoArray(y, yAt + i);
  }

  /** What is neither above nor below 0 stays as it is: ±0 and NaN. */
  private static void sign(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = floats(x, xAt + i);
      v.blend(1, v.compare(GT, 0)).blend(-1, v.compare(LT, 0)).intoArray(y, yAt + i);
    }
  }

  private static void square(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = floats(x, xAt + i);
      v.mul(v).intoArray(y, yAt + i);
    }
  }

  private static void sqrt(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) floats(x, xAt + i).lanewise(SQRT).intoArray(y, yAt + i);
  }

  private static void reciprocalSqrt(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) Lanes.rsqrt(floats(x, xAt + i)).intoArray(y, yAt + i);
  }

  private static void reciprocal(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) Lanes.reciprocal(floats(x, xAt + i)).intoArray(y, yAt + i);
  }

  private static void relu(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) Lanes.relu(floats(x, xAt + i)).intoArray(y, yAt + i);
  }

  private static void add(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) floats(a, aAt + i).add(floats(b, bAt + i)).intoArray(y, yAt + i);
  }

  private static void subtract(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) floats(a, aAt + i).sub(floats(b, bAt + i)).intoArray(y, yAt + i);
  }

  private static void multiply(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) floats(a, aAt + i).mul(floats(b, bAt + i)).intoArray(y, yAt + i);
  }

  private static void divide(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) floats(a, aAt + i).div(floats(b, bAt + i)).intoArray(y, yAt + i);
  }

  private static void max(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) floats(a, aAt + i).max(floats(b, bAt + i)).intoArray(y, yAt + i);
  }

  private static void min(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) floats(a, aAt + i).min(floats(b, bAt + i)).intoArray(y, yAt + i);
  }

  private static void addNumber(float[] x, int xAt, float[] b, int bAt, float[] y, int yAt, int n) {
    float c = b[bAt];
    int i = 0;
    for (; i <= n - LANES; i += LANES) floats(x, xAt + i).add(c).intoArray(y, yAt + i);
    for (; i < n; i++) y[yAt + i] = x[xAt + i] + c;
  }

  private static void subtractNumber(float[] x, int xAt, float[] b, int bAt, float[] y, int yAt, int n) {
    float c = b[bAt];
    int i = 0;
    for (; i <= n - LANES; i += LANES) floats(x, xAt + i).sub(c).intoArray(y, yAt + i);
    for (; i < n; i++) y[yAt + i] = x[xAt + i] - c;
  }

  private static void subtractFromNumber(float[] x, int xAt, float[] b, int bAt, float[] y, int yAt, int n) {
    float c = b[bAt];
    FloatVector from = FloatVector.broadcast(FLOATS, c);
    int i = 0;
    for (; i <= n - LANES; i += LANES) from.sub(floats(x, xAt + i)).intoArray(y, yAt + i);
    for (; i < n; i++) y[yAt + i] = c - x[xAt + i];
  }

  private static void multiplyByNumber(float[] x, int xAt, float[] b, int bAt, float[] y, int yAt, int n) {
    float c = b[bAt];
    int i = 0;
    for (; i <= n - LANES; i += LANES) floats(x, xAt + i).mul(c).intoArray(y, yAt + i);
    for (; i < n; i++) y[yAt + i] = x[xAt + i] * c;
  }

  private static void divideByNumber(float[] x, int xAt, float[] b, int bAt, float[] y, int yAt, int n) {
    float c = b[bAt];
    int i = 0;
    for (; i <= n - LANES; i += LANES) floats(x, xAt + i).div(c).intoArray(y, yAt + i);
    for (; i < n; i++) y[yAt + i] = x[xAt + i] / c;
  }

  private static void divideNumber(float[] x, int xAt, float[] b, int bAt, float[] y, int yAt, int n) {
    float c = b[bAt];
    FloatVector into = FloatVector.broadcast(FLOATS, c);
    int i = 0;
    for (; i <= n - LANES; i += LANES) into.div(floats(x, xAt + i)).intoArray(y, yAt + i);
    for (; i < n; i++) y[yAt + i] = c / x[xAt + i];
  }

  private static void maxWithNumber(float[] x, int xAt, float[] b, int bAt, float[] y, int yAt, int n) {
    float c = b[bAt];
    int i = 0;
    for (; i <= n - LANES; i += LANES) floats(x, xAt + i).max(c).intoArray(y, yAt + i);
    for (; i < n; i++) y[yAt + i] = Math.max(x[xAt + i], c);
  }

  private static void minWithNumber(float[] x, int xAt, float[] b, int bAt, float[] y, int yAt, int n) {
    float c = b[bAt];
    int i = 0;
    for (; i <= n - LANES; i += LANES) floats(x, xAt + i).min(c).intoArray(y, yAt + i);
    for (; i < n; i++) y[yAt + i] = Math.min(x[xAt + i], c);
  }
}
