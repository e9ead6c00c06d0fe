package dev.gradlet.engine.graph;

import dev.gradlet.DType;
import dev.gradlet.Shape;

/**
 * A value of the graph: the operation that computes it from its inputs, and its elements once they are there. A leaf has
 * elements from the start and no operation. Values are read and stored by any thread at any time.
 */
public class Node {
  private static final Node[] NONE = {};

  /** Tells hash codes apart; two threads may draw the same one. */
  private static int made;

  private final int hash = made++;
  private final Operation operation;
  private final Shape shape;
  private final DType dtype;
  private final boolean differentiable;

  /** Empty once they are no longer needed; the elements are there then. */
  private volatile Node[] inputs;

  private volatile Data data;
  private boolean released;

  /** @param differentiable whether a cotangent flows back through it */
  public Node(Operation operation, Shape shape, DType dtype, boolean differentiable, Node... inputs) {
    this.operation = operation;
    this.shape = shape;
    this.dtype = dtype;
    this.differentiable = differentiable;
    this.inputs = inputs;
  }

  /** A leaf. */
  public Node(Data data) {
    this(null, data.shape(), data.dtype, false, NONE);
    this.data = data;
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
    return inputs;
  }

  /** Null before they are computed. */
  public Data data() {
    return data;
  }

  /** Keeps the elements; the inputs are only needed further by a history that is still to be walked. */
  public void store(Data elements) {
    data = elements;
    if (!differentiable || released) {
      inputs = NONE;
    }
  }

  /** Whether the history was walked and is gone. */
  public boolean isReleased() {
    return released;
  }

  /** The history was walked: what has its elements forgets its inputs, what has none still needs them to get some. */
  public void release() {
    released = true;
    if (data != null) {
      inputs = NONE;
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
