package dev.gradlet.engine.graph;

import dev.gradlet.DType;
import dev.gradlet.Shape;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A value of the graph: the operation that computes it from its inputs, and its elements once they are there. A leaf has
 * elements from the start and no operation. Values are read and stored by any thread at any time.
 */
public class Node {
  private static final Node[] NONE = {};
  public static final int MOST_AXES = 32;

  // Written so that whoever sees a value sees what was written before it; a volatile field would cost a fence a node.
  private static final VarHandle INPUTS;
  private static final VarHandle DATA;

  static {
    try {
      INPUTS = MethodHandles.lookup().findVarHandle(Node.class, "inputs", Node[].class);
      DATA = MethodHandles.lookup().findVarHandle(Node.class, "data", Data.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  /** Tells hash codes apart; two threads may draw the same one. */
  private static int made;

  private final int hash = made++;
  private final Operation operation;
  private final Shape shape;
  private final DType dtype;
  private final boolean differentiable;

  /** Empty once they are no longer needed; the elements are there then, and were written before. */
  private Node[] inputs;

  private Data data;
  private boolean released;
  private int held;
  private Runnable whenAskedFor;

  /**
   * What an operation computes.
   *
   * @param differentiable whether a cotangent flows back through it
   * @throws IllegalArgumentException if there are more axes than a loop and a reduction within it may have together
   */
  public Node(Operation operation, Shape shape, DType dtype, boolean differentiable, Node... inputs) {
    if (shape.rank() > MOST_AXES) {
      throw new IllegalArgumentException(
          (operation == null ? "tensor" : operation.label()) + ": shape " + shape + " has " + shape.rank()
              + " axes, may have at most " + MOST_AXES);
    }
    this.operation = operation;
    this.shape = shape;
    this.dtype = dtype;
    this.differentiable = differentiable;
    this.inputs = inputs;
    this.held = Pending.of(differentiable, inputs);
    Watcher watcher = Watcher.current();
    if (watcher != null) {
      watcher.made(this);
    }
  }

  /** A leaf. */
  public Node(Data data) {
    this(null, data.shape(), data.dtype, false, NONE);
    this.data = data;
    this.held = data.held;
  }

  /** Null for a leaf. */
  public Operation operation() {
    return operation;
  }

  public Shape shape() {
    return shape;
  }

  public DType dtype() {
    return dtype;
  }

  public boolean isDifferentiable() {
    return differentiable;
  }

  /** None once the elements are there and the inputs are no longer needed. */
  public Node[] inputs() {
    return (Node[]) INPUTS.getAcquire(this);
  }

  /** Null before they are computed. */
  public Data data() {
    return (Data) DATA.getAcquire(this);
  }

  /** Keeps the elements; the inputs are only needed further by a history that is still to be walked. */
  public void store(Data elements) {
    DATA.setRelease(this, elements);
    held = elements.held;
    if (!hasHistory()) {
      INPUTS.setRelease(this, NONE);
    }
  }

  /** What this node keeps from being freed, see {@link Pending}. */
  final int held() {
    return held;
  }

  final void hold(int units) {
    held = units;
  }

  /** Counts as the end of the chain that led to another node, whose value this is. */
  protected final void continueChain(Node value) {
    held = value.held;
  }

  /** Was computed by an evaluation that did not keep the value, and wants to know if it is asked for after all. */
  public void pass(Runnable whenAskedFor) {
    this.whenAskedFor = whenAskedFor;
  }

  /** What {@link #pass} was given, or null. */
  public Runnable whenAskedFor() {
    return whenAskedFor;
  }

  /** About how many nodes there are so far. */
  static int made() {
    return made;
  }

  /** Whether there is a history, which was not yet walked. */
  boolean hasHistory() {
    return differentiable && !released;
  }

  /** Whether the history was walked and is gone. */
  public boolean isReleased() {
    return released;
  }

  /** The history was walked: what has its elements forgets its inputs, what has none still needs them to get some. */
  public void release() {
    released = true;
    if (data() != null) {
      INPUTS.setRelease(this, NONE);
    }
  }

  /** Nodes are equal only to themselves; a number costs less than the identity hash code. */
  @Override
  public final int hashCode() {
    return hash;
  }

  @Override
  public final boolean equals(Object other) {
    return this == other;
  }
}
