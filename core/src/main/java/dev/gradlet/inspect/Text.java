package dev.gradlet.inspect;

import dev.gradlet.engine.graph.Statistics;
import java.util.Locale;

/** Numbers as people read them. */
final class Text {

  private Text() {}

  static String number(double value) {
    return Statistics.number(value, 6);
  }

  static String plural(long count, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
  }
}
