package dev.gradlet;

import dev.gradlet.engine.graph.Backstage;
import dev.gradlet.engine.graph.Node;

/** Gives tools access to the inside of tensors. */
final class TensorBackstage implements Backstage<Tensor> {
  @Override
  public Node node(Tensor tensor) {
    return tensor.node();
  }

  @Override
  public Tensor tensor(Node node) {
    return new Tensor(node);
  }

  @Override
  public Object capturedBy(Node node) {
    return node instanceof Variable.Capture capture ? capture.variable : null;
  }

  @Override
  public Object identity(Tensor tensor) {
    return tensor.variable();
  }

  @Override
  public void walkBack(String operation, Tensor root, Tensor cotangent) {
    Autograd.walkBack(operation, root, cotangent);
  }
}
