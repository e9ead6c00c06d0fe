package dev.gradlet.engine.graph;

import dev.gradlet.DType;
import dev.gradlet.Shape;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A value of the graph: the operation that computes it from its inputs, and its elements once they are computed. A leaf
 * has elements from the start and no operation. Any thread may read or store values at any time.
 */
public class Node {
  private static final Node[] NONE = {};
  public static final int MOST_AXES = 32;

  // Read with acquire, written with release: a volatile field would cost a fence for every node.
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

  /** The next hash code; two threads may draw the same one. */
  private static int made;

  private final int hash = made++;
  private final Operation operation;
  private final Shape shape;
  private final DType dtype;
  private final boolean differentiable;

  /** Empty once they are no longer needed; the elements are written before. */
  private Node[] inputs;

  private Data data;
  private boolean released;
  private boolean shared;
  private boolean freed;
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
    retain(data);
    this.data = data;
    this.held = data.held;
  }

  private void retain(Data elements) {
    if (!elements.retain()) {
      throw freedError();
    }
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

  /** Empty once the elements are computed and the inputs are no longer needed. */
  public Node[] inputs() {
    return (Node[]) INPUTS.getAcquire(this);
  }

  /** Puts others in the place of the inputs, unless these were replaced or forgotten. Returns what is there then. */
  protected final Node[] replaceInputs(Node[] before, Node[] now) {
    INPUTS.compareAndSet(this, before, now);
    return (Node[]) INPUTS.getAcquire(this);
  }

  /** Null before they are computed. */
  public Data data() {
    return (Data) DATA.getAcquire(this);
  }

  /** Sets the elements. Only a history that is still to be walked needs the inputs after that. */
  public void store(Data elements) {
    retain(elements);
    DATA.setRelease(this, elements);
    held = elements.held;
    if (!hasHistory()) {
      INPUTS.setRelease(this, NONE);
    }
  }

  /** How much memory this node holds, see {@link Pending}. */
  final int held() {
    return held;
  }

  final void hold(int units) {
    held = units;
  }

  /** Takes over what another node holds: this one has its value, and continues the chain that led to it. */
  protected final void continueChain(Node value) {
    held = value.held;
  }

  /** The value was computed and not kept. The action runs if someone asks for it after all. */
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

  /** Whether there is a history that was not walked yet. */
  boolean hasHistory() {
    return differentiable && !released;
  }

  /** Whether the history was walked and is gone. */
  public boolean isReleased() {
    return released;
  }

  /** The history was walked. A node that has its elements forgets its inputs; one without still needs them. */
  public void release() {
    released = true;
    if (data() != null) {
      INPUTS.setRelease(this, NONE);
    }
  }

  /** Something else will have the same elements once they are computed. */
  public final void share() {
    shared = true;
  }

  /**
   * Gives the elements up: nothing can be computed from this node any more. One that is shared keeps them.
   *
   * @return them, if no other node has elements of their array; else null
   */
  public final Data free() {
    if (shared) {
      return null;
    }
    freed = true;
    Data elements = (Data) DATA.getAndSet(this, null);
    INPUTS.setRelease(this, NONE);
    return elements != null && elements.release() ? elements : null;
  }

  /** @throws IllegalStateException if the elements were given up */
  public final void checkNotFreed() {
    if (freed) {
      throw freedError();
    }
  }

  private IllegalStateException freedError() {
    return new IllegalStateException(
        "the value of a tensor of shape " + shape + " is needed, and was given up by Autograd.free");
  }

  /** Nodes are equal only to themselves; a counter costs less than the identity hash code. */
  @Override
  public final int hashCode() {
    return hash;
  }

  @Override
  public final boolean equals(Object other) {
    return this == other;
  }
}
