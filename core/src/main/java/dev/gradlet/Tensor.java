package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.Pending;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.engine.graph.View;
import dev.gradlet.engine.plan.Evaluator;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * An n-dimensional array of numbers, with the operations that made it: an immutable value plus its history.
 *
 * <p>Operations check shapes and dtypes at the call and compute nothing. Values are computed when one is read
 * ({@link #item}, {@link #toFloatArray}, printing), at {@link #backward} or by {@link #evaluate}, and are then
 * remembered. Reading is safe from several threads. Equality is identity.
 *
 * <p>A <em>variable</em> ({@link #requireGrad}, or a parameter of a module) keeps the gradient that {@code backward()}
 * adds, and can be given a new value by {@link #assign}; expressions built before keep the old one.
 */
public class Tensor implements ElementwiseMethods, ReductionMethods, ShapeMethods {
  static final Tensor TRUE = Numbers.create(1, DType.BOOL, Shape.SCALAR);
  static final Tensor FALSE = Numbers.create(0, DType.BOOL, Shape.SCALAR);

  /** What computes it; null for a variable. */
  private final Node node;

  /** Null for what is none. */
  private final Variable variable;

  /** Values of extrema along an axis and their indices (INT32). */
  public record Extremum(Tensor values, Tensor indices) {
    Extremum squeezed(int axis, boolean keepDims) {
      return keepDims ? this : new Extremum(values.squeeze(axis), indices.squeeze(axis));
    }
  }

  /** The result of an operation. One without elements has its value at once, so that no loop ever meets it. */
  Tensor(Op op, Shape shape, DType dtype, Tensor... inputs) {
    Node[] nodes = new Node[inputs.length];
    boolean history = false;
    for (int i = 0; i < inputs.length; i++) {
      nodes[i] = inputs[i].node();
      if (Pending.isTooLong(nodes[i])) {
        Evaluator.evaluate(List.of(nodes[i]));
      }
      history |= nodes[i].isDifferentiable();
    }
    this.node = new Node(op, shape, dtype, history && dtype.isFloating() && Autograd.recording(), nodes);
    this.variable = null;
    if (shape.elements() == 0) {
      node.store(Data.zero(dtype, shape));
    }
  }

  /** A leaf without gradient. */
  Tensor(Data data) {
    this(new Node(data));
  }

  Tensor(Node node) {
    this.node = node;
    this.variable = null;
  }

  /**
   * A variable that starts with the given value; its history is not kept.
   *
   * @throws IllegalArgumentException if the dtype has no gradients
   */
  protected Tensor(Tensor value) {
    required("variable", "value", value);
    if (!value.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "requireGrad: dtype " + value.dtype() + " has no gradients; convert with to(DType.FLOAT32)");
    }
    this.node = null;
    this.variable = new Variable(value.detach().node());
  }

  // ---- creation ----

  /** A vector of FLOAT32. The array is copied. */
  public static Tensor of(float... values) {
    return new Tensor(new Data(DType.FLOAT32, required("of", "array", values).clone(),
        View.rowMajor(Shape.of(values.length))));
  }

  /** A vector of FLOAT64. The array is copied. */
  public static Tensor of(double... values) {
    return new Tensor(new Data(DType.FLOAT64, required("of", "array", values).clone(),
        View.rowMajor(Shape.of(values.length))));
  }

  /** A vector of INT32. The array is copied. */
  public static Tensor of(int... values) {
    return new Tensor(new Data(DType.INT32, required("of", "array", values).clone(),
        View.rowMajor(Shape.of(values.length))));
  }

  /**
   * A vector of INT32.
   *
   * @throws IllegalArgumentException if a number is none
   */
  public static Tensor of(long... values) {
    int[] ints = new int[required("of", "array", values).length];
    Arrays.setAll(ints, i -> int32("of", values[i]));
    return new Tensor(new Data(DType.INT32, ints, View.rowMajor(Shape.of(ints.length))));
  }

  /** A vector of BOOL. The array is copied. */
  public static Tensor of(boolean... values) {
    return new Tensor(new Data(DType.BOOL, required("of", "array", values).clone(),
        View.rowMajor(Shape.of(values.length))));
  }

  /** A matrix of FLOAT32, rows of one length. */
  public static Tensor of(float[][] rows) {
    return NestedArrays.read(DType.FLOAT32, rows, 2);
  }

  /** A matrix of FLOAT64, rows of one length. */
  public static Tensor of(double[][] rows) {
    return NestedArrays.read(DType.FLOAT64, rows, 2);
  }

  /** A matrix of INT32, rows of one length. */
  public static Tensor of(int[][] rows) {
    return NestedArrays.read(DType.INT32, rows, 2);
  }

  /** A matrix of BOOL, rows of one length. */
  public static Tensor of(boolean[][] rows) {
    return NestedArrays.read(DType.BOOL, rows, 2);
  }

  /** A tensor of rank 3 of FLOAT32, blocks and rows of one length. */
  public static Tensor of(float[][][] blocks) {
    return NestedArrays.read(DType.FLOAT32, blocks, 3);
  }

  /** A tensor of rank 3 of FLOAT64, blocks and rows of one length. */
  public static Tensor of(double[][][] blocks) {
    return NestedArrays.read(DType.FLOAT64, blocks, 3);
  }

  /** A tensor of rank 3 of INT32, blocks and rows of one length. */
  public static Tensor of(int[][][] blocks) {
    return NestedArrays.read(DType.INT32, blocks, 3);
  }

  /** A scalar of FLOAT32. */
  public static Tensor scalar(float value) {
    return Numbers.create(value, DType.FLOAT32, Shape.SCALAR);
  }

  /** A scalar of FLOAT64. */
  public static Tensor scalar(double value) {
    return Numbers.create(value, DType.FLOAT64, Shape.SCALAR);
  }

  /** A scalar of the given dtype. */
  public static Tensor scalar(double value, DType dtype) {
    return Numbers.create(value, dtype, Shape.SCALAR);
  }

  /** FLOAT32 zeros. */
  public static Tensor zeros(long... sizes) {
    return full(0, DType.FLOAT32, sizes);
  }

  /** Zeros. */
  public static Tensor zeros(DType dtype, long... sizes) {
    return full(0, dtype, sizes);
  }

  static Tensor zeros(DType dtype, Shape shape) {
    return Numbers.create(0, dtype, shape);
  }

  /** FLOAT32 ones. */
  public static Tensor ones(long... sizes) {
    return full(1, DType.FLOAT32, sizes);
  }

  /** Ones. */
  public static Tensor ones(DType dtype, long... sizes) {
    return full(1, dtype, sizes);
  }

  /** Zeros of the shape and dtype of another tensor. */
  public static Tensor zerosLike(Tensor other) {
    return Numbers.create(0, required("zerosLike", "tensor", other).dtype(), other.shape());
  }

  /** Ones of the shape and dtype of another tensor. */
  public static Tensor onesLike(Tensor other) {
    return Numbers.create(1, required("onesLike", "tensor", other).dtype(), other.shape());
  }

  /** One FLOAT32 value everywhere. It is stored once. */
  public static Tensor full(double value, long... sizes) {
    return full(value, DType.FLOAT32, sizes);
  }

  /** One value everywhere. It is stored once. */
  public static Tensor full(double value, DType dtype, long... sizes) {
    return Numbers.create(value, required("full", "dtype", dtype), Shape.of(sizes));
  }

  /** The FLOAT32 identity matrix. */
  public static Tensor eye(int n) {
    return eye(n, DType.FLOAT32);
  }

  /** The identity matrix. */
  public static Tensor eye(int n, DType dtype) {
    if (n < 0) {
      throw new IllegalArgumentException("eye: size " + n + " must not be negative");
    }
    Tensor index = indices("eye", n);
    return index.unsqueeze(-1).eq(index).to(dtype);
  }

  /** INT32 0, 1, …, n − 1. */
  public static Tensor arange(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("arange: length " + n + " must not be negative");
    }
    return indices("arange", n);
  }

  static Tensor indices(String operation, int n) {
    Data data = Data.zeros(operation, DType.INT32, Shape.ofInts(n));
    Arrays.setAll((int[]) data.array, i -> i);
    return new Tensor(data);
  }

  /** FLOAT32 start, start + step, … before end. */
  public static Tensor arange(double start, double end, double step) {
    return arange(start, end, step, DType.FLOAT32);
  }

  /** start, start + step, … before end. */
  public static Tensor arange(double start, double end, double step, DType dtype) {
    double count = Math.ceil((end - start) / step);
    if (!(count >= 0) || step == 0) {
      throw new IllegalArgumentException("arange: step " + step + " does not lead from " + start + " to " + end);
    } else if (count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "arange: from " + start + " to " + end + " by " + step + " are more elements than an array can store");
    }
    return computed("arange", dtype, (int) count, i -> start + i * step);
  }

  /** {@code count} FLOAT32 values at equal distances, both ends included. */
  public static Tensor linspace(double start, double end, int count) {
    return linspace(start, end, count, DType.FLOAT32);
  }

  /** {@code count} values at equal distances, both ends included. */
  public static Tensor linspace(double start, double end, int count, DType dtype) {
    if (count < 0 || !Double.isFinite(start) || !Double.isFinite(end)) {
      throw new IllegalArgumentException(
          "linspace: from " + start + " to " + end + " in " + count
              + " steps: ends must be finite, the count not negative");
    }
    double step = count > 1 ? (end - start) / (count - 1) : 0;
    return computed("linspace", dtype, count, i -> 2 * i < count ? start + i * step : end - (count - 1 - i) * step);
  }

  private static Tensor computed(
      String operation, DType dtype, int n, java.util.function.IntToDoubleFunction value) {
    Data data = Data.zeros(operation, required(operation, "dtype", dtype), Shape.ofInts(n));
    for (int i = 0; i < n; i++) {
      Storage.fill(dtype, data.array, i, 1, value.applyAsDouble(i));
    }
    return new Tensor(data);
  }

  /** FLOAT32 values uniform in [0, 1), from the standard generator. */
  public static Tensor rand(long... sizes) {
    return rand(DType.FLOAT32, Generator.standard(), sizes);
  }

  /** FLOAT32 values uniform in [0, 1). */
  public static Tensor rand(Generator random, long... sizes) {
    return rand(DType.FLOAT32, random, sizes);
  }

  /** Values uniform in [0, 1). */
  public static Tensor rand(DType dtype, Generator random, long... sizes) {
    required("rand", "generator", random);
    return drawn("rand", dtype, sizes, dtype == DType.FLOAT32 ? random::nextFloat : random::nextDouble);
  }

  /** FLOAT32 values of the standard normal distribution, from the standard generator. */
  public static Tensor randn(long... sizes) {
    return randn(DType.FLOAT32, Generator.standard(), sizes);
  }

  /** FLOAT32 values of the standard normal distribution. */
  public static Tensor randn(Generator random, long... sizes) {
    return randn(DType.FLOAT32, random, sizes);
  }

  /** Values of the standard normal distribution. */
  public static Tensor randn(DType dtype, Generator random, long... sizes) {
    return drawn("randn", dtype, sizes, required("randn", "generator", random)::nextGaussian);
  }

  private static Tensor drawn(String operation, DType dtype, long[] sizes, java.util.function.DoubleSupplier draw) {
    if (!required(operation, "dtype", dtype).isFloating()) {
      throw new IllegalArgumentException(operation + ": dtype " + dtype + " must be FLOAT32 or FLOAT64");
    }
    Data data = Data.zeros(operation, dtype, Shape.of(sizes));
    int n = (int) data.shape().elements();
    for (int i = 0; i < n; i++) {
      Storage.fill(dtype, data.array, i, 1, draw.getAsDouble());
    }
    return new Tensor(data);
  }

  /** A floating-point number as the second operand of x: of its dtype if that is floating, else FLOAT32. */
  static Tensor number(double value, Tensor x) {
    return Numbers.of(value, x.dtype().floating(), x.shape());
  }

  /** An integer as the second operand of x: of its dtype if that is floating, else INT32. */
  static Tensor number(long value, Tensor x) {
    if (x.dtype().isFloating()) {
      return Numbers.of(value, x.dtype(), x.shape());
    }
    return Numbers.of(int32("number", value), DType.INT32, x.shape());
  }

  static int int32(String operation, long value) {
    if (value != (int) value) {
      throw new IllegalArgumentException(
          operation + ": " + value + " is no INT32, which has -2^31 to 2^31-1; convert to(DType.FLOAT64) first");
    }
    return (int) value;
  }

  static Tensor mask(String operation, Tensor x) {
    if (required(operation, "operand", x).dtype() != DType.BOOL) {
      throw new IllegalArgumentException(
          operation + ": an operand has dtype " + x.dtype() + ", must be BOOL; compare first, e.g. x.ne(0)");
    }
    return x;
  }

  /** y = a where the condition is true, else b. All three broadcast. */
  public static Tensor where(Tensor condition, Tensor a, Tensor b) {
    return Select.of(
        required("where", "condition", condition), required("where", "first choice", a), required("where",
            "second choice", b));
  }

  /** y = a where the condition is true, else b. */
  public static Tensor where(Tensor condition, long a, Tensor b) {
    return where(condition, number(a, required("where", "second choice", b)), b);
  }

  /** y = a where the condition is true, else b. */
  public static Tensor where(Tensor condition, Tensor a, long b) {
    return where(condition, a, number(b, required("where", "first choice", a)));
  }

  /** y = a where the condition is true, else b. */
  public static Tensor where(Tensor condition, double a, Tensor b) {
    return where(condition, number(a, required("where", "second choice", b)), b);
  }

  /** y = a where the condition is true, else b. */
  public static Tensor where(Tensor condition, Tensor a, double b) {
    return where(condition, a, number(b, required("where", "first choice", a)));
  }

  /** Tensors one after the other along an existing axis; elsewhere their sizes agree. */
  public static Tensor concat(int axis, Tensor... tensors) {
    return Concat.of(axis, tensors);
  }

  /** Tensors of one shape side by side along a new axis. */
  public static Tensor stack(int axis, Tensor... tensors) {
    Tensor[] raised = new Tensor[required("stack", "array of tensors", tensors).length];
    for (int i = 0; i < tensors.length; i++) {
      int rank = required("stack", "tensor " + i, tensors[i]).rank();
      if (axis < -rank - 1 || axis > rank) {
        throw new IllegalArgumentException(
            "stack: axis " + axis + " for tensors of shape " + tensors[i].shape() + ", must be between " + (-rank - 1)
                + " and " + rank);
      }
      raised[i] = tensors[i].unsqueeze(axis);
      if (!tensors[i].shape().equals(tensors[0].shape())) {
        throw new IllegalArgumentException(
            "stack: shapes " + tensors[0].shape() + " and " + tensors[i].shape() + " of tensors 0 and " + i
                + " must be equal");
      }
    }
    if (tensors.length == 0) {
      throw new IllegalArgumentException("stack: no tensors given, must be at least one");
    }
    return Concat.of(axis < 0 ? axis + tensors[0].rank() + 1 : axis, raised);
  }

  // ---- reading ----

  public Shape shape() {
    return node().shape();
  }

  /** The number of axes. */
  public int rank() {
    return shape().rank();
  }

  /** The size of an axis; −1 is the last. */
  public int size(int axis) {
    return shape().size(axis);
  }

  /** The number of elements. */
  public long elements() {
    return shape().elements();
  }

  public DType dtype() {
    return node().dtype();
  }

  /**
   * The only element of this tensor, whatever its dtype (a mask as 0 or 1).
   *
   * @throws IllegalStateException if there are more elements, or none
   */
  public double item() {
    if (elements() != 1) {
      throw new IllegalStateException("item: shape " + shape() + " has " + elements() + " elements, must have one");
    }
    return read().at(0);
  }

  /** The elements of a FLOAT32 tensor, row-major. */
  public float[] toFloatArray() {
    return ((float[]) elements("toFloatArray", DType.FLOAT32)).clone();
  }

  /** The elements as doubles, row-major; any dtype (a mask as 0 and 1). */
  public double[] toDoubleArray() {
    Data values = read().rowMajor();
    double[] copy = (double[]) Storage.zeros("toDoubleArray", DType.FLOAT64, shape());
    Arrays.setAll(copy, i -> Storage.read(values.dtype, values.array, i));
    return copy;
  }

  /** The elements of an INT32 tensor, row-major. */
  public int[] toIntArray() {
    return ((int[]) elements("toIntArray", DType.INT32)).clone();
  }

  /** The elements of a BOOL tensor, row-major. */
  public boolean[] toBooleanArray() {
    return ((boolean[]) elements("toBooleanArray", DType.BOOL)).clone();
  }

  /** The rows of a FLOAT32 matrix. */
  public float[][] toFloatMatrix() {
    return NestedArrays.write(this, float[].class, "toFloatMatrix");
  }

  /** The rows of a matrix as doubles, whatever its dtype. */
  public double[][] toDoubleMatrix() {
    return NestedArrays.write(to(DType.FLOAT64), double[].class, "toDoubleMatrix");
  }

  /** The rows of an INT32 matrix. */
  public int[][] toIntMatrix() {
    return NestedArrays.write(this, int[].class, "toIntMatrix");
  }

  /** The row-major array itself, for reading only. */
  Object elements(String operation, DType wanted) {
    if (dtype() != wanted) {
      throw new IllegalStateException(
          operation + ": dtype is " + dtype() + ", must be " + wanted + "; convert with to(DType." + wanted + ")");
    }
    Object array = read().rowMajor().array;
    int length = Storage.length(operation, shape());
    return Array.getLength(array) == length
        ? array
        : Storage.copyOf(array, length);
  }

  /** Computes the value now, if it is not there yet. Returns this tensor. */
  public Tensor evaluate() {
    read();
    return this;
  }

  Data read() {
    Node source = node();
    Data known = source.data();
    if (known == null) {
      Evaluator.evaluate(List.of(source), true);
      known = source.data();
    }
    return known;
  }

  /** As NumPy prints it, with shape and dtype. */
  @Override
  public String toString() {
    return Printing.print(this);
  }

  // ---- gradients ----

  /**
   * A variable with this value: {@link #backward} will add to its {@link #grad}.
   *
   * @throws IllegalStateException if this tensor has a history; detach it first
   */
  public Tensor requireGrad() {
    if (isVariable()) {
      return this;
    }
    if (requiresGrad()) {
      throw new IllegalStateException(
          "requireGrad: this tensor was computed from others that require gradients; use detach() first");
    }
    return new Tensor(this);
  }

  /** Whether gradients flow through this tensor. */
  public boolean requiresGrad() {
    return node().isDifferentiable();
  }

  /** Whether this is a variable: it keeps a gradient and can be given a new value. */
  public boolean isVariable() {
    return variable != null;
  }

  /**
   * Adds the gradient of this scalar to the {@link #grad} of every variable it was computed from: to all of them, or to
   * none if it fails. Several threads may do so at once; their gradients add up.
   */
  public void backward() {
    backward(null, false);
  }

  /** The same, from the cotangent of this tensor: the gradients of Σ this · cotangent. */
  public void backward(Tensor cotangent) {
    backward(cotangent, false);
  }

  /**
   * The same; the history can be walked once more if it is retained.
   *
   * @param cotangent of this tensor's shape; null for 1, if this is a scalar
   * @throws IllegalStateException if there is no history, or it was walked already
   */
  public void backward(Tensor cotangent, boolean retainGraph) {
    Autograd.backward(this, cotangent, retainGraph);
  }

  /** The gradient that {@link #backward} has added up, or null. */
  public Tensor grad() {
    return variable == null ? null : variable.grad();
  }

  /** Forgets the gradient. */
  public void zeroGrad() {
    if (variable != null) {
      variable.setGrad(null);
    }
  }

  /** The same value without history. */
  public Tensor detach() {
    Node source = node();
    if (!source.isDifferentiable()) {
      return this;
    }
    if (source instanceof Variable.Capture capture) {
      return new Tensor(capture.value());
    }
    Data known = source.data();
    return known != null
        ? new Tensor(known)
        : new Tensor(new Node(Alias.INSTANCE, source.shape(), source.dtype(), false, source));
  }

  /**
   * Gives a variable a new value; its gradient stays. Expressions built before keep the old value.
   *
   * @throws IllegalStateException if this is not a variable
   * @throws IllegalArgumentException if shape or dtype differ
   */
  public void assign(Tensor value) {
    if (!isVariable()) {
      throw new IllegalStateException(
          "assign: only a variable can be given a new value; this tensor is a result or a constant");
    }
    required("assign", "value", value);
    if (!value.shape().equals(shape()) || value.dtype() != dtype()) {
      throw new IllegalArgumentException(
          "assign: value of shape " + value.shape() + " and dtype " + value.dtype() + " for a variable of shape "
              + shape() + " and dtype " + dtype());
    }
    variable.assign(value.detach().node());
  }

  /** Tensors are equal only to themselves. */
  @Override
  public final boolean equals(Object other) {
    return this == other;
  }

  @Override
  public final int hashCode() {
    return super.hashCode();
  }

  // ---- within the package ----

  /** What an expression captures of this tensor: of a variable, its value now. */
  Node node() {
    return variable == null ? node : variable.current();
  }

  static Tensor[] ofNodes(Node... nodes) {
    Tensor[] tensors = new Tensor[nodes.length];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = new Tensor(nodes[i]);
    }
    return tensors;
  }

  /** Null for what is no variable. */
  Variable variable() {
    return variable;
  }

  /** What computed this tensor; null for a leaf. */
  Op op() {
    return (Op) node().operation();
  }

  Tensor expandTo(Shape target) {
    return shape().equals(target) ? this : new Movement.Expand(target).of(this, target);
  }

  /** The transpose of {@link #expandTo}: summed over what was repeated. */
  Tensor sumTo(Shape target) {
    if (shape().equals(target)) {
      return this;
    }
    boolean[] repeated = new boolean[rank()];
    int added = rank() - target.rank();
    boolean any = false;
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = i < added || target.size(i - added) != size(i);
      any |= repeated[i];
    }
    Tensor summed = any ? Reduction.of(Reduction.Kind.SUM, this, repeated) : this;
    return summed.reshaped(target);
  }

  Tensor reshaped(Shape target) {
    return shape().equals(target) ? this : new Movement.Reshape(target).of(this, target);
  }

  Tensor sliced(int axis, int start, int step, int count) {
    return new Movement.Slice(axis, start, step, count).of(this, shape().with(axis, count));
  }

  /** This vector along one axis of a tensor of the given rank, the others of size 1. */
  Tensor along(int axis, int rank) {
    int[] sizes = new int[rank];
    Arrays.fill(sizes, 1);
    sizes[axis] = size(0);
    return reshaped(Shape.ofInts(sizes));
  }

  /** The number of elements over which a reduction runs. */
  long countOver(String operation, int... axes) {
    boolean[] chosen = shape().axes(operation, axes);
    long count = 1;
    for (int i = 0; i < chosen.length; i++) {
      count *= chosen[i] ? size(i) : 1;
    }
    return count;
  }

  /** The bound that the indices computed by an argMin or argMax keep; otherwise none. */
  long boundOfIndices() {
    Node source = node();
    while (source.operation() instanceof Movement && source.inputs().length > 0) {
      source = source.inputs()[0];
    }
    return source.operation() instanceof Reduction reduction && reduction.kind().isIndex() && source.inputs().length > 0
        ? source.inputs()[0].shape().size(reduction.axes().get(0))
        : Long.MAX_VALUE;
  }

  static <T> T required(String operation, String what, T value) {
    if (value == null) {
      throw new NullPointerException(operation + ": the " + what + " is null");
    }
    return value;
  }

  /** Computes several values in one go, so that they share what they have in common. */
  static void evaluateAll(Collection<Tensor> tensors) {
    evaluateAll(tensors, true);
  }

  static void evaluateAll(Collection<Tensor> tensors, boolean differentiatedLater) {
    List<Node> nodes = new ArrayList<>();
    for (Object given : required("evaluate", "collection of tensors", tensors)) {
      if (!(required("evaluate", "tensor " + nodes.size(), given) instanceof Tensor tensor)) {
        throw new IllegalArgumentException(
            "evaluate: element " + nodes.size() + " is a " + given.getClass().getName() + ", must be a Tensor");
      }
      nodes.add(tensor.node());
    }
    Evaluator.evaluate(nodes, differentiatedLater);
  }
}
