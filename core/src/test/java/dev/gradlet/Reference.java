package dev.gradlet;

import static dev.gradlet.ReferencePlaces.coordinates;
import static dev.gradlet.ReferencePlaces.embedded;
import static dev.gradlet.ReferencePlaces.flat;
import static dev.gradlet.ReferencePlaces.groups;
import static dev.gradlet.ReferencePlaces.indexed;
import static dev.gradlet.ReferencePlaces.source;
import static dev.gradlet.ReferencePlaces.unfold;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The naive evaluator that the engine is held to: every operation of a graph by itself, element by element, in double,
 * with derivatives of its own. It shares nothing with the engine but the graph, and must see it before it is computed.
 *
 * <p>How far a correct engine may be off is measured, not guessed: beside the exact run, further runs change every
 * rounded result by up to one unit of the dtype's precision (stochastic arithmetic, as in J. Vignes, "A stochastic
 * arithmetic for reliable scientific computation", 1993; here as a function of the value, so that equal values stay
 * equal). Where such a change could turn a comparison or an extremum, the graph is {@link #isAmbiguous}.
 */
final class Reference {
  private static final double SAFETY = 32;

  private final double unit;
  private final int runs;
  private final Map<Node, double[][]> values = new IdentityHashMap<>();
  private final Map<Node, Double> deviations = new IdentityHashMap<>();
  private boolean ambiguous;
  private int run;

  private Reference(double unit, int runs) {
    this.unit = unit;
    this.runs = runs;
  }

  /** Exact values only. */
  static Reference exact() {
    return new Reference(0, 1);
  }

  /** With runs that round as this type does, to measure tolerances. */
  static Reference roundingAs(DType dtype) {
    return new Reference(dtype == DType.FLOAT32 ? 0x1p-23 : 0x1p-52, 5);
  }

  /** Whether rounding decides about a comparison or an extremum. */
  boolean isAmbiguous() {
    return ambiguous;
  }

  /** The values of a tensor, one array a run, row-major. */
  double[][] value(Tensor tensor) {
    Node root = tensor.node();
    for (Node node : order(root, false)) {
      compute(node);
    }
    return values.get(root);
  }

  /** By how much a correct result may differ from the exact run, anywhere in the tensor. */
  double tolerance(double[][] result) {
    // At least 1, of which what has cancelled is left.
    double largest = Arrays.stream(result[0]).map(Math::abs).reduce(1, Math::max);
    return SAFETY * deviation(result) + 8 * unit * largest + Float.MIN_NORMAL;
  }

  private static double deviation(double[][] result) {
    double most = 0;
    for (double[] other : result) {
      for (int i = 0; i < other.length; i++) {
        double off = Math.abs(other[i] - result[0][i]);
        most = off > most || off != off ? off : most;
      }
    }
    return most;
  }

  /** The gradient of a scalar, by variable. */
  Map<Variable, double[][]> gradients(Tensor scalar) {
    Node root = scalar.node();
    value(scalar);
    Map<Node, double[][]> cotangents = new IdentityHashMap<>();
    Map<Variable, double[][]> gradients = new IdentityHashMap<>();
    double[][] one = new double[runs][1];
    for (double[] each : one) {
      each[0] = 1;
    }
    cotangents.put(root, one);
    List<Node> order = order(root, true);
    for (int at = order.size() - 1; at >= 0; at--) {
      Node y = order.get(at);
      double[][] g = cotangents.get(y);
      if (g == null) {
        continue;
      }
      if (y instanceof Variable.Capture) {
        add(gradients, ((Variable.Capture) y).variable, g);
        continue;
      }
      Node[] x = y.inputs();
      for (int i = 0; i < x.length; i++) {
        if (x[i].isDifferentiable()) {
          double[][] contribution = new double[runs][];
          for (run = 0; run < runs; run++) {
            contribution[run] = pullBack(y, i, g[run]);
          }
          if (contribution[0] != null) {
            add(cotangents, x[i], contribution);
          }
        }
      }
    }
    return gradients;
  }

  private <K> void add(Map<K, double[][]> totals, K tensor, double[][] more) {
    double[][] total = totals.putIfAbsent(tensor, more);
    if (total == null) {
      return;
    }
    double[][] sum = new double[runs][total[0].length];
    for (run = 0; run < runs; run++) {
      for (int i = 0; i < sum[run].length; i++) {
        sum[run][i] = rounded(total[run][i] + more[run][i]);
      }
    }
    totals.put(tensor, sum);
  }

  private List<Node> order(Node root, boolean onlyHistory) {
    List<Node> order = new ArrayList<>();
    Map<Node, Boolean> seen = new IdentityHashMap<>();
    Deque<Node> stack = new ArrayDeque<>(List.of(root));
    while (!stack.isEmpty()) {
      Node node = stack.peek();
      if (seen.putIfAbsent(node, false) == null) {
        if (onlyHistory ? !(node instanceof Variable.Capture) : !values.containsKey(node)) {
          for (Node input : node.inputs()) {
            if (!onlyHistory || input.isDifferentiable()) {
              stack.push(input);
            }
          }
        }
      } else {
        stack.pop();
        if (!seen.put(node, true)) {
          order.add(node);
        }
      }
    }
    return order;
  }

  // ---- values ----

  private void compute(Node node) {
    if (values.containsKey(node)) {
      return;
    }
    double[][] result = new double[runs][];
    double[][][] x = new double[node.inputs().length][][];
    for (int i = 0; i < x.length; i++) {
      x[i] = values.get(node.inputs()[i]);
    }
    for (run = 0; run < runs; run++) {
      double[][] inputs = new double[x.length][];
      for (int i = 0; i < x.length; i++) {
        inputs[i] = x[i][run];
      }
      result[run] = isLeaf(node) ? leaf(node) : apply(node, inputs);
    }
    values.put(node, result);
    deviations.put(node, deviation(result));
    if (runs > 1 && !isLeaf(node)) {
      ambiguous |= turns(node);
    }
  }

  private static boolean isLeaf(Node node) {
    return node.operation() == null || node.inputs().length == 0;
  }

  private static double[] leaf(Node node) {
    Data data = node.data();
    double[] values = new double[(int) node.shape().elements()];
    Arrays.setAll(values, data::at);
    return values;
  }

  /** A result as another correct machine might round it. */
  private double rounded(double y) {
    if (run == 0 || y == 0) {
      return y;
    }
    long bits = (Double.doubleToLongBits(y) + run) * 0x9e3779b97f4a7c15L;
    bits = (bits ^ (bits >>> 29)) * 0xbf58476d1ce4e5b9L;
    return y * (1 + unit * ((bits >> 11) * 0x1p-52));
  }

  private double rounded(boolean exact, double y) {
    return exact ? y : rounded(y);
  }

  private double[] apply(Node node, double[][] x) {
    Operation op = node.operation();
    double[] y = new double[(int) node.shape().elements()];
    if (op instanceof Unary unary) {
      boolean exact = EXACT_UNARY.contains(unary);
      Arrays.setAll(y, i -> rounded(exact, ReferenceFormulas.of(unary, x[0][i])));
    } else if (op instanceof Binary binary) {
      boolean exact = binary == Binary.MAXIMUM || binary == Binary.MINIMUM || !node.dtype().isFloating();
      Arrays.setAll(y, i -> rounded(exact, ReferenceFormulas.of(binary, x[0][i], x[1][i])));
    } else if (op instanceof Comparison comparison) {
      Arrays.setAll(y, i -> ReferenceFormulas.holds(comparison, x[0][i], x[1][i]) ? 1 : 0);
    } else if (op instanceof Select) {
      Arrays.setAll(y, i -> x[0][i] != 0 ? x[1][i] : x[2][i]);
    } else if (op instanceof Cast cast) {
      Arrays.setAll(y, i -> ReferenceFormulas.converted(cast.target(), x[0][i]));
    } else if (op instanceof Movement movement) {
      int[] from = source(movement, node.shape(), node.inputs()[0].shape());
      Arrays.setAll(y, i -> x[0][from[i]]);
    } else if (op instanceof Reduction reduction) {
      reduce(reduction, node, x[0], y);
    } else if (op instanceof MatMul) {
      int[] s = node.inputs()[0].shape().toArray();
      int k = s[s.length - 1];
      int n = node.shape().size(-1);
      for (int i = 0; i < y.length; i++) {
        int row = i / n;
        int batch = row / node.shape().size(-2);
        for (int p = 0; p < k; p++) {
          y[i] = rounded(y[i] + x[0][row * k + p] * x[1][(batch * k + p) * n + i % n]);
        }
      }
    } else if (op instanceof Embed embed) {
      int[] from = embedded(embed, (int) x[1][0], node.inputs()[0].shape(), node.shape());
      for (int i = 0; i < from.length; i++) {
        y[from[i]] = x[0][i];
      }
    } else if (op instanceof Concat concat) {
      for (int part = 0, start = 0; part < x.length; start += node.inputs()[part++].shape().size(concat.axis())) {
        int[] place = embedded(
            new Embed(concat.axis(), 1, node.shape().size(concat.axis())), start, node.inputs()[part].shape(), node.shape());
        for (int i = 0; i < place.length; i++) {
          y[place[i]] = x[part][i];
        }
      }
    } else if (op instanceof Gather gather) {
      int[] from = indexed(gather.axis(), node.inputs()[0].shape(), node.shape(), x[1]);
      Arrays.setAll(y, i -> x[0][from[i]]);
    } else if (op instanceof CumSum sum) {
      return running(sum.axis(), sum.reversed(), node.shape(), x[0]);
    } else if (op instanceof Fold fold) {
      int[] to = source(unfold(fold, node.shape().rank()), node.inputs()[0].shape(), node.shape());
      for (int i = 0; i < to.length; i++) {
        y[to[i]] += x[0][i];
      }
      Arrays.setAll(y, i -> rounded(y[i]));
    } else if (op instanceof ArgSort sort) {
      for (int[] lane : lanes(sort.axis(), node.shape())) {
        Integer[] order = order(x[0], lane, sort.descending());
        for (int i = 0; i < lane.length; i++) {
          y[lane[i]] = order[i];
        }
      }
    } else if (op instanceof ScatterAdd scatter) {
      System.arraycopy(x[0], 0, y, 0, y.length);
      int[] to = indexed(scatter.axis(), node.shape(), node.inputs()[1].shape(), x[1]);
      for (int i = 0; i < to.length; i++) {
        y[to[i]] += (scatter.minus() ? -1 : 1) * x[2][i];
      }
      Arrays.setAll(y, i -> rounded(y[i]));
    } else {
      throw new AssertionError("no reference value of " + op.label());
    }
    return y;
  }

  private static final List<Unary> EXACT_UNARY = List.of(
      Unary.NEG, Unary.ABS, Unary.SIGN, Unary.FLOOR, Unary.CEIL, Unary.ROUND, Unary.RELU);

  private void reduce(Reduction reduction, Node node, double[] x, double[] y) {
    int[] group = groups(reduction.axes(), node.inputs()[0].shape());
    if (reduction.kind() == Reduction.Kind.SUM) {
      for (int i = 0; i < x.length; i++) {
        y[group[i]] = rounded(y[group[i]] + x[i]);
      }
      return;
    }
    boolean largest = reduction.kind() == Reduction.Kind.MAX || reduction.kind() == Reduction.Kind.ARG_MAX;
    int[] best = new int[y.length];
    int[] at = new int[y.length];
    Arrays.fill(best, -1);
    for (int i = 0; i < x.length; i++) {
      int old = best[group[i]];
      boolean beats = old < 0 || (largest ? x[i] > x[old] : x[i] < x[old]) || (x[i] != x[i] && x[old] == x[old]);
      if (beats) {
        best[group[i]] = i;
        at[group[i]] = reduction.kind().isIndex()
            ? coordinates(i, node.inputs()[0].shape())[reduction.axes().get(0)]
            : 0;
      }
    }
    Arrays.setAll(y, i -> reduction.kind().isIndex() ? at[i] : x[best[i]]);
  }

  /** The places in a lane by value; NaN is larger than every number, equal ones keep their order. */
  private static Integer[] order(double[] x, int[] lane, boolean descending) {
    Integer[] order = new Integer[lane.length];
    Arrays.setAll(order, i -> i);
    Comparator<Integer> ascending = Comparator.comparingDouble(i -> x[lane[i]] == 0 ? 0 : x[lane[i]]);
    Arrays.sort(order, descending ? ascending.reversed() : ascending);
    return order;
  }

  private static List<int[]> lanes(int axis, Shape shape) {
    Map<Integer, List<Integer>> lanes = new TreeMap<>();
    int[] group = groups(List.of(axis), shape);
    for (int i = 0; i < group.length; i++) {
      lanes.computeIfAbsent(group[i], first -> new ArrayList<>()).add(i);
    }
    return lanes.values().stream().map(lane -> lane.stream().mapToInt(Integer::intValue).toArray()).toList();
  }

  private double[] running(int axis, boolean reversed, Shape shape, double[] x) {
    double[] y = new double[x.length];
    int size = shape.size(axis);
    for (int i = 0; i < y.length; i++) {
      int[] at = coordinates(i, shape);
      int last = at[axis];
      for (int j = reversed ? last : 0; j < (reversed ? size : last + 1); j++) {
        at[axis] = j;
        y[i] += x[flat(at, shape)];
      }
      y[i] = rounded(y[i]);
    }
    return y;
  }

  // ---- derivatives ----

  /** The cotangent of input i from the cotangent g of y, in the present run; null for none. */
  private double[] pullBack(Node y, int i, double[] g) {
    Operation op = y.operation();
    double[] x = values.get(y.inputs()[i])[run];
    double[] out = values.get(y)[run];
    double[] dx = new double[x.length];
    if (op instanceof Unary unary) {
      Arrays.setAll(dx, j -> rounded(g[j] * rounded(ReferenceFormulas.slope(unary, x[j], out[j]))));
    } else if (op instanceof Binary binary) {
      double[] a = values.get(y.inputs()[0])[run];
      double[] b = values.get(y.inputs()[1])[run];
      Arrays.setAll(dx, j -> rounded(g[j] * rounded(ReferenceFormulas.slope(binary, i, a[j], b[j], out[j]))));
    } else if (op instanceof Select) {
      double[] mask = values.get(y.inputs()[0])[run];
      Arrays.setAll(dx, j -> mask[j] != 0 == (i == 1) ? g[j] : 0);
    } else if (op instanceof Cast) {
      return g;
    } else if (op instanceof LogSumExp logSumExp) {
      int[] group = groups(logSumExp.axes(), y.inputs()[1].shape());
      Arrays.setAll(dx, j -> rounded(g[group[j]] * rounded(Math.exp(x[j] - out[group[j]]))));
    } else if (op instanceof Movement movement) {
      if (i > 0 && op instanceof SparseCotangent.Spread) {
        return null;
      }
      int[] from = source(movement, y.shape(), y.inputs()[0].shape());
      for (int j = 0; j < from.length; j++) {
        dx[from[j]] = rounded(dx[from[j]] + g[j]);
      }
    } else if (op instanceof Reduction reduction) {
      return spread(reduction, y, x, out, g);
    } else if (op instanceof MatMul) {
      int m = y.shape().size(-2);
      int n = y.shape().size(-1);
      int k = y.inputs()[0].shape().size(-1);
      double[] other = values.get(y.inputs()[1 - i])[run];
      for (int e = 0; e < g.length; e++) {
        int row = e / n;
        int batch = row / m;
        for (int p = 0; p < k; p++) {
          int left = row * k + p;
          int right = (batch * k + p) * n + e % n;
          int to = i == 0 ? left : right;
          dx[to] = rounded(dx[to] + g[e] * other[i == 0 ? right : left]);
        }
      }
    } else if (op instanceof Embed embed) {
      int start = (int) values.get(y.inputs()[1])[run][0];
      int[] from = embedded(embed, start, y.inputs()[0].shape(), y.shape());
      Arrays.setAll(dx, j -> g[from[j]]);
    } else if (op instanceof Concat concat) {
      int start = 0;
      for (int part = 0; part < i; part++) {
        start += y.inputs()[part].shape().size(concat.axis());
      }
      int[] place =
          embedded(new Embed(concat.axis(), 1, y.shape().size(concat.axis())), start, y.inputs()[i].shape(), y.shape());
      Arrays.setAll(dx, j -> g[place[j]]);
    } else if (op instanceof Gather gather) {
      int[] from =
          indexed(gather.axis(), y.inputs()[0].shape(), y.shape(), values.get(y.inputs()[1])[run]);
      for (int j = 0; j < from.length; j++) {
        dx[from[j]] = rounded(dx[from[j]] + g[j]);
      }
    } else if (op instanceof CumSum sum) {
      return running(sum.axis(), !sum.reversed(), y.shape(), g);
    } else if (op instanceof Fold fold) {
      int[] from = source(unfold(fold, y.shape().rank()), y.inputs()[0].shape(), y.shape());
      Arrays.setAll(dx, j -> g[from[j]]);
    } else if (op instanceof ScatterAdd scatter) {
      int[] to = indexed(scatter.axis(), y.shape(), y.inputs()[1].shape(), values.get(y.inputs()[1])[run]);
      Arrays.setAll(dx, j -> i == 0 ? g[j] : scatter.minus() ? -g[to[j]] : g[to[j]]);
    } else {
      throw new AssertionError("no reference derivative of " + op.label());
    }
    return dx;
  }

  private double[] spread(Reduction reduction, Node y, double[] x, double[] out, double[] g) {
    double[] dx = new double[x.length];
    Shape shape = y.inputs()[0].shape();
    int[] group = groups(reduction.axes(), shape);
    if (reduction.kind() == Reduction.Kind.SUM) {
      Arrays.setAll(dx, i -> g[group[i]]);
    } else if (y.inputs().length == 2) {
      double[] at = values.get(y.inputs()[1])[run];
      int axis = reduction.axes().get(0);
      Arrays.setAll(dx, i -> coordinates(i, shape)[axis] == at[group[i]] ? g[group[i]] : 0);
    } else {
      int[] ties = new int[out.length];
      for (int i = 0; i < x.length; i++) {
        ties[group[i]] += x[i] == out[group[i]] ? 1 : 0;
      }
      Arrays.setAll(dx, i -> x[i] == out[group[i]] ? rounded(g[group[i]] / ties[group[i]]) : 0);
    }
    return dx;
  }

  // ---- where rounding decides ----

  private boolean turns(Node node) {
    Operation op = node.operation();
    Node[] in = node.inputs();
    if (op instanceof Comparison || op == Binary.MAXIMUM || op == Binary.MINIMUM) {
      return close(in[0], i -> i, in[1], (int) in[0].shape().elements());
    } else if (op instanceof ArgSort sort) {
      double[][] x = values.get(in[0]);
      double gap = SAFETY * 2 * deviations.get(in[0]);
      for (int[] lane : lanes(sort.axis(), in[0].shape())) {
        Integer[] order = order(x[0], lane, false);
        for (int i = 1; i < lane.length; i++) {
          int a = lane[order[i - 1]];
          int b = lane[order[i]];
          if (x[0][b] - x[0][a] <= gap && !equalInEveryRun(x, a, x, b)) {
            return true;
          }
        }
      }
    } else if (op == Unary.ABS || op == Unary.SIGN || op == Unary.RELU || op == Unary.ROOT) {
      return close(in[0], i -> i, null, (int) in[0].shape().elements());
    } else if (op instanceof Reduction reduction && reduction.kind() != Reduction.Kind.SUM) {
      int[] group = groups(reduction.axes(), in[0].shape());
      double[][] x = values.get(in[0]);
      boolean largest = reduction.kind() == Reduction.Kind.MAX || reduction.kind() == Reduction.Kind.ARG_MAX;
      int[] best = new int[(int) node.shape().elements()];
      Arrays.fill(best, -1);
      for (int i = 0; i < group.length; i++) {
        int old = best[group[i]];
        best[group[i]] = old < 0 || (largest ? x[0][i] > x[0][old] : x[0][i] < x[0][old]) ? i : old;
      }
      double gap = SAFETY * 2 * deviations.get(in[0]);
      for (int i = 0; i < group.length; i++) {
        int b = best[group[i]];
        if (i != b && Math.abs(x[0][i] - x[0][b]) <= gap && !equalInEveryRun(x, i, x, b)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean close(Node a, java.util.function.IntUnaryOperator at, Node b, int n) {
    double[][] x = values.get(a);
    double[][] y = b == null ? new double[runs][n] : values.get(b);
    double gap = SAFETY * (deviations.get(a) + (b == null ? 0 : deviations.get(b)));
    for (int i = 0; i < n; i++) {
      if (Math.abs(x[0][i] - y[0][i]) <= gap && !equalInEveryRun(x, i, y, i)) {
        return true;
      }
    }
    return false;
  }

  private boolean equalInEveryRun(double[][] x, int i, double[][] y, int j) {
    for (int r = 0; r < runs; r++) {
      if (x[r][i] != y[r][j]) {
        return false;
      }
    }
    return true;
  }
}
