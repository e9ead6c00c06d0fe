package dev.gradlet.inspect;

import dev.gradlet.Autograd;
import dev.gradlet.Tensor;
import dev.gradlet.engine.graph.Backstage;
import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Node;
import java.lang.reflect.Array;

/** Tensors as nodes and back. */
final class Tensors {
  private Tensors() {}

  @SuppressWarnings("unchecked")
  static Backstage<Tensor> backstage() {
    if (Backstage.Door.open() == null) {
      Tensor.scalar(0f);
    }
    return (Backstage<Tensor>) Backstage.Door.open();
  }

  static Node node(String operation, Tensor tensor) {
    if (tensor == null) {
      throw new NullPointerException(operation + ": the tensor is null");
    }
    return backstage().node(tensor);
  }

  static Tensor of(Node node) {
    return backstage().tensor(node);
  }

  /** Adds without history. */
  static Tensor sum(Tensor a, Tensor b) {
    return a == null ? b : b == null ? a : Autograd.noGrad(() -> a.add(b));
  }

  /** Whether a leaf is one number everywhere, as those that expressions mention are. */
  static boolean isNumber(Node node) {
    Data data = node.data();
    return node.operation() == null && data != null && data.shape().elements() > 0 && Array.getLength(data.array) == 1;
  }
}
