package dev.gradlet;

import dev.gradlet.engine.graph.Watcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The operands of an operation: the shape to which they broadcast, and the dtype to which they promote. */
final class Operands {
  private Operands() {}

  /** The common shape, aligned at the last axis: sizes are equal, or one of them is 1. */
  static Shape shape(String operation, Shape a, Shape b) {
    if (a.equals(b)) {
      return a;
    }
    Watcher watcher = Watcher.current();
    if (watcher != null) {
      watcher.broadcast(operation, a, b);
    }
    int rank = Math.max(a.rank(), b.rank());
    int[] left = a.padded(rank).toArray();
    int[] right = b.padded(rank).toArray();
    int[] common = new int[rank];
    for (int i = 0; i < rank; i++) {
      if (left[i] != right[i] && left[i] != 1 && right[i] != 1) {
        throw new IllegalArgumentException(
            operation + ": shapes " + a + " and " + b + " do not broadcast: axis " + (i - rank) + " is " + left[i]
                + " and " + right[i]);
      }
      common[i] = left[i] == 1 ? right[i] : left[i];
    }
    return Shape.ofInts(common);
  }

  /** The wider dtype; but a scalar does not widen floats that have axes. */
  static DType dtype(Tensor a, Tensor b) {
    boolean floats = a.dtype().isFloating() && b.dtype().isFloating();
    if (floats && (a.rank() == 0) != (b.rank() == 0)) {
      return a.rank() == 0 ? b.dtype() : a.dtype();
    }
    return DType.promote(a.dtype(), b.dtype());
  }

  /** The tensors of a collection. Unchecked casts may have put anything there. */
  static Tensor[] array(String operation, Collection<? extends Tensor> tensors) {
    List<Tensor> array = new ArrayList<>(Checks.required(operation, "collection of tensors", tensors).size());
    for (Object given : tensors) {
      if (!(given instanceof Tensor tensor)) {
        Class<?> type = Checks.required(operation, "tensor " + array.size(), given).getClass();
        throw new IllegalArgumentException(
            operation + ": element " + array.size() + " is a " + type.getName() + ", must be a Tensor");
      }
      array.add(tensor);
    }
    return array.toArray(Tensor[]::new);
  }
}
