package dev.gradlet.kernel;

import static dev.gradlet.kernel.FloatFunctions.*;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import java.util.Map;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatFunctions} with the Vector API: the same operations in the same order, hence the same bits, two to four
 * times as fast, since the steps between floats and bits cost nothing here.
 *
 * <p>Clamping is compare and blend, as {@code min} and {@code max} are three times slower; signs are copied by bits.
 * {@code convert(F2I)} is not inlined on 17, so exponents are read from the bits of a sum with ROUND. Any width will
 * do.
 */
public final class VectorFunctions {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /** The bits of EXP_MAX · HALF_LOG2E + ROUND. */
  private static final int EXP_MAX_ROUNDED = ROUND_BITS + 65;

  static final Map<String, Windows.Unary> BY_LABEL = Map.of(
      "exp", VectorFunctions::exp,
      "expm1", VectorFunctions::expm1,
      "log", VectorFunctions::log,
      "log1p", VectorFunctions::log1p,
      "sin", VectorFunctions::sin,
      "cos", VectorFunctions::cos,
      "tanh", VectorFunctions::tanh,
      "sigmoid", VectorFunctions::sigmoid,
      "softplus", VectorFunctions::softplus,
      "erf", VectorFunctions::erf);

  private VectorFunctions() {}

  static void exp(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) exp(FloatVector.fromArray(FLOATS, x, xAt + i)).intoArray(y, yAt + i);
  }

  public static FloatVector exp(FloatVector x) {
    return expOf(atLeast(x, EXP_MIN));
  }

  static void sigmoid(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) sigmoid(FloatVector.fromArray(FLOATS, x, xAt + i)).intoArray(y, yAt + i);
  }

  public static FloatVector sigmoid(FloatVector x) {
    FloatVector e = expOf(atMost(atLeast(x, EXP_MIN), SIGMOID_MAX));
    return e.div(e.add(1));
  }

  static void softplus(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) softplus(FloatVector.fromArray(FLOATS, x, xAt + i)).intoArray(y, yAt + i);
  }

  public static FloatVector softplus(FloatVector x) {
    FloatVector e = expOf(atLeast(x.abs().neg(), EXP_MIN));
    FloatVector w = e.add(e).div(e.add(2));
    FloatVector u = w.mul(w);
    FloatVector q = fma(fma(u.fma(ARTANH3, ARTANH2), u, ARTANH1), u, ARTANH0);
    return atLeast(x, 0).add(w.mul(u).fma(q, w));
  }

  static void expm1(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) expm1(FloatVector.fromArray(FLOATS, x, xAt + i)).intoArray(y, yAt + i);
  }

  public static FloatVector expm1(FloatVector x) {
    return halfOneMinusExp(atMost(atLeast(x, EXPM1_MIN), EXPM1_MAX)).mul(-2);
  }

  static void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) tanh(FloatVector.fromArray(FLOATS, x, xAt + i)).intoArray(y, yAt + i);
  }

  public static FloatVector tanh(FloatVector x) {
    FloatVector u = halfOneMinusExp(atMost(x.add(x).abs(), TANH_MAX));
    return withSign(u.div(u.sub(1)), x);
  }

  static void erf(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) erf(FloatVector.fromArray(FLOATS, x, xAt + i)).intoArray(y, yAt + i);
  }

  public static FloatVector erf(FloatVector x) {
    FloatVector a = atMost(x.abs(), ERF_MAX);
    FloatVector q = fma(fma(a.fma(ERF7, ERF6), a, ERF5), a, ERF4);
    q = fma(fma(fma(fma(q, a, ERF3), a, ERF2), a, ERF1), a, ERF0);
    FloatVector u = halfOneMinusExp(a.neg().mul(q));
    return withSign(u.add(u), x);
  }

  static void log(float[] x, int xAt, float[] y, int yAt, int n) {
    float[] kept = Scratch.mine().x;
    IntVector special = IntVector.zero(INTS);
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + i);
      IntVector bits = v.reinterpretAsInts();
      IntVector above = bits.sub(TWO_THIRDS_BITS);
      FloatVector m = bits.sub(above.and(EXPONENT_MASK)).reinterpretAsFloats();
      special = special.or(outsideNormal(bits));
      v.intoArray(kept, i);
      logOf(m.sub(1), above).intoArray(y, yAt + i);
    }
    if (special.compare(LT, 0).anyTrue()) mendLog(kept, y, yAt, n);
  }

  static void log1p(float[] x, int xAt, float[] y, int yAt, int n) {
    float[] kept = Scratch.mine().x;
    IntVector special = IntVector.zero(INTS);
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + i);
      IntVector bits = v.add(1).reinterpretAsInts();
      IntVector above = bits.sub(TWO_THIRDS_BITS);
      FloatVector s = IntVector.broadcast(INTS, FOUR_BITS).sub(above.and(EXPONENT_MASK)).reinterpretAsFloats();
      FloatVector f = v.mul(s).fma(FloatVector.broadcast(FLOATS, 0.25f), s.fma(-0.25f, 1).neg());
      special = special.or(outsideNormal(bits));
      v.intoArray(kept, i);
      logOf(f, above).intoArray(y, yAt + i);
    }
    if (special.compare(LT, 0).anyTrue()) mendLog1p(kept, y, yAt, n);
  }

  static void sin(float[] x, int xAt, float[] y, int yAt, int n) {
    float[] kept = Scratch.mine().x;
    IntVector room = IntVector.zero(INTS);
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + i);
      FloatVector k = v.fma(ONE_OVER_PI, ROUND).sub(ROUND);
      FloatVector odd = oddPart(k);
      room = room.or(roomOf(v));
      v.intoArray(kept, i);
      sine(v, k, odd.mul(odd).fma(-2, 1)).intoArray(y, yAt + i);
    }
    if (room.compare(LT, 0).anyTrue()) mendSin(kept, y, yAt, n);
  }

  static void cos(float[] x, int xAt, float[] y, int yAt, int n) {
    float[] kept = Scratch.mine().x;
    IntVector room = IntVector.zero(INTS);
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + i);
      FloatVector k = v.fma(ONE_OVER_PI, -0.5f).add(ROUND).sub(ROUND);
      FloatVector odd = oddPart(k);
      room = room.or(roomOf(v));
      v.intoArray(kept, i);
      sine(v, k.add(0.5f), odd.mul(odd).fma(2, -1)).intoArray(y, yAt + i);
    }
    if (room.compare(LT, 0).anyTrue()) mendCos(kept, y, yAt, n);
  }

  /**
   * eᶜ for c not below EXP_MIN. In place of c its h is clamped above, as an integer in one instruction: what is beyond
   * EXP_MAX has a large r instead, and overflows as well.
   */
  private static FloatVector expOf(FloatVector c) {
    FloatVector rounded = c.fma(HALF_LOG2E, ROUND).reinterpretAsInts().min(EXP_MAX_ROUNDED).reinterpretAsFloats();
    FloatVector h = rounded.sub(ROUND);
    FloatVector r = fma(h, -TWO_LN2_LOW, fma(h, -TWO_LN2_HIGH, c));
    FloatVector q = fma(fma(fma(fma(r.fma(EXP5, EXP4), r, EXP3), r, EXP2), r, EXP1), r, EXP0);
    FloatVector s = powerOfTwo(rounded, ONE_BITS);
    return r.mul(r).fma(q, r).add(1).mul(s).mul(s);
  }

  /** u = (1 − eᶜ)/2 for c within [EXPM1_MIN, EXPM1_MAX]. */
  private static FloatVector halfOneMinusExp(FloatVector c) {
    FloatVector rounded = c.fma(LOG2E, ROUND);
    FloatVector minusK = FloatVector.broadcast(FLOATS, ROUND).sub(rounded);
    FloatVector r = fma(minusK, -LN2_LOW, fma(minusK, -LN2_HIGH, c.neg()));
    FloatVector q = fma(fma(fma(r.fma(-EXPM1_4, EXPM1_3), r, -EXPM1_2), r, EXPM1_1), r, -EXPM1_0);
    FloatVector s = powerOfTwo(rounded, HALF_BITS);
    return r.mul(r).fma(q, r).fma(s, s.sub(0.5f).neg());
  }

  private static FloatVector powerOfTwo(FloatVector rounded, int unitBits) {
    return rounded.reinterpretAsInts().lanewise(LSHL, EXPONENT_SHIFT).add(unitBits).reinterpretAsFloats();
  }

  /** log((1 + f)·2ᵉ), e in the exponent field of above. */
  private static FloatVector logOf(FloatVector f, IntVector above) {
    FloatVector t = above.lanewise(ASHR, EXPONENT_SHIFT).add(ROUND_BITS).reinterpretAsFloats();
    FloatVector minusE = FloatVector.broadcast(FLOATS, ROUND).sub(t);
    FloatVector q = fma(fma(f.fma(LOG7, LOG6), f, LOG5), f, LOG4);
    q = fma(fma(fma(fma(q, f, LOG3), f, LOG2), f, LOG1), f, LOG0);
    return fma(minusE, -LN2, f.mul(f).fma(fma(q, f, -0.5f), f));
  }

  private static IntVector outsideNormal(IntVector bits) {
    return bits.sub(MIN_NORMAL_BITS).or(IntVector.broadcast(INTS, MAX_VALUE_BITS).sub(bits));
  }

  private static IntVector roomOf(FloatVector x) {
    return IntVector.broadcast(INTS, SIN_MAX_BITS).sub(x.reinterpretAsInts().and(MAGNITUDE_MASK));
  }

  /** −1, 0 or 1: what k is more than an even number. */
  private static FloatVector oddPart(FloatVector k) {
    return fma(k.fma(0.5f, ROUND).sub(ROUND), -2, k);
  }

  /** sign · sin(x − kπ). */
  private static FloatVector sine(FloatVector x, FloatVector k, FloatVector sign) {
    FloatVector r = fma(k, -PI_LOW, fma(k, -PI_MIDDLE, fma(k, -PI_HIGH, x)));
    FloatVector u = r.mul(r);
    FloatVector q = fma(fma(u.fma(SIN3, SIN2), u, SIN1), u, SIN0);
    FloatVector signed = r.mul(sign);
    return signed.fma(fma(u, q, 0.5f), signed.mul(0.5f));
  }

  /** a·b + c. */
  private static FloatVector fma(FloatVector a, FloatVector b, float c) {
    return a.fma(b, FloatVector.broadcast(FLOATS, c));
  }

  /** a·b + c. */
  private static FloatVector fma(FloatVector a, float b, FloatVector c) {
    return a.fma(FloatVector.broadcast(FLOATS, b), c);
  }

  /** x, or the bound where x is below it. */
  private static FloatVector atLeast(FloatVector x, float bound) {
    return x.blend(bound, x.compare(LT, bound));
  }

  /** x, or the bound where x is above it. */
  private static FloatVector atMost(FloatVector x, float bound) {
    return x.blend(bound, x.compare(GT, bound));
  }

  /** A magnitude with the sign of x. */
  private static FloatVector withSign(FloatVector magnitude, FloatVector x) {
    return x.reinterpretAsInts().and(~MAGNITUDE_MASK).or(magnitude.reinterpretAsInts()).reinterpretAsFloats();
  }
}
