package dev.gradlet.inspect;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as people read them. */
final class Text {

  private Text() {}

  /** With six digits, and no zeros at the end. */
  static String number(double value) {
    return number(value, 6);
  }

  static String number(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    boolean plain = value == 0 || Math.abs(value) >= 1e-4 && Math.abs(value) < 1e7;
    return value == 0 ? "0" : plain ? rounded.toPlainString() : rounded.toString().replace("E+", "e").replace("E", "e");
  }

  static String share(long part, long of) {
    return number(100.0 * part / of) + " %";
  }

  static String plural(long count, String what) {
    return String.format(java.util.Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
  }
}
