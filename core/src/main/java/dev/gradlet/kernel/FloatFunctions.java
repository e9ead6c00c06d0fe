package dev.gradlet.kernel;

/**
 * Elementary functions of float32 tiles, in plain Java that HotSpot vectorises.
 *
 * <p>Own polynomials, since {@code Math.exp} takes 4–15 ns an element, {@code Math.tanh} up to 32, and the Vector API's
 * {@code lanewise(EXP)} gives other bits cold than compiled. Here all is + − × ÷ fma min max in a fixed order: the same
 * bits on every JDK, interpreted or compiled, and from {@link VectorFunctions}, which shares the coefficients.
 *
 * <p>HotSpot vectorises arithmetic, but neither the step from a float to its bits nor a selection, nor a loop that has
 * one. So each function is cut there into loops over thread-owned scratch: exp takes 0.6 ns an element, in one loop
 * 3.8. Adding 1.5·2²³ rounds to an integer and leaves it in the low bits of the sum. What is rare (zeros and subnormals
 * for log, arguments beyond 10⁴ for sin) is mended one by one.
 *
 * <p>Coefficients are minimax fits, each rounded to float before the rest was fitted again. Worst errors are in ulp,
 * over all floats. Results that are zero have the right sign: hence −(s − ½) for ½ − s, as x − x is +0 but −0 is what
 * adds nothing.
 */
public final class FloatFunctions {
  /** x + ROUND − ROUND is x rounded to an integer, |x| < 2²². */
  static final float ROUND = 0x1.8p23f;

  static final int ROUND_BITS = 0x4B400000;
  static final int EXPONENT_SHIFT = 23;
  static final int EXPONENT_MASK = 0xFF800000;
  static final int HALF_BITS = 0x3F000000;
  static final int ONE_BITS = 0x3F800000;
  static final int FOUR_BITS = 0x40800000;

  private FloatFunctions() {}

  // exp: x = h·2ln2 + r, p = eʳ = 1 + r + r²·q(r); eˣ = p·2ʰ·2ʰ, two factors to get subnormals and overflow right.

  static final float EXP_MIN = -104.5f;
  static final float EXP_MAX = 89.5f;
  static final float HALF_LOG2E = 0.7213475f;
  static final float TWO_LN2_HIGH = 1.3862942f;
  static final float TWO_LN2_LOW = 1.1539998e-07f;
  static final float EXP0 = 0.50000036f;
  static final float EXP1 = 0.16666616f;
  static final float EXP2 = 0.0416612f;
  static final float EXP3 = 0.008335967f;
  static final float EXP4 = 0.0014105447f;
  static final float EXP5 = 0.00019630203f;

  /** y = eˣ, within 1.7 ulp. */
  public static void exp(float[] x, float[] y, int n) {
    Scratch scratch = Scratch.mine();
    float[] s = scratch.s;
    reduceExp(x, EXP_MAX, s, y, n);
    powersOfTwo(scratch, s, ONE_BITS, n);
    for (int i = 0; i < n; i++) y[i] = y[i] * s[i] * s[i];
  }

  /** Leaves p, and h in the low bits of t, for x clamped to [EXP_MIN, max]. */
  private static void reduceExp(float[] x, float max, float[] t, float[] p, int n) {
    for (int i = 0; i < n; i++) {
      float c = Math.min(Math.max(x[i], EXP_MIN), max);
      float rounded = Math.fma(c, HALF_LOG2E, ROUND);
      float h = rounded - ROUND;
      float r = Math.fma(h, -TWO_LN2_LOW, Math.fma(h, -TWO_LN2_HIGH, c));
      float q = Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(EXP5, r, EXP4), r, EXP3), r, EXP2), r, EXP1), r, EXP0);
      t[i] = rounded;
      p[i] = Math.fma(r * r, q, r) + 1;
    }
  }

  /** t = 2ʰ·unit for h in the low bits of t. */
  private static void powersOfTwo(Scratch scratch, float[] t, int unitBits, int n) {
    int[] bits = scratch.i;
    scratch.toBits(t, bits, n);
    for (int i = 0; i < n; i++) bits[i] = (bits[i] << EXPONENT_SHIFT) + unitBits;
    scratch.toFloats(bits, t, n);
  }

  // sigmoid = e/(1 + e), e = eˣ, which unlike 1/(1 + e⁻ˣ) is precise down to the subnormals.

  static final float SIGMOID_MAX = 40;

  /** y = 1/(1 + e⁻ˣ), within 3.5 ulp. */
  public static void sigmoid(float[] x, float[] y, int n) {
    Scratch scratch = Scratch.mine();
    float[] s = scratch.s;
    reduceExp(x, SIGMOID_MAX, s, y, n);
    powersOfTwo(scratch, s, ONE_BITS, n);
    for (int i = 0; i < n; i++) {
      float e = y[i] * s[i] * s[i];
      y[i] = e / (1 + e);
    }
  }

  // softplus = max(x, 0) + log1p(e), e = e^−|x|; log1p(e) = 2 artanh(w/2) = w + w³·q(w²), w = 2e/(2 + e) ≤ ⅔.

  static final float ARTANH0 = 0.08333302f;
  static final float ARTANH1 = 0.012506698f;
  static final float ARTANH2 = 0.0021877415f;
  static final float ARTANH3 = 0.00054700073f;

  /** y = log(1 + eˣ), within 3.6 ulp. */
  public static void softplus(float[] x, float[] y, int n) {
    Scratch scratch = Scratch.mine();
    float[] s = scratch.s;
    float[] p = scratch.t;
    for (int i = 0; i < n; i++) p[i] = -Math.abs(x[i]);
    reduceExp(p, 0, s, p, n);
    powersOfTwo(scratch, s, ONE_BITS, n);
    for (int i = 0; i < n; i++) {
      float e = p[i] * s[i] * s[i];
      float w = (e + e) / (2 + e);
      float v = w * w;
      float q = Math.fma(Math.fma(Math.fma(ARTANH3, v, ARTANH2), v, ARTANH1), v, ARTANH0);
      y[i] = Math.max(x[i], 0) + Math.fma(w * v, q, w);
    }
  }

  // expm1: x = k·ln2 + r, p = eʳ − 1 = r + r²·q(r), s = 2ᵏ⁻¹; eˣ − 1 = 2(p·s − (½ − s)). In −r and −p, so that zeros
  // keep their sign.

  static final float EXPM1_MIN = -18;
  static final float EXPM1_MAX = 89;
  static final float LOG2E = 1.442695f;
  static final float LN2_HIGH = 0.6931471f;
  static final float LN2_LOW = 5.769999e-08f;
  static final float EXPM1_0 = 0.49999997f;
  static final float EXPM1_1 = 0.16666545f;
  static final float EXPM1_2 = 0.041667435f;
  static final float EXPM1_3 = 0.008366477f;
  static final float EXPM1_4 = 0.0013870987f;

  /** y = eˣ − 1, within 1.6 ulp. */
  public static void expm1(float[] x, float[] y, int n) {
    Scratch scratch = Scratch.mine();
    float[] s = scratch.s;
    for (int i = 0; i < n; i++) y[i] = Math.min(Math.max(x[i], EXPM1_MIN), EXPM1_MAX);
    reduceExpm1(y, s, n);
    powersOfTwo(scratch, s, HALF_BITS, n);
    for (int i = 0; i < n; i++) y[i] = -2 * Math.fma(y[i], s[i], -(s[i] - 0.5f));
  }

  /** Replaces x by −p, and leaves k in the low bits of t. */
  private static void reduceExpm1(float[] x, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      float rounded = Math.fma(x[i], LOG2E, ROUND);
      float minusK = ROUND - rounded;
      float r = Math.fma(minusK, -LN2_LOW, Math.fma(minusK, -LN2_HIGH, -x[i]));
      float q = Math.fma(Math.fma(Math.fma(Math.fma(-EXPM1_4, r, EXPM1_3), r, -EXPM1_2), r, EXPM1_1), r, -EXPM1_0);
      t[i] = rounded;
      x[i] = Math.fma(r * r, q, r);
    }
  }

  // tanh = ±u/(u − 1), −2u = expm1(2|x|). A rational function of x is as fast and twice as wrong.

  static final float TANH_MAX = 20;
  static final float HUGE = 0x1p100f;

  /** y = tanh x, within 2.6 ulp. */
  public static void tanh(float[] x, float[] y, int n) {
    Scratch scratch = Scratch.mine();
    float[] s = scratch.s;
    float[] p = scratch.t;
    for (int i = 0; i < n; i++) p[i] = Math.min(Math.abs(x[i] + x[i]), TANH_MAX);
    reduceExpm1(p, s, n);
    powersOfTwo(scratch, s, HALF_BITS, n);
    for (int i = 0; i < n; i++) {
      float u = Math.fma(p[i], s[i], -(s[i] - 0.5f));
      y[i] = u / (u - 1) * sign(x[i]);
    }
  }

  /** −1, −0, 0 or 1. */
  private static float sign(float x) {
    return Math.max(Math.min(x * HUGE * HUGE, 1), -1);
  }

  // log: x = m·2ᵉ, ⅔ ≤ m < 4/3, f = m − 1; log x = e·ln2 + f − f²/2 + f³·q(f). The cut at ⅔ leaves log 1 whole.

  static final int TWO_THIRDS_BITS = 0x3F2AAAAB;
  static final int MIN_NORMAL_BITS = 0x00800000;
  static final int MAX_VALUE_BITS = 0x7F7FFFFF;
  static final float LN2 = 0.6931472f;
  static final float LOG0 = 0.33333215f;
  static final float LOG1 = -0.24999803f;
  static final float LOG2 = 0.20010446f;
  static final float LOG3 = -0.16680248f;
  static final float LOG4 = 0.14005302f;
  static final float LOG5 = -0.121874146f;
  static final float LOG6 = 0.13986948f;
  static final float LOG7 = -0.12878527f;

  /** y = log x, within 1 ulp. */
  public static void log(float[] x, float[] y, int n) {
    Scratch scratch = Scratch.mine();
    float[] m = scratch.s;
    float[] t = scratch.t;
    scratch.toBits(x, scratch.i, n);
    boolean special = anyOutsideNormal(scratch.i, n);
    if (special) System.arraycopy(x, 0, scratch.x, 0, n);
    splitExponents(scratch.i, scratch.j, n);
    scratch.toFloats(scratch.i, m, n);
    scratch.toFloats(scratch.j, t, n);
    for (int i = 0; i < n; i++) y[i] = log(m[i] - 1, ROUND - t[i]);
    if (special) mendLog(scratch.x, y, 0, n);
  }

  /** log((1 + f)·2ᵉ). */
  private static float log(float f, float minusE) {
    float q = Math.fma(Math.fma(Math.fma(LOG7, f, LOG6), f, LOG5), f, LOG4);
    q = Math.fma(Math.fma(Math.fma(Math.fma(q, f, LOG3), f, LOG2), f, LOG1), f, LOG0);
    return Math.fma(minusE, -LN2, Math.fma(f * f, Math.fma(q, f, -0.5f), f));
  }

  /** Leaves the bits of m, and those of ROUND + e in e. */
  private static void splitExponents(int[] bits, int[] e, int n) {
    for (int i = 0; i < n; i++) {
      int above = bits[i] - TWO_THIRDS_BITS;
      bits[i] = bits[i] - (above & EXPONENT_MASK);
      e[i] = ROUND_BITS + (above >> EXPONENT_SHIFT);
    }
  }

  private static boolean anyOutsideNormal(int[] bits, int n) {
    int any = 0;
    for (int i = 0; i < n; i++) any |= outsideNormal(bits[i]);
    return any < 0;
  }

  /** Negative unless these are the bits of a positive normal number. */
  static int outsideNormal(int bits) {
    return (bits - MIN_NORMAL_BITS) | (MAX_VALUE_BITS - bits);
  }

  static void mendLog(float[] x, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      if (outsideNormal(Float.floatToRawIntBits(x[i])) < 0) y[yAt + i] = logOfSpecial(x[i]);
    }
  }

  private static float logOfSpecial(float x) {
    if (x >= Float.MIN_NORMAL || !(x > 0)) return logOfLimit(x);
    int bits = Float.floatToRawIntBits(x * 0x1p23f);
    int above = bits - TWO_THIRDS_BITS;
    float m = Float.intBitsToFloat(bits - (above & EXPONENT_MASK));
    return log(m - 1, 23 - (above >> EXPONENT_SHIFT));
  }

  /** The logarithm of 0, ∞, NaN or a negative number. */
  private static float logOfLimit(float x) {
    return x == 0 ? Float.NEGATIVE_INFINITY : x > 0 ? Float.POSITIVE_INFINITY : Float.NaN;
  }

  // log1p: e from 1 + x, but f = x·2⁻ᵉ − (1 − 2⁻ᵉ) from x. s = 4·2⁻ᵉ is normal for every e.

  /** y = log(1 + x), within 1.6 ulp. */
  public static void log1p(float[] x, float[] y, int n) {
    Scratch scratch = Scratch.mine();
    float[] s = scratch.s;
    float[] t = scratch.t;
    for (int i = 0; i < n; i++) s[i] = 1 + x[i];
    scratch.toBits(s, scratch.i, n);
    boolean special = anyOutsideNormal(scratch.i, n);
    if (special) System.arraycopy(x, 0, scratch.x, 0, n);
    splitScales(scratch.i, scratch.j, n);
    scratch.toFloats(scratch.i, s, n);
    scratch.toFloats(scratch.j, t, n);
    for (int i = 0; i < n; i++) {
      float f = Math.fma(x[i] * s[i], 0.25f, -Math.fma(s[i], -0.25f, 1));
      y[i] = log(f, ROUND - t[i]);
    }
    if (special) mendLog1p(scratch.x, y, 0, n);
  }

  /** Leaves the bits of s, and those of ROUND + e in e. */
  private static void splitScales(int[] bits, int[] e, int n) {
    for (int i = 0; i < n; i++) {
      int above = bits[i] - TWO_THIRDS_BITS;
      bits[i] = FOUR_BITS - (above & EXPONENT_MASK);
      e[i] = ROUND_BITS + (above >> EXPONENT_SHIFT);
    }
  }

  static void mendLog1p(float[] x, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      if (outsideNormal(Float.floatToRawIntBits(1 + x[i])) < 0) y[yAt + i] = logOfLimit(1 + x[i]);
    }
  }

  // sin: x = kπ + r, cos: x = (k + ½)π + r; ±sin r = ±(r/2 + r·(½ + r²·q(r²))), whose terms have the sign of r,
  // even as zeros.

  static final float SIN_MAX = 10_000;
  static final int SIN_MAX_BITS = 0x461C4000;
  static final int MAGNITUDE_MASK = 0x7FFFFFFF;
  static final float ONE_OVER_PI = 0.31830987f;
  static final float PI_HIGH = 3.1415925f;
  static final float PI_MIDDLE = 1.5099579e-07f;
  static final float PI_LOW = 1.0780606e-14f;
  static final float SIN0 = -0.1666666f;
  static final float SIN1 = 0.008333069f;
  static final float SIN2 = -0.00019809775f;
  static final float SIN3 = 2.6060884e-06f;

  /** y = sin x, within 1.8 ulp up to 10⁴, {@code StrictMath}'s rounded beyond. */
  public static void sin(float[] x, float[] y, int n) {
    Scratch scratch = Scratch.mine();
    boolean large = anyLarge(scratch, x, n);
    if (large) System.arraycopy(x, 0, scratch.x, 0, n);
    for (int i = 0; i < n; i++) {
      float k = Math.fma(x[i], ONE_OVER_PI, ROUND) - ROUND;
      float odd = Math.fma(Math.fma(k, 0.5f, ROUND) - ROUND, -2, k);
      y[i] = sine(x[i], k, Math.fma(odd * odd, -2, 1));
    }
    if (large) mendSin(scratch.x, y, 0, n);
  }

  /** y = cos x, within 1.9 ulp up to 10⁴, {@code StrictMath}'s rounded beyond. */
  public static void cos(float[] x, float[] y, int n) {
    Scratch scratch = Scratch.mine();
    boolean large = anyLarge(scratch, x, n);
    if (large) System.arraycopy(x, 0, scratch.x, 0, n);
    for (int i = 0; i < n; i++) {
      float k = Math.fma(x[i], ONE_OVER_PI, -0.5f) + ROUND - ROUND;
      float odd = Math.fma(Math.fma(k, 0.5f, ROUND) - ROUND, -2, k);
      y[i] = sine(x[i], k + 0.5f, Math.fma(odd * odd, 2, -1));
    }
    if (large) mendCos(scratch.x, y, 0, n);
  }

  /** sign · sin(x − kπ). */
  private static float sine(float x, float k, float sign) {
    float r = Math.fma(k, -PI_LOW, Math.fma(k, -PI_MIDDLE, Math.fma(k, -PI_HIGH, x)));
    float u = r * r;
    float q = Math.fma(Math.fma(Math.fma(SIN3, u, SIN2), u, SIN1), u, SIN0);
    float signed = r * sign;
    return Math.fma(signed, Math.fma(u, q, 0.5f), signed * 0.5f);
  }

  /** Whether one of x is beyond SIN_MAX, or not a number. */
  private static boolean anyLarge(Scratch scratch, float[] x, int n) {
    int[] bits = scratch.i;
    scratch.toBits(x, bits, n);
    int room = 0;
    for (int i = 0; i < n; i++) room |= SIN_MAX_BITS - (bits[i] & MAGNITUDE_MASK);
    return room < 0;
  }

  static void mendSin(float[] x, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      if (!(Math.abs(x[i]) <= SIN_MAX)) y[yAt + i] = (float) StrictMath.sin(x[i]);
    }
  }

  static void mendCos(float[] x, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      if (!(Math.abs(x[i]) <= SIN_MAX)) y[yAt + i] = (float) StrictMath.cos(x[i]);
    }
  }

  // erf = ±(1 − e^−g), g = −log erfc|x| = |x|·q(|x|), as −expm1(−g) = 2u.

  static final float ERF_MAX = 3.93f;
  static final float ERF0 = 1.1283792f;
  static final float ERF1 = 0.6366154f;
  static final float ERF2 = 0.10282572f;
  static final float ERF3 = -0.019364044f;
  static final float ERF4 = 0.000277907f;
  static final float ERF5 = 0.0011911993f;
  static final float ERF6 = -0.0003568053f;
  static final float ERF7 = 3.7047936e-05f;

  /** y = 2/√π · ∫₀ˣ exp(−t²) dt, within 3.2 ulp. */
  public static void erf(float[] x, float[] y, int n) {
    Scratch scratch = Scratch.mine();
    float[] s = scratch.s;
    float[] p = scratch.t;
    for (int i = 0; i < n; i++) {
      float a = Math.min(Math.abs(x[i]), ERF_MAX);
      float q = Math.fma(Math.fma(Math.fma(ERF7, a, ERF6), a, ERF5), a, ERF4);
      q = Math.fma(Math.fma(Math.fma(Math.fma(q, a, ERF3), a, ERF2), a, ERF1), a, ERF0);
      p[i] = -a * q;
    }
    reduceExpm1(p, s, n);
    powersOfTwo(scratch, s, HALF_BITS, n);
    for (int i = 0; i < n; i++) {
      float u = Math.fma(p[i], s[i], -(s[i] - 0.5f));
      y[i] = (u + u) * sign(x[i]);
    }
  }

  /** y = aᵇ, {@code StrictMath}'s rounded. */
  public static void pow(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = (float) DoubleFunctions.pow(a[i], b[i]);
  }
}
