package course;

import dev.gradlet.Tensor;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.function.Supplier;

/** Prints each answer beside the right one, and counts those that agree. */
public final class Check {
  private static final double TOLERANCE = 1e-5;

  private final PrintStream out;
  private int asked;
  private int right;

  public Check(PrintStream out) {
    this.out = out;
  }

  /** One question: a tensor's answer is right when shape and all values are, within 10⁻⁵ of the largest. */
  public void that(String question, Supplier<Tensor> answer, Tensor expected) {
    asked++;
    String yours;
    boolean agrees = false;
    try {
      Tensor given = answer.get();
      yours = String.valueOf(given);
      agrees = given != null && agree(given, expected);
    } catch (Exercise.Blank blank) {
      yours = "(still blank)";
    } catch (RuntimeException failure) {
      yours = failure.toString();
    }
    right += agrees ? 1 : 0;
    out.printf("%d. %s%n   yours  %s%n   right  %s%n   %s%n",
        asked, question, aligned(yours), aligned(expected.toString()), agrees ? "Right." : "Not yet right.");
  }

  public int asked() {
    return asked;
  }

  public int right() {
    return right;
  }

  private static boolean agree(Tensor given, Tensor expected) {
    if (!given.shape().equals(expected.shape())) {
      return false;
    }
    double[] a = given.toDoubleArray();
    double[] b = expected.toDoubleArray();
    double scale = Math.max(1, Arrays.stream(b).map(Math::abs).max().orElse(0));
    for (int i = 0; i < a.length; i++) {
      if (!(Math.abs(a[i] - b[i]) <= TOLERANCE * scale)) {
        return false;
      }
    }
    return true;
  }

  private static String aligned(String text) {
    return text.replace("\n", "\n          ");
  }
}
