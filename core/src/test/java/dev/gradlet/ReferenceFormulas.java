package dev.gradlet;

import java.math.BigInteger;

/** The elementwise operations and their slopes, each as one formula in double: what {@link Reference} computes with. */
public final class ReferenceFormulas {
  private ReferenceFormulas() {}

  static double of(Unary op, double x) {
    return switch (op) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case SQUARE -> x * x;
      case SQRT, ROOT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case LOG1P -> Math.log1p(x);
      case LOG2 -> log2(x);
      case LOG10 -> Math.log10(x);
      case EXPM1 -> Math.expm1(x);
      case ATAN -> Math.atan(x);
      case SINH -> Math.sinh(x);
      case COSH -> Math.cosh(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case RELU -> x > 0 || x != x ? x : 0;
      case SOFTPLUS -> x > 30 ? x : Math.log1p(Math.exp(x));
      case ERF -> erf(x);
    };
  }

  /** Of the next power of 2, and of what is left. */
  private static double log2(double x) {
    int exponent = x > 0 && x <= Double.MAX_VALUE ? Math.getExponent(x * 1.4) : 0;
    return exponent + Math.log(Math.scalb(x, -exponent)) / Math.log(2);
  }

  /** 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (2n+1)!!, in which nothing cancels. */
  public static double erf(double x) {
    if (!(Math.abs(x) < 6)) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.abs(sum) * 0x1p-56; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
  }

  /** dy/dx. */
  static double slope(Unary op, double x, double y) {
    return switch (op) {
      case NEG -> -1;
      case ABS -> Math.signum(x);
      case SIGN, FLOOR, CEIL, ROUND -> 0;
      case SQUARE -> 2 * x;
      case SQRT -> 0.5 / y;
      case ROOT -> y == 0 ? 0 : 0.5 / y;
      case RSQRT -> -0.5 * y / x;
      case RECIPROCAL -> -1 / (x * x);
      case EXP -> y;
      case LOG -> 1 / x;
      case LOG1P -> 1 / (1 + x);
      case LOG2 -> 1 / (x * Math.log(2));
      case LOG10 -> 1 / (x * Math.log(10));
      case EXPM1 -> Math.exp(x);
      case ATAN -> 1 / (1 + x * x);
      case SINH -> Math.cosh(x);
      case COSH -> Math.sinh(x);
      case SIN -> Math.cos(x);
      case COS -> -Math.sin(x);
      case TANH -> 1 - y * y;
      case SIGMOID -> y * (1 - y);
      case RELU -> x > 0 ? 1 : 0;
      case SOFTPLUS -> 1 / (1 + Math.exp(-x));
      case ERF -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
    };
  }

  static double of(Binary op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case POW -> a == 1 || a == -1 && Double.isInfinite(b) ? 1 : StrictMath.pow(a, b);
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
    };
  }

  /** The value of an int: modulo 2³². */
  static int ofInts(Unary op, int x) {
    return op == Unary.SQUARE ? x * x : (int) (long) of(op, x);
  }

  /** The value of ints: modulo 2³²; of a fraction its integer part, and 0 of what is infinite. */
  static int ofInts(Binary op, int a, int b) {
    return switch (op) {
      case MUL -> a * b;
      case POW -> b < 0 ? (int) (a == 0 ? 0 : Math.pow(a, b)) : BigInteger.valueOf(a).modPow(
          BigInteger.valueOf(b), BigInteger.ONE.shiftLeft(Integer.SIZE)).intValue();
      default -> (int) (long) of(op, a, b);
    };
  }

  static double slope(Binary op, int i, double a, double b, double y) {
    return switch (op) {
      case ADD -> 1;
      case SUB -> i == 0 ? 1 : -1;
      case MUL -> i == 0 ? b : a;
      case DIV -> i == 0 ? 1 / b : -y / b;
      case POW -> i == 0 ? (b == 0 ? 0 : b * Math.pow(a, b - 1)) : a == 0 && b >= 0 ? 0 : y * Math.log(a);
      case MAXIMUM -> a == b ? 0.5 : a > b == (i == 0) ? 1 : 0;
      case MINIMUM -> a == b ? 0.5 : a < b == (i == 0) ? 1 : 0;
    };
  }

  static boolean holds(Comparison op, double a, double b) {
    return switch (op) {
      case EQ -> a == b;
      case NE -> a != b;
      case LT -> a < b;
      case LE -> a <= b;
      case GT -> a > b;
      case GE -> a >= b;
    };
  }

  static double converted(DType target, double x) {
    return switch (target) {
      case BOOL -> x != 0 ? 1 : 0;
      case INT32 -> (int) x;
      case FLOAT32, FLOAT64 -> x;
    };
  }
}
