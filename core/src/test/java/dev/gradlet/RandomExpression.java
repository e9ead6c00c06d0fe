package dev.gradlet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * An expression drawn from a seed: leaves of random shapes, up to twelve steps of random operations on them, and one
 * to three roots. The same seed gives the same expression in either dtype, built anew each time, so that evaluations
 * can be compared that must not see each other's values. Its {@link #toString} is the script that builds it.
 */
final class RandomExpression {
  private static final int[] SMALL = {1, 1, 2, 3, 4, 5, 7};
  /** Around the lengths at which lanes, tiles and blocks change. */
  private static final int[] LARGE = {
    63, 64, 65, 100, 127, 128, 130, 200, 300, 700, 1000, 1023, 1024, 1025, 1500, 2048, 4095, 4096, 4097, 5000
  };

  /** Around the lengths of rows that fit in tiles, as last axes. */
  private static final int[] ROWS = {1, 2, 63, 64, 65, 127, 128, 129, 511, 512, 513, 1023, 1024, 1025};

  /** Sides of squares, which are added to what they are when transposed. */
  private static final int[] SIDES = {2, 3, 5, 20, 64, 65};

  /** A value with the number of steps that led to it. */
  private record Node(Tensor tensor, String name, int depth) {
    Shape shape() {
      return tensor.shape();
    }
  }

  final long seed;
  final DType dtype;
  final List<Tensor> variables = new ArrayList<>();
  final List<Tensor> roots = new ArrayList<>();
  /** All values on the way, in the order in which they were made. */
  final List<Tensor> values = new ArrayList<>();
  final Tensor loss;

  private final Random random;
  private final StringBuilder script = new StringBuilder();
  private final List<Node> pool = new ArrayList<>();
  /** Whether last axes are rows, and reductions of rows, gathers and scatters follow each other. */
  private final boolean ofRows;
  /** Whether leaves are squares, and an element meets the transposed one. */
  private final boolean ofSquares;
  private final int largest;
  /** Powers of two that keep values near 1: found by the first build, used by all. */
  private final List<Double> scales;
  private final Reference magnitudes;
  private int scalesUsed;
  private int names;

  /** Builds the expression for the first time. */
  static List<Double> scales(long seed) {
    return new RandomExpression(seed, DType.FLOAT64, new ArrayList<>(), Reference.exact()).scales;
  }

  static RandomExpression of(long seed, DType dtype, List<Double> scales) {
    return new RandomExpression(seed, dtype, scales, null);
  }

  private RandomExpression(long seed, DType dtype, List<Double> scales, Reference magnitudes) {
    this.seed = seed;
    this.dtype = dtype;
    // Neighbouring seeds of java.util.Random begin alike.
    this.random = new Random(seed * 0x9e3779b97f4a7c15L);
    this.scales = scales;
    this.magnitudes = magnitudes;
    this.ofRows = seed % 2 == 1;
    this.ofSquares = seed % 6 == 2;
    boolean large = !ofRows && random.nextInt(8) == 0;
    this.largest = ofRows ? 6_000 : large ? 20_000 : ofSquares ? 4_300 : 600;
    for (int i = 0; i < 1 + random.nextInt(2); i++) {
      pool.add(leaf(ofRows ? rows() : ofSquares ? square() : shape(large && i == 0), true));
    }
    int steps = 2 + random.nextInt(11);
    while (pool.get(pool.size() - 1).depth < steps && pool.size() < 60) {
      step(chosen());
    }
    loss = finish();
  }

  // ---- leaves ----

  private long[] shape(boolean large) {
    long[] sizes = new long[random.nextInt(large ? 3 : 5)];
    Arrays.setAll(sizes, i -> SMALL[random.nextInt(SMALL.length)]);
    if (large) {
      sizes = sizes.length == 0 ? new long[1] : sizes;
      sizes[random.nextInt(sizes.length)] = LARGE[random.nextInt(LARGE.length)];
    }
    return sizes;
  }

  private long[] rows() {
    long[] sizes = new long[1 + random.nextInt(3)];
    Arrays.setAll(sizes, i -> random.nextInt(40) == 0 ? 0 : 1 + random.nextInt(4));
    int last = ROWS[random.nextInt(ROWS.length)];
    sizes[sizes.length - 1] = last;
    return Arrays.stream(sizes).reduce(1, (a, b) -> a * b) <= largest ? sizes : new long[] {last};
  }

  private long[] square() {
    long side = SIDES[random.nextInt(SIDES.length)];
    return new long[] {side, side};
  }

  private Node leaf(long[] sizes, boolean variable) {
    double[] values = new double[(int) Shape.of(sizes).elements()];
    Arrays.setAll(values, i -> (float) random.nextGaussian());
    Tensor constant = Tensor.of(values).to(dtype).reshape(sizes).evaluate();
    Tensor tensor = constant;
    if (variable) {
      tensor = constant.requireGrad();
      variables.add(tensor);
    }
    return named(tensor, variable ? "variable" : "constant", 0);
  }

  private Tensor indices(int bound, long... sizes) {
    int[] values = new int[(int) Shape.of(sizes).elements()];
    Arrays.setAll(values, i -> random.nextInt(bound));
    return Tensor.of(values).reshape(sizes);
  }

  private Node named(Tensor tensor, String how, int depth) {
    Node node = new Node(tensor, "t" + names++, depth);
    script.append(node.name).append(" = ").append(how).append("  // ").append(tensor.shape()).append('\n');
    values.add(tensor);
    return node;
  }

  // ---- choices ----

  /** Mostly the latest value, so that expressions get deep. */
  private Node chosen() {
    return pool.get(random.nextInt(10) < 7 ? pool.size() - 1 : random.nextInt(pool.size()));
  }

  private int axis(Shape shape) {
    return random.nextInt(shape.rank()) - (random.nextBoolean() ? shape.rank() : 0);
  }

  private int[] axes(Shape shape) {
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      if (random.nextBoolean()) {
        chosen.add(random.nextBoolean() ? i : i - shape.rank());
      }
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  private static boolean broadcast(Shape a, Shape b, int largest) {
    try {
      return Operands.shape("", a, b).elements() <= largest;
    } catch (IllegalArgumentException differ) {
      return false;
    }
  }

  /** A second operand: a value that is there already, or a leaf whose shape broadcasts. */
  private Node partner(Node a) {
    for (int i = 0; i < 3 && random.nextBoolean(); i++) {
      Node b = pool.get(random.nextInt(pool.size()));
      if (broadcast(a.shape(), b.shape(), largest)) {
        return b;
      }
    }
    int[] sizes = a.shape().toArray();
    int dropped = sizes.length > 0 && random.nextInt(3) == 0 ? 1 + random.nextInt(sizes.length) : 0;
    long[] other = new long[sizes.length - dropped];
    for (int i = 0; i < other.length; i++) {
      int size = sizes[i + dropped];
      other[i] = random.nextInt(3) == 0 ? 1 : size == 1 && random.nextBoolean() ? 1 + random.nextInt(4) : size;
    }
    if (!broadcast(a.shape(), Shape.of(other), largest)) {
      other = new long[0];
    }
    Node leaf = leaf(other, random.nextInt(4) > 0);
    pool.add(0, leaf);
    return leaf;
  }

  // ---- steps ----

  private void step(Node x) {
    if (x.shape().elements() == 0) {
      stepOfNothing(x);
      return;
    }
    if (ofRows && random.nextInt(2) == 0) {
      rowStep(x);
      return;
    }
    if (ofSquares && isSquare(x.shape()) && random.nextInt(3) == 0) {
      mirroredStep(x);
      return;
    }
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> unary(x);
      case 4, 5, 6, 7 -> binary(x, partner(x));
      case 8, 9, 10 -> reduction(x);
      case 11, 12, 13, 14, 15 -> movement(x);
      case 16 -> matmul(x);
      case 17 -> indexing(x);
      case 18 -> joining(x);
      default -> extremum(x);
    }
  }

  /** What needs no element: sums, and what is elementwise. */
  private void stepOfNothing(Node x) {
    switch (random.nextInt(4)) {
      case 0 -> {
        int[] axes = axes(x.shape());
        boolean keep = random.nextBoolean();
        made(x, x.tensor.sum(keep, axes), "$a.sum(" + keep + ", " + Arrays.toString(axes) + ")");
      }
      case 1 -> binary(x, partner(x));
      case 2 -> made(x, x.tensor.sum(true, 0).add(x.tensor), "$a.sum(true, 0).add($a)");
      default -> unary(x);
    }
  }

  /** What goes over rows, or chooses among them. */
  private void rowStep(Node x) {
    if (x.shape().rank() == 0) {
      unary(x);
      return;
    }
    Tensor t = x.tensor;
    int axis = random.nextInt(3) > 0 ? x.shape().rank() - 1 : random.nextInt(x.shape().rank());
    String over = "(true, " + axis + ")";
    switch (random.nextInt(9)) {
      case 0 -> made(x, t.sum(true, axis).mul(t), "$a.sum" + over + ".mul($a)");
      case 1 -> made(x, t.sub(t.mean(true, axis)), "$a.sub($a.mean" + over + ")");
      case 2 -> made(x, t.norm(Double.POSITIVE_INFINITY, true, axis).mul(t), "$a.norm ∞ " + over + ".mul($a)");
      case 3 -> made(x, t.max(axis, true).values().sub(t), "$a.max" + over + ".values().sub($a)");
      case 4 -> made(x, t.norm(2, true, axis).add(1).reciprocal().mul(t),
          "$a.norm 2 " + over + ".add(1).reciprocal().mul($a)");
      case 5 -> made(x, t.softmax(axis), "$a.softmax(" + axis + ")");
      case 6 -> {
        Node other = partner(x);
        made(x, other, t.sum(true, axis).mul(other.tensor), "$a.sum" + over + ".mul($b)");
      }
      default -> wholeIndexing(x);
    }
  }

  private static boolean isSquare(Shape shape) {
    return shape.rank() > 1 && shape.size(-1) == shape.size(-2);
  }

  /** What takes an element and the transposed one. */
  private void mirroredStep(Node x) {
    Tensor t = x.tensor;
    Tensor mirrored = t.transpose();
    switch (random.nextInt(5)) {
      case 0 -> made(x, t.add(mirrored), "$a.add($a.transpose())");
      case 1 -> made(x, mirrored.mul(t), "$a.transpose().mul($a)");
      case 2 -> made(x, mirrored.tanh().sub(t), "$a.transpose().tanh().sub($a)");
      case 3 -> made(x, t.sum(true, -1).add(t.sum(true, -2)).mul(t),
          "$a.sum(true, -1).add($a.sum(true, -2)).mul($a)");
      default -> {
        Node other = partner(x);
        made(x, other, mirrored.mul(other.tensor).tanh().add(t), "$a.transpose().mul($b).tanh().add($a)");
      }
    }
  }

  /** Gathers, scatters and selections of as many elements as there are. */
  private void wholeIndexing(Node x) {
    int axis = random.nextInt(x.shape().rank());
    int size = x.shape().size(axis);
    long[] sizes = Arrays.stream(x.shape().toArray()).asLongStream().toArray();
    Tensor index = indices(size, sizes);
    switch (random.nextInt(7)) {
      case 0, 1 -> made(x, x.tensor.gather(axis, index), "$a.gather(" + axis + ", whole index " + names + ")");
      case 2 -> made(x, Tensor.zeros(dtype, sizes).scatterAdd(axis, index, x.tensor),
          "zeros.scatterAdd(" + axis + ", whole index " + names + ", $a)");
      case 5 -> made(x, x.tensor.cumSum(axis), "$a.cumSum(" + axis + ")");
      case 6 -> {
        int window = 1 + random.nextInt(Math.min(size, 4));
        int step = 1 + random.nextInt(3);
        String how = "$a.unfold(" + axis + ", " + window + ", " + step + ")";
        if (random.nextBoolean()) {
          made(x, x.tensor.unfold(axis, window, step).sum(-1), how + ".sum(-1)");
        } else {
          made(x, x.tensor.unfold(axis, window, step).max(-1).values(), how + ".max(-1).values()");
        }
      }
      case 3 -> {
        Tensor order = indices(size, size);
        made(x, x.tensor.indexSelect(axis, order), "$a.indexSelect(" + axis + ", whole index " + names + ")");
      }
      default -> {
        Tensor transposed = indices(size, sizes).transpose(0, -1).transpose(0, -1);
        made(x, x.tensor.transpose(0, -1).gather(
                axis == 0 ? x.shape().rank() - 1 : axis == x.shape().rank() - 1 ? 0 : axis,
                transposed.transpose(0, -1)).transpose(0, -1),
            "$a.transpose(0, -1).gather(of " + axis + ", whole index " + names + ").transpose(0, -1)");
      }
    }
  }

  private void made(Node x, Tensor y, String how) {
    made(x, x, y, how);
  }

  /** Adds a value, brought back near 1 where it left that. */
  private void made(Node a, Node b, Tensor y, String how) {
    Tensor floating = y.dtype() == dtype ? y : y.to(dtype);
    int depth = 1 + Math.max(a.depth, b.depth);
    String text = how.replace("$a", a.name).replace("$b", b.name);
    Node node = named(floating, text + (y == floating ? "" : ".to(" + dtype + ")"), depth);
    double scale = scale(floating);
    pool.add(scale == 1 ? node : named(floating.mul(scale), node.name + ".mul(" + scale + ")", depth));
  }

  private double scale(Tensor y) {
    if (magnitudes != null) {
      double largest = Arrays.stream(magnitudes.value(y)[0]).map(Math::abs).max().orElse(1);
      boolean noise = largest < 0x1p-20;
      boolean tame = noise || (largest > 0x1p-5 && largest < 64);
      scales.add(tame ? 1 : Math.scalb(1.0, -Math.getExponent(largest)));
    }
    return scales.get(scalesUsed++);
  }

  private void unary(Node x) {
    Tensor t = x.tensor;
    Tensor positive = t.square().add(0.5);
    switch (random.nextInt(23)) {
      case 19 -> made(x, t.atan(), "$a.atan()");
      case 20 -> made(x, t.tanh().sinh(), "$a.tanh().sinh()");
      case 21 -> made(x, positive.log2(), "$a.square().add(0.5).log2()");
      case 0 -> made(x, t.neg(), "$a.neg()");
      case 1 -> made(x, t.abs(), "$a.abs()");
      case 2 -> made(x, t.square(), "$a.square()");
      case 3 -> made(x, t.tanh().exp(), "$a.tanh().exp()");
      case 4 -> made(x, t.sin(), "$a.sin()");
      case 5 -> made(x, t.cos(), "$a.cos()");
      case 6 -> made(x, t.tanh(), "$a.tanh()");
      case 7 -> made(x, t.sigmoid(), "$a.sigmoid()");
      case 8 -> made(x, t.relu(), "$a.relu()");
      case 9 -> made(x, t.softplus(), "$a.softplus()");
      case 10 -> made(x, t.mul(0.0625).expm1(), "$a.mul(0.0625).expm1()");
      case 11 -> made(x, positive.sqrt(), "$a.square().add(0.5).sqrt()");
      case 12 -> made(x, positive.log(), "$a.square().add(0.5).log()");
      case 13 -> made(x, positive.log1p(), "$a.square().add(0.5).log1p()");
      case 14 -> made(x, positive.rsqrt(), "$a.square().add(0.5).rsqrt()");
      case 15 -> made(x, positive.reciprocal(), "$a.square().add(0.5).reciprocal()");
      case 16 -> made(x, t.clamp(-1, 0.75), "$a.clamp(-1, 0.75)");
      case 17 -> made(x, t.pow(3), "$a.pow(3)");
      case 18 -> made(x, positive.pow(-1.5), "$a.square().add(0.5).pow(-1.5)");
      default -> made(x, t.sign().mul(t), "$a.sign().mul($a)");
    }
  }

  private void binary(Node a, Node b) {
    Tensor s = a.tensor;
    Tensor t = b.tensor;
    switch (random.nextInt(11)) {
      case 0, 1 -> made(a, b, s.add(t), "$a.add($b)");
      case 2, 3 -> made(a, b, s.sub(t), "$a.sub($b)");
      case 4, 5 -> made(a, b, s.mul(t), "$a.mul($b)");
      case 6 -> made(a, b, s.div(t.square().add(0.5)), "$a.div($b.square().add(0.5))");
      case 7 -> made(a, b, s.maximum(t), "$a.maximum($b)");
      case 8 -> made(a, b, s.minimum(t), "$a.minimum($b)");
      case 9 -> made(a, b, Tensor.where(s.gt(t), s, t.mul(2)), "where($a.gt($b), $a, $b.mul(2))");
      default -> made(a, b, s.sigmoid().add(0.5).pow(t.tanh()), "$a.sigmoid().add(0.5).pow($b.tanh())");
    }
  }

  private void reduction(Node x) {
    Tensor t = x.tensor;
    boolean keep = random.nextBoolean();
    int[] axes = axes(x.shape());
    String over = "(" + keep + ", " + Arrays.toString(axes) + ")";
    switch (random.nextInt(11)) {
      case 9 -> made(x, t.tanh().mul(0x1p-10).add(1).prod(keep, axes), "$a.tanh().mul(0x1p-10).add(1).prod" + over);
      case 10 -> made(x, t.norm(3, keep, axes), "$a.norm 3 " + over);
      case 0, 1 -> made(x, t.sum(keep, axes), "$a.sum" + over);
      case 2 -> made(x, t.mean(keep, axes), "$a.mean" + over);
      case 3 -> made(x, t.var(false, keep, axes), "$a.var" + over);
      case 4 -> made(x, t.square().sum(keep, axes).add(0.25).sqrt(), "$a.square().sum" + over + ".add(0.25).sqrt()");
      case 5 -> made(x, t.norm(1, keep, axes), "$a.norm 1 " + over);
      case 6 -> made(x, t.logSumExp(keep, axes), "$a.logSumExp" + over);
      default -> {
        if (x.shape().rank() > 0) {
          int axis = axis(x.shape());
          made(x, keep ? t.softmax(axis) : t.logSoftmax(axis), "$a.softmax/logSoftmax " + keep + " (" + axis + ")");
        }
      }
    }
  }

  private void extremum(Node x) {
    Tensor t = x.tensor;
    if (x.shape().rank() == 0 || random.nextInt(4) == 0) {
      boolean least = random.nextBoolean();
      made(x, least ? t.min() : t.max(), least ? "$a.min()" : "$a.max()");
      return;
    }
    int axis = axis(x.shape());
    boolean keep = random.nextBoolean();
    String over = "(" + axis + ", " + keep + ")";
    switch (random.nextInt(7)) {
      case 6 -> made(x, t.sort(axis, keep).values(), "$a.sort" + over + ".values()");
      case 0, 1 -> made(x, t.min(axis, keep).values(), "$a.min" + over + ".values()");
      case 2 -> made(x, t.max(axis, keep).values(), "$a.max" + over + ".values()");
      case 3 -> {
        Tensor.Extremum extremum = t.min(axis, keep);
        made(
            x, extremum.values().add(extremum.indices().mul(0.25)),
            "min" + over + " of $a: values.add(indices.mul(0.25))");
      }
      case 4 -> made(x, t.gather(axis, t.argMax(axis, true)), "$a.gather(" + axis + ", $a.argMax(" + axis + ", true))");
      default -> {
        int size = x.shape().size(axis);
        Tensor nearest = t.argMin(axis).oneHot(size, dtype);
        if (nearest.elements() <= largest) {
          made(x, nearest, "$a.argMin(" + axis + ").oneHot(" + size + ")");
        }
      }
    }
  }

  private void movement(Node x) {
    Tensor t = x.tensor;
    Shape shape = x.shape();
    int rank = shape.rank();
    switch (random.nextInt(12)) {
      case 0, 1 -> {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
          order.add(random.nextInt(order.size() + 1), i);
        }
        int[] axes = order.stream().mapToInt(Integer::intValue).toArray();
        made(x, t.permute(axes), "$a.permute(" + Arrays.toString(axes) + ")");
      }
      case 2 -> {
        if (rank >= 2) {
          made(x, t.transpose(), "$a.transpose()");
        }
      }
      case 3, 4 -> {
        long[] sizes = factors(shape.elements());
        made(x, t.reshape(sizes), "$a.reshape(" + Arrays.toString(sizes) + ")");
      }
      case 5 -> {
        if (rank > 0) {
          int axis = axis(shape);
          int length = 1 + random.nextInt(shape.size(axis));
          int start = random.nextInt(shape.size(axis) - length + 1);
          made(x, t.narrow(axis, start, length), "$a.narrow(" + axis + ", " + start + ", " + length + ")");
        }
      }
      case 6 -> {
        if (rank > 0) {
          Index[] index = new Index[rank];
          for (int i = 0; i < rank; i++) {
            int size = shape.size(i);
            index[i] = switch (random.nextInt(4)) {
              case 0 -> Index.at(random.nextInt(size) - (random.nextBoolean() ? size : 0));
              case 1 -> Index.range(random.nextInt(size), size, 1 + random.nextInt(3));
              default -> Index.all();
            };
          }
          made(x, t.index(index), "$a.index(" + Arrays.toString(index) + ")");
        }
      }
      case 7 -> {
        int axis = random.nextInt(rank + 1);
        made(x, t.unsqueeze(axis), "$a.unsqueeze(" + axis + ")");
      }
      case 8 -> made(x, t.squeeze(), "$a.squeeze()");
      case 9, 10 -> {
        int added = random.nextInt(2);
        long[] sizes = new long[rank + added];
        Arrays.setAll(sizes, i -> i < added || shape.size(i - added) == 1 ? 1 + random.nextInt(4) : -1);
        if (Arrays.stream(sizes).map(Math::abs).reduce(1, (a, b) -> a * b) * shape.elements() <= largest) {
          made(x, t.expand(sizes), "$a.expand(" + Arrays.toString(sizes) + ")");
        }
      }
      default -> {
        long[] times = new long[rank + random.nextInt(2)];
        Arrays.setAll(times, i -> 1 + random.nextInt(3));
        if (Arrays.stream(times).reduce(1, (a, b) -> a * b) * shape.elements() <= largest) {
          made(x, t.repeat(times), "$a.repeat(" + Arrays.toString(times) + ")");
        }
      }
    }
  }

  private long[] factors(long elements) {
    List<Long> sizes = new ArrayList<>();
    long rest = elements;
    for (int i = 0; i < 3; i++) {
      List<Long> divisors = new ArrayList<>();
      for (long d = 1; d <= Math.min(rest, 100); d++) {
        if (rest % d == 0) {
          divisors.add(d);
        }
      }
      long size = divisors.get(random.nextInt(divisors.size()));
      sizes.add(random.nextInt(sizes.size() + 1), size);
      rest /= size;
    }
    sizes.add(random.nextInt(sizes.size() + 1), rest);
    sizes.removeIf(size -> size == 1 && random.nextBoolean());
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  private void matmul(Node x) {
    if (x.shape().rank() == 0) {
      return;
    }
    int inner = x.shape().size(-1);
    Node a = x;
    long[] sizes = new long[random.nextInt(4)];
    Arrays.setAll(sizes, i -> 1 + random.nextInt(5));
    if (sizes.length == 0) {
      sizes = new long[] {inner};
    } else if (sizes.length == 1) {
      sizes[0] = inner;
    } else {
      sizes[sizes.length - 2] = inner;
      if (sizes.length == 3 && x.shape().rank() > 2) {
        sizes[0] = random.nextBoolean() ? 1 : x.shape().size(-3);
      }
    }
    Node b = leaf(sizes, true);
    pool.add(0, b);
    if (x.shape().elements() * Shape.of(sizes).elements() > 40L * largest) {
      return;
    }
    Tensor product = a.tensor.matmul(b.tensor);
    made(a, b, product, "$a.matmul($b)");
  }

  private void indexing(Node x) {
    if (x.shape().rank() == 0) {
      return;
    }
    int axis = axis(x.shape());
    int size = x.shape().size(axis);
    int along = axis < 0 ? axis + x.shape().rank() : axis;
    switch (random.nextInt(3)) {
      case 0 -> {
        int count = 1 + random.nextInt(6);
        Tensor index = indices(size, count);
        if (x.shape().elements() / size * count <= largest) {
          made(x, x.tensor.indexSelect(axis, index), "$a.indexSelect(" + axis + ", " + index + ")");
        }
      }
      case 1 -> {
        long[] sizes = Arrays.stream(x.shape().toArray()).mapToLong(s -> 1 + random.nextInt(s)).toArray();
        sizes[along] = 1 + random.nextInt(5);
        Tensor index = indices(size, sizes);
        made(x, x.tensor.gather(axis, index), "$a.gather(" + axis + ", " + index + ")");
      }
      default -> {
        long[] sizes = Arrays.stream(x.shape().toArray()).mapToLong(s -> 1 + random.nextInt(s)).toArray();
        sizes[along] = 1 + random.nextInt(5);
        Tensor index = indices(size, sizes);
        Node source = leaf(sizes, true);
        pool.add(0, source);
        made(x, source, x.tensor.scatterAdd(axis, index, source.tensor),
            "$a.scatterAdd(" + axis + ", " + index + ", $b)");
      }
    }
  }

  private void joining(Node x) {
    int rank = x.shape().rank();
    if (rank == 0 || random.nextBoolean()) {
      Node other = leaf(Arrays.stream(x.shape().toArray()).asLongStream().toArray(), true);
      pool.add(0, other);
      int axis = random.nextInt(rank + 1);
      if (x.shape().elements() * 2 <= largest) {
        made(x, other, Tensor.stack(axis, x.tensor, other.tensor), "stack(" + axis + ", $a, $b)");
      }
      return;
    }
    int axis = axis(x.shape());
    int size = x.shape().size(axis);
    if (size > 1) {
      List<Tensor> parts = x.tensor.split(axis, 1 + random.nextInt(size - 1));
      Tensor first = parts.get(0);
      Tensor last = parts.get(parts.size() - 1);
      made(x, Tensor.concat(axis, last, first), "concat(" + axis + ", last and first of split($a))");
    } else if (x.shape().elements() * 2 <= largest) {
      made(x, Tensor.concat(axis, x.tensor, x.tensor.square()), "concat(" + axis + ", $a, $a.square())");
    }
  }

  // ---- roots ----

  /** Σ root · weights over all roots, so that every element's gradient counts differently. */
  private Tensor finish() {
    roots.add(pool.get(pool.size() - 1).tensor);
    for (int i = random.nextInt(3); i > 0; i--) {
      roots.add(chosen().tensor);
    }
    Tensor sum = variables.get(0).sum();
    for (Tensor root : roots) {
      long[] sizes = Arrays.stream(root.shape().toArray()).asLongStream().toArray();
      sum = sum.add(root.mul(leaf(sizes, false).tensor).sum());
    }
    return sum;
  }

  @Override
  public String toString() {
    return "seed " + seed + ", " + dtype + "\n" + script;
  }
}
