package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Statistics;
import java.util.Locale;
import java.util.function.DoubleConsumer;

/** Tensors as text, in NumPy's manner: columns aligned, the middle of long axes left out. */
final class Printing {
  private static final int SUMMARISED_ABOVE = 1000;
  private static final int SHOWN_AT_EACH_END = 3;

  private final Data data;
  private final boolean summarised;
  private boolean scientific;
  private int digits;
  private int width;

  private Printing(Data data) {
    this.data = data;
    this.summarised = data.shape().elements() > SUMMARISED_ABOVE;
  }

  static String print(Tensor tensor) {
    StringBuilder text = new StringBuilder("tensor(");
    if (tensor.elements() == 0) {
      text.append("[]");
    } else {
      Printing printing = new Printing(tensor.read());
      printing.chooseFormat();
      if (printing.summarised) {
        text.append(printing.summary(tensor)).append(",\n       ");
        printing.block(text, 0, 0, "       ");
        return text.append(')').toString();
      }
      printing.block(text, 0, 0, "       ");
    }
    return text + ", shape=" + tensor.shape() + ", dtype=" + tensor.dtype() + ")";
  }

  /** Shape, dtype, statistics and history of a large tensor, of which only the corners are printed. */
  private String summary(Tensor tensor) {
    Statistics statistics = Statistics.of(data);
    String values = data.dtype == DType.BOOL
        ? Statistics.number(100 * statistics.mean(), 3) + " % true" : statistics.toString();
    String history = tensor.isVariable() ? tensor.variable().hasGrad() ? ", variable with gradient" : ", variable"
        : tensor.requiresGrad() ? ", with history" : "";
    return "shape=" + tensor.shape() + ", dtype=" + tensor.dtype() + ", " + values + history;
  }

  /** As many decimals as the shown values need, at most 4; scientific where magnitudes differ too much for that. */
  private void chooseFormat() {
    if (!data.dtype.isFloating()) {
      visit(0, 0, value -> width = Math.max(width, format(value).length()));
      return;
    }
    double[] magnitudes = {Double.POSITIVE_INFINITY, 0};
    visit(0, 0, value -> {
      double magnitude = Math.abs(value);
      if (Double.isFinite(value) && magnitude != 0) {
        magnitudes[0] = Math.min(magnitudes[0], magnitude);
        magnitudes[1] = Math.max(magnitudes[1], magnitude);
      }
    });
    scientific = magnitudes[1] >= 1e8 || (magnitudes[1] > 0 && (magnitudes[0] < 1e-4
        || magnitudes[1] / magnitudes[0] > 1e3 * 1e3));
    visit(0, 0, value -> digits = Math.max(digits, scientific ? 4 : decimals(value)));
    visit(0, 0, value -> width = Math.max(width, format(value).length()));
  }

  /** The fewest decimals that show a value as 4 do. */
  private static int decimals(double value) {
    if (value == Math.rint(value) || Double.isNaN(value)) {
      return 0;
    }
    double shown = rounded(value, 4);
    int decimals = 0;
    while (rounded(value, decimals) != shown) {
      decimals++;
    }
    return decimals;
  }

  private static double rounded(double value, int digits) {
    return Double.parseDouble(String.format(Locale.ROOT, "%." + digits + "f", value));
  }

  private String format(double value) {
    return switch (data.dtype) {
      case BOOL -> value != 0 ? "true" : "false";
      case INT32 -> String.valueOf((int) value);
      case FLOAT32, FLOAT64 -> {
        if (Double.isNaN(value)) {
          yield "nan";
        } else if (Double.isInfinite(value)) {
          yield value > 0 ? "inf" : "-inf";
        } else if (scientific) {
          yield String.format(Locale.ROOT, "%.4e", value);
        }
        String text = String.format(Locale.ROOT, "%." + digits + "f", value);
        yield digits == 0 ? text + "." : withoutTrailingZeros(text);
      }
    };
  }

  /** Zeros at the end become spaces, so that the points stay aligned. */
  private static String withoutTrailingZeros(String text) {
    String stripped = text.replaceAll("0+$", "");
    return stripped + " ".repeat(text.length() - stripped.length());
  }

  private void visit(int axis, long flat, DoubleConsumer action) {
    if (axis == data.shape().rank()) {
      action.accept(data.at(flat));
      return;
    }
    int size = data.shape().size(axis);
    for (int i = 0; i < size; i++) {
      i = skip(i, size);
      visit(axis + 1, flat * size + i, action);
    }
  }

  private int skip(int i, int size) {
    return summarised && size > 2 * SHOWN_AT_EACH_END && i == SHOWN_AT_EACH_END ? size - SHOWN_AT_EACH_END : i;
  }

  private void block(StringBuilder text, int axis, long flat, String indent) {
    if (axis == data.shape().rank()) {
      String value = format(data.at(flat));
      text.append(" ".repeat(Math.max(0, width - value.length()))).append(value);
      return;
    }
    int size = data.shape().size(axis);
    boolean last = axis == data.shape().rank() - 1;
    String separator = last ? ", " : "," + "\n".repeat(data.shape().rank() - 1 - axis) + indent + " ";
    text.append('[');
    for (int i = 0; i < size; i++) {
      int next = skip(i, size);
      if (i > 0) {
        text.append(separator);
      }
      if (next != i) {
        text.append("...").append(separator);
        i = next;
      }
      block(text, axis + 1, flat * size + i, indent + " ");
    }
    text.append(']');
  }
}
