package dev.gradlet.inspect;

import dev.gradlet.Autograd;
import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.inspect.GradReport.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The slopes of one scalar, Σ w·f or Σ v·∇(Σ w·f), at one point: by its gradient, and by differences. */
final class Slopes {
  private static final int MOST_FINDINGS = 5;
  private static final int MOST_KINKS = 10;
  private static final double[] STEPS64 = {1e-3, 1e-4, 1e-5, 1e-6};
  private static final double[] STEPS32 = {3e-2, 1e-2, 3e-3};

  private final Subject subject;
  private final List<String> names;
  private final Tensor[] point;
  private final DType dtype;
  private final int order;
  private final Random random;
  private final double tolerance;
  private final double rounding;
  private final double[] steps;

  private final double[] x;
  private final Tensor weights;
  private final Tensor[] direction;
  private final double[] analytic;
  private final double value;
  /** Why there is no gradient; null if there is one. */
  private final String failure;

  /** Where a place moved along a direction has its values, and how far it moved after rounding. */
  private record Moved(double value, double[] at) {}

  Slopes(
      Subject subject, List<String> names, Tensor[] point, DType dtype, int order, long seed, double tolerance) {
    boolean wide = dtype == DType.FLOAT64;
    this.subject = subject;
    this.names = names;
    this.point = point;
    this.dtype = dtype;
    this.order = order;
    this.random = new Random(seed);
    this.tolerance = wide ? tolerance : 1e4 * tolerance;
    this.rounding = wide ? Math.ulp(1.0) : Math.ulp(1f);
    this.steps = wide ? STEPS64 : STEPS32;
    this.x = flat(point);
    Tensor result = value(subject, point);
    this.weights = result.elements() == 1 ? Tensor.onesLike(result) : gaussian(result);
    this.direction = Arrays.stream(point).map(this::gaussian).toArray(Tensor[]::new);
    double[] gradient = null;
    String thrown = null;
    double here = Double.NaN;
    try {
      Tensor[] variables = subject.moveTo(point);
      Tensor scalar = scalar(variables);
      gradient = flat(Autograd.gradOrZeros(scalar, null, false, variables).toArray(Tensor[]::new));
      here = scalar.item();
    } catch (IllegalStateException wrongVjp) {
      thrown = wrongVjp.getMessage();
    }
    this.analytic = gradient;
    this.failure = thrown;
    this.value = here;
  }

  /** The result, read twice, as what differs from call to call has no differences. */
  static Tensor value(Subject subject, Tensor[] at) {
    Tensor result = result(subject, subject.moveTo(at));
    double[] once = result.toDoubleArray();
    if (!Arrays.equals(once, result(subject, subject.moveTo(at)).toDoubleArray())) {
      throw new IllegalArgumentException(
          "gradCheck: the function is not the same when called twice; draw its random numbers beforehand, or call eval()");
    }
    if (!Arrays.stream(once).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "gradCheck: the function is not finite at this point; choose one within its domain");
    }
    return result;
  }

  private static Tensor result(Subject subject, Tensor[] variables) {
    Tensor result = subject.result(variables);
    if (result == null) {
      throw new IllegalArgumentException("gradCheck: the function returned null, must return a tensor");
    }
    if (!result.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "gradCheck: the function returned dtype " + result.dtype() + ", which has no gradient");
    }
    return result;
  }

  static Tensor[] to(DType dtype, Tensor[] tensors) {
    return Arrays.stream(tensors).map(tensor -> tensor.to(dtype)).toArray(Tensor[]::new);
  }

  private static double[] flat(Tensor[] tensors) {
    return Arrays.stream(tensors).flatMapToDouble(tensor -> Arrays.stream(tensor.toDoubleArray())).toArray();
  }

  private Tensor gaussian(Tensor like) {
    double[] values = new double[(int) like.elements()];
    Arrays.setAll(values, i -> random.nextGaussian());
    return Tensor.of(values).reshape(Arrays.stream(like.shape().toArray()).asLongStream().toArray());
  }

  private Tensor scalar(Tensor[] variables) {
    Tensor first = result(subject, variables).to(DType.FLOAT64).mul(weights.to(DType.FLOAT64)).sum();
    if (order == 1) {
      return first;
    }
    List<Tensor> gradients = Autograd.gradOrZeros(first, null, true, variables);
    Tensor slope = Tensor.scalar(0.0);
    for (int i = 0; i < variables.length; i++) {
      slope = slope.add(gradients.get(i).to(DType.FLOAT64).mul(direction[i]).sum());
    }
    return slope;
  }

  // ---- differences ----

  private Moved moved(double[] along, double step) {
    Tensor[] there = new Tensor[point.length];
    int from = 0;
    for (int i = 0; i < there.length; i++) {
      double[] values = Arrays.copyOfRange(x, from, from + (int) point[i].elements());
      for (int j = 0; j < values.length; j++) {
        values[j] += step * along[from + j];
      }
      there[i] = Tensor.of(values).to(point[i].dtype())
          .reshape(Arrays.stream(point[i].shape().toArray()).asLongStream().toArray());
      from += values.length;
    }
    return new Moved(scalar(subject.moveTo(there)).item(), flat(there));
  }

  private double expected(double[] from, double[] to, double step) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += to[i] == from[i] ? 0 : analytic[i] * (to[i] - from[i]);
    }
    return sum / step;
  }

  /** Slopes along a direction, on both sides, with steps of that size; differences are those of rounded places. */
  private final class Pair {
    final double left;
    final double right;
    final double central;
    final double byGradient;
    private final double noise;

    Pair(double[] along, double step) {
      Moved before = moved(along, -step);
      Moved after = moved(along, step);
      Moved before2 = moved(along, -step / 2);
      Moved after2 = moved(along, step / 2);
      left = (value - before2.value) / (step / 2);
      right = (after2.value - value) / (step / 2);
      double wide = (after.value - before.value) / (2 * step);
      double narrow = (after2.value - before2.value) / step;
      byGradient = expected(before2.at, after2.at, step);
      boolean exact = dtype == DType.FLOAT64;
      central = exact ? narrow + (narrow - wide) / 3 : narrow;
      noise = 8 * rounding * Math.max(Math.abs(value), Math.abs(after.value)) / step;
    }

    boolean agrees(double scale) {
      return Math.abs(byGradient - central) <= tolerance * scale + noise;
    }

    double jump() {
      return Math.abs(right - left);
    }

    boolean encloses(double slope, double scale) {
      double slack = 100 * tolerance * scale + noise + 1e-3 * jump();
      return slope >= Math.min(left, right) - slack && slope <= Math.max(left, right) + slack;
    }
  }

  private double scale(double[] along) {
    double scale = 1e-3;
    for (int i = 0; i < along.length; i++) {
      scale += along[i] == 0 ? 0 : Math.abs(analytic[i] * along[i]);
    }
    return Math.max(scale, 1e-3 * Math.abs(value));
  }

  private boolean agrees(double[] along) {
    double scale = scale(along);
    for (double step : steps) {
      if (new Pair(along, step).agrees(scale)) {
        return !isKink(along);
      }
    }
    return false;
  }

  /** Whether the slopes on both sides differ, and do not come closer when the steps do. */
  private boolean isKink(double[] along) {
    Pair near = new Pair(along, steps[steps.length - 1]);
    if (!Double.isFinite(near.left) || !Double.isFinite(near.right)) {
      return true;
    }
    double least = 100 * tolerance * scale(along) + 2 * near.noise;
    return near.jump() > least && near.jump() > 0.5 * new Pair(along, steps[steps.length - 2]).jump();
  }

  // ---- findings ----

  void check(int directions, List<Finding> findings) {
    if (failure != null) {
      findings.add(new Finding(true, order, dtype, String.join(", ", names), -1, Double.NaN, Double.NaN,
          "there is no " + ordinal() + " gradient in " + dtype + ": " + failure));
      return;
    }
    List<Integer> kinks = new ArrayList<>();
    for (int i = 0; i < directions && findings.isEmpty() && x.length > 0; i++) {
      double[] along = new double[x.length];
      Arrays.setAll(along, j -> (random.nextBoolean() ? 1 : -1) * (0.5 + random.nextDouble()));
      search(along, 0, x.length, findings, kinks);
    }
    checkTies(kinks, findings);
  }

  /** Follows the halves of a direction along which gradient and differences do not agree, to the elements. */
  private void search(double[] along, int from, int to, List<Finding> findings, List<Integer> kinks) {
    if (from == to || mistakes(findings) >= MOST_FINDINGS || kinks.size() >= MOST_KINKS) {
      return;
    }
    double[] part = new double[x.length];
    System.arraycopy(along, from, part, from, to - from);
    if (agrees(part)) {
      return;
    }
    if (to - from == 1) {
      judge(from, findings, kinks);
      return;
    }
    int middle = (from + to) >>> 1;
    search(along, from, middle, findings, kinks);
    search(along, middle, to, findings, kinks);
  }

  private static long mistakes(List<Finding> findings) {
    return findings.stream().filter(Finding::isMistake).count();
  }

  private void judge(int element, List<Finding> findings, List<Integer> kinks) {
    double[] along = unit(element);
    Pair near = new Pair(along, steps[steps.length - 1]);
    if (isKink(along)) {
      boolean known = Double.isFinite(near.left) && Double.isFinite(near.right);
      boolean right = !known || near.encloses(analytic[element], scale(along));
      if (right) {
        kinks.add(element);
      }
      findings.add(finding(!right, element, known ? Double.NaN : near.central, known
          ? String.format("a kink: slopes %s before and %s after it, the gradient %s is %s", Text.number(near.left),
              Text.number(near.right), Text.number(analytic[element]), right ? "between them" : "not between them")
          : "not finite on one side, so not checked"));
    } else {
      double numeric = new Pair(along, steps[Math.min(1, steps.length - 1)]).central;
      findings.add(finding(true, element, numeric, String.format(
          "%s by the gradient, %s by differences%s", Text.number(analytic[element]), Text.number(numeric),
          ratio(analytic[element], numeric))));
    }
  }

  /** Elements that kink together, as the two largest ones do: moved together they have one slope. */
  private void checkTies(List<Integer> kinks, List<Finding> findings) {
    for (int a = 0; a < kinks.size(); a++) {
      for (int b = a + 1; b < kinks.size() && mistakes(findings) < MOST_FINDINGS; b++) {
        int i = kinks.get(a);
        int j = kinks.get(b);
        double[] both = unit(i);
        both[j] = 1;
        double sum = analytic[i] + analytic[j];
        Pair near = new Pair(both, steps[steps.length - 1]);
        if (kinkTogether(i, j, both) && !near.encloses(sum, scale(both))) {
          findings.add(finding(true, j, near.central - analytic[i], String.format(
              "a tie with %s: moved together they have slope %s, their gradients add up to %s", place(i),
              Text.number(near.central), Text.number(sum))));
        }
      }
    }
  }

  private boolean kinkTogether(int i, int j, double[] both) {
    double step = steps[steps.length - 1];
    double together = moved(both, step).value - moved(unit(i), step).value - moved(unit(j), step).value + value;
    return Math.abs(together) / step > 1e-2 * scale(both);
  }

  /** Gradients of this dtype against those of a wider one. */
  void compare(Slopes wider, List<Finding> findings) {
    if (failure != null) {
      check(0, findings);
      return;
    }
    double mean = Arrays.stream(wider.analytic).map(Math::abs).average().orElse(0);
    for (int i = 0; i < x.length && mistakes(findings) < MOST_FINDINGS; i++) {
      double difference = Math.abs(analytic[i] - wider.analytic[i]);
      if (difference > 0.1 * tolerance * (Math.abs(wider.analytic[i]) + mean) + rounding
          || Double.isFinite(analytic[i]) != Double.isFinite(wider.analytic[i])) {
        findings.add(finding(true, i, wider.analytic[i], String.format(
            "%s in FLOAT32, %s in FLOAT64", Text.number(analytic[i]), Text.number(wider.analytic[i]))));
      }
    }
  }

  private double[] unit(int element) {
    double[] along = new double[x.length];
    along[element] = 1;
    return along;
  }

  private Finding finding(boolean mistake, int element, double numeric, String what) {
    int input = 0;
    int index = element;
    while (index >= point[input].elements()) {
      index -= (int) point[input++].elements();
    }
    return new Finding(mistake, order, dtype, names.get(input), index, analytic[element], numeric,
        ordinal() + " derivative for " + place(element) + " in " + dtype + ": " + what);
  }

  private String ordinal() {
    return order == 1 ? "first" : "second";
  }

  /** As {@code weight[1, 2]}. */
  private String place(int element) {
    int input = 0;
    long index = element;
    while (index >= point[input].elements()) {
      index -= point[input++].elements();
    }
    int[] sizes = point[input].shape().toArray();
    int[] at = new int[sizes.length];
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      at[axis] = (int) (index % sizes[axis]);
      index /= sizes[axis];
    }
    return names.get(input) + (at.length == 0 ? "" : Arrays.toString(at));
  }

  private static String ratio(double analytic, double numeric) {
    double ratio = analytic / numeric;
    long near = Math.round(ratio);
    boolean simple = near != 1 && near != 0 && Math.abs(near) < 100 && Math.abs(ratio - near) < 1e-3;
    return simple ? ": " + near + " times as large" : "";
  }
}
