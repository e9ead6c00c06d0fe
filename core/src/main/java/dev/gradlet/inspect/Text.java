package dev.gradlet.inspect;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Statistics;
import java.util.Locale;
import java.util.StringJoiner;

/** Numbers as people read them. */
final class Text {
  private static final int FEW_ELEMENTS = 6;

  private Text() {}

  static String number(double value) {
    return Statistics.number(value, 6);
  }

  static String plural(long count, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
  }

  /** All elements where there are few, else what can be said of them in a line. */
  static String describe(Data data) {
    long count = data.shape().elements();
    if (count == 0) {
      return "empty";
    } else if (count == 1) {
      return number(data.at(0));
    }
    Statistics s = Statistics.of(data);
    if (s.min() == s.max() && s.nan() + s.infinite() == 0) {
      return "all " + number(s.min());
    }
    return count <= FEW_ELEMENTS ? elements(data, 0, 0) : s.toString();
  }

  /** As {@code [[1, 2], [3, 4]]}. */
  private static String elements(Data data, int axis, int from) {
    if (axis == data.shape().rank()) {
      return Statistics.number(data.at(from), 4);
    }
    int stride = 1;
    for (int inner = axis + 1; inner < data.shape().rank(); inner++) {
      stride *= data.shape().size(inner);
    }
    StringJoiner text = new StringJoiner(", ", "[", "]");
    for (int i = 0; i < data.shape().size(axis); i++) {
      text.add(elements(data, axis + 1, from + i * stride));
    }
    return text.toString();
  }
}
