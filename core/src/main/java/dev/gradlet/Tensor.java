package dev.gradlet;

import dev.gradlet.engine.graph.Backstage;
import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.Pending;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.engine.plan.Evaluator;
import java.lang.reflect.Array;
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
 * <p>Operands broadcast: aligned at the last axis, their sizes are equal or one of them is 1. Their dtypes promote,
 * BOOL, INT32, FLOAT32, FLOAT64, though a scalar does not widen floats that have axes; a Java number takes the tensor's
 * floating dtype. Axes are counted from 0, or from the end: −1 is the last. Whatever does not fit is refused at the
 * call, by an {@link IllegalArgumentException} (shapes, dtypes, axes), an {@link IndexOutOfBoundsException} (indices in
 * tensors) or a {@link NullPointerException}, in a sentence with the operation, the shapes or values, and what would be
 * right.
 *
 * <p>A <em>variable</em> ({@link #requireGrad}, or a parameter of a module) keeps the gradient that {@code backward()}
 * adds, and can be given a new value by {@link #assign}; expressions built before keep the old one.
 */
public class Tensor extends CreationMethods
    implements ElementwiseMethods, ReductionMethods, ShapeMethods, SortingMethods, MatrixMethods {
  static {
    Backstage.Door.install(new TensorBackstage());
  }

  /** The {@link Node} that computes this tensor; the {@link Variable} if it is one. */
  private final Object source;

  /**
   * Extrema along an axis.
   *
   * @param values of the tensor's dtype, without the axis, or with size 1 there
   * @param indices where they are along the axis, INT32 of the same shape
   */
  public record Extremum(Tensor values, Tensor indices) {
    Extremum squeezed(int axis, boolean keepDims) {
      return keepDims ? this : new Extremum(values.squeeze(axis), indices.squeeze(axis));
    }
  }

  /** Values in order and the indices (INT32) at which they were. */
  public record Sorted(Tensor values, Tensor indices) {}

  /**
   * The different values [k] of a tensor in ascending order.
   *
   * @param inverse for each element of the tensor, in its shape, the index of its value (INT32)
   * @param counts how often each value occurs [k] (INT32)
   */
  public record Unique(Tensor values, Tensor inverse, Tensor counts) {}

  /** The result of an operation. */
  Tensor(Op op, Shape shape, DType dtype, Tensor... inputs) {
    this(op, shape, dtype, nodes(inputs));
  }

  /** The result of an operation, for which no array of tensors is made. */
  Tensor(Op op, Shape shape, DType dtype, Tensor x) {
    this(op, shape, dtype, new Node[] {x.node()});
  }

  /** The result of an operation, for which no array of tensors is made. */
  Tensor(Op op, Shape shape, DType dtype, Tensor a, Tensor b) {
    this(op, shape, dtype, new Node[] {a.node(), b.node()});
  }

  /** A tensor without elements has its value at once, so that no loop ever meets one. */
  private Tensor(Op op, Shape shape, DType dtype, Node[] inputs) {
    boolean history = false;
    for (Node input : inputs) {
      if (Pending.isTooLong(input)) {
        Evaluator.evaluate(List.of(input));
      }
      history |= input.isDifferentiable();
    }
    Node node = new Node(op, shape, dtype, history && dtype.isFloating() && Autograd.recording(), inputs);
    this.source = node;
    if (shape.elements() == 0) {
      node.store(Data.zero(dtype, shape));
    }
  }

  /** A leaf without gradient. */
  Tensor(Data data) {
    this(new Node(data));
  }

  Tensor(Node node) {
    this.source = node;
  }

  /**
   * A variable that starts with the given value; its history is not kept.
   *
   * @throws IllegalArgumentException if the dtype has no gradients
   */
  protected Tensor(Tensor value) {
    Checks.required("variable", "value", value);
    if (!value.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "requireGrad: dtype " + value.dtype() + " has no gradients; convert with to(DType.FLOAT32)");
    }
    this.source = new Variable(value.detach().node());
  }

  // ---- reading ----

  /** The sizes of the axes. */
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

  /** The type of the elements. */
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

  /**
   * The only element of a mask.
   *
   * @throws IllegalStateException if this is no mask, or has more elements, or none
   */
  public boolean toBoolean() {
    if (elements() != 1 || dtype() != DType.BOOL) {
      throw new IllegalStateException(
          "toBoolean: shape " + shape() + " and dtype " + dtype() + " must be one element of BOOL");
    }
    return read().at(0) != 0;
  }

  /** The elements of a FLOAT32 tensor, row-major. */
  public float[] toFloatArray() {
    return ((float[]) elements("toFloatArray", DType.FLOAT32)).clone();
  }

  /** The elements as doubles, row-major; any dtype (a mask as 0 and 1). */
  public double[] toDoubleArray() {
    double[] copy = (double[]) Storage.zeros("toDoubleArray", DType.FLOAT64, shape());
    Data values = read().contiguous();
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

  /** The rows of a FLOAT32 matrix [m, n]: m arrays of n numbers. */
  public float[][] toFloatMatrix() {
    return NestedArrays.write(this, float[].class, "toFloatMatrix");
  }

  /** The rows of a matrix [m, n] as doubles, whatever its dtype. */
  public double[][] toDoubleMatrix() {
    return NestedArrays.write(to(DType.FLOAT64), double[].class, "toDoubleMatrix");
  }

  /** The rows of an INT32 matrix [m, n]. */
  public int[][] toIntMatrix() {
    return NestedArrays.write(this, int[].class, "toIntMatrix");
  }

  /** The row-major array itself, for reading only. */
  Object elements(String operation, DType wanted) {
    if (dtype() != wanted) {
      throw new IllegalStateException(
          operation + ": dtype is " + dtype() + ", must be " + wanted + "; convert with to(DType." + wanted + ")");
    }
    Object array = read().contiguous().array;
    int length = Storage.length(operation, shape());
    return Array.getLength(array) == length
        ? array
        : Storage.copyOf(array, length);
  }

  /** Computes the value now, if it is not there yet. Returns this tensor. */
  @CanIgnoreReturnValue
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
    return source instanceof Variable;
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
    return source instanceof Variable variable ? variable.grad() : null;
  }

  /**
   * Sets the gradient, where {@link #backward} only adds to it: {@code w.grad(w.grad().mul(0.5))} scales it. Null
   * forgets it. It is computed at this call, and kept without history.
   *
   * @throws IllegalStateException if this is not a variable
   * @throws IllegalArgumentException if shape or dtype differ
   */
  public void grad(Tensor gradient) {
    checkVariable("grad", "keeps a gradient");
    if (gradient != null) {
      checkAlike("grad", "gradient", gradient);
    }
    variable().setGrad(gradient == null ? null : new Node(gradient.detach().read()));
  }

  /** Forgets the gradient. */
  public void zeroGrad() {
    if (source instanceof Variable variable) {
      variable.setGrad(null);
    }
  }

  /** The same value without history. */
  public Tensor detach() {
    Node source = node();
    Data known = source.data();
    if (known != null) {
      return new Tensor(known);
    }
    if (source instanceof Variable.Capture capture) {
      return new Tensor(capture.value());
    }
    source.share();
    return source.isDifferentiable()
        ? new Tensor(new Node(Alias.INSTANCE, source.shape(), source.dtype(), false, source))
        : this;
  }

  /**
   * Gives a variable a new value; its gradient stays. Expressions built before keep the old value. A new one with a
   * history is computed at this call, as it would hold on to the old one otherwise, and that to the one before.
   *
   * @throws IllegalStateException if this is not a variable
   * @throws IllegalArgumentException if shape or dtype differ
   */
  public void assign(Tensor value) {
    checkVariable("assign", "can be given a new value");
    checkAlike("assign", "value", Checks.required("assign", "value", value));
    Tensor plain = value.detach();
    plain.node().checkNotFreed();
    variable().assign(value.isVariable() || !value.requiresGrad() ? plain.node() : plain.evaluate().node());
  }

  private void checkVariable(String operation, String what) {
    if (!isVariable()) {
      throw new IllegalStateException(
          operation + ": only a variable " + what + "; this tensor is a result or a constant");
    }
  }

  private void checkAlike(String operation, String name, Tensor given) {
    if (!given.shape().equals(shape()) || given.dtype() != dtype()) {
      throw new IllegalArgumentException(
          operation + ": " + name + " of shape " + given.shape() + " and dtype " + given.dtype()
              + " for a variable of shape " + shape() + " and dtype " + dtype());
    }
  }

  /** With one axis where this is a scalar, whose axes 0 and −1 may be named as if it had one; otherwise as it is. */
  Tensor withAxis(int axis) {
    return rank() == 0 && (axis == 0 || axis == -1) ? flatten() : this;
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

  /** The node that an expression captures: of a variable, its present value. */
  Node node() {
    return source instanceof Variable variable ? variable.current() : (Node) source;
  }

  private static Node[] nodes(Tensor... tensors) {
    Node[] nodes = new Node[tensors.length];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = tensors[i].node();
    }
    return nodes;
  }

  static Tensor[] ofNodes(Node... nodes) {
    Tensor[] tensors = new Tensor[nodes.length];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = new Tensor(nodes[i]);
    }
    return tensors;
  }

  /** The variable that this tensor is, or null. */
  Variable variable() {
    return source instanceof Variable variable ? variable : null;
  }

  /** The operation that computes this tensor; null for a leaf. */
  Op op() {
    return (Op) node().operation();
  }

  Tensor expandTo(Shape target) {
    return shape().equals(target) ? this : new Movement.Expand(target).of(this, target);
  }

  /** The transpose of {@link #expandTo}: the sum over the repeated axes. */
  Tensor sumTo(Shape target) {
    if (shape().equals(target)) {
      return this;
    }
    boolean[] repeated = shape().repeatedFrom(target);
    Tensor summed = Reduction.axes(repeated).isEmpty() ? this : Reduction.of(Reduction.Kind.SUM, this, repeated);
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

  /** Computes several values in one go, so that they share what they have in common. */
  static void evaluateAll(Collection<Tensor> tensors) {
    evaluateAll(tensors, true);
  }

  static void evaluateAll(Collection<Tensor> tensors, boolean differentiatedLater) {
    Evaluator.evaluate(List.of(nodes(Operands.array("evaluate", tensors))), differentiatedLater);
  }
}
