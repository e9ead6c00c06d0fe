package dev.gradlet;

import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.VjpReads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Finds out what the VJP of an elementwise operation reads, by trying it once. */
final class VjpTrial {
  private static final Map<Op, VjpReads> KNOWN = new ConcurrentHashMap<>();

  private VjpTrial() {}

  /** @param dtypes the dtypes of the inputs */
  static VjpReads of(Op op, DType... dtypes) {
    VjpReads known = KNOWN.get(op);
    return known != null ? known : KNOWN.computeIfAbsent(op, key -> tried(key, dtypes));
  }

  private static VjpReads tried(Op op, DType... dtypes) {
    Tensor[] x = new Tensor[dtypes.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = Tensor.scalar(1, dtypes[i]);
    }
    Tensor g = Tensor.scalar(1f);
    Tensor y = Tensor.scalar(1f);
    int inputs = 0;
    boolean output = false;
    for (int i = 0; i < x.length; i++) {
      int number = i;
      Tensor dx = Autograd.noGrad(() -> op.vjp(number, g, y, x));
      for (int j = 0; dx != null && j < x.length; j++) {
        inputs |= reaches(dx, x[j]) ? 1 << j : 0;
      }
      output |= dx != null && reaches(dx, y);
    }
    return new VjpReads(inputs, output);
  }

  private static boolean reaches(Tensor from, Tensor target) {
    Deque<Node> left = new ArrayDeque<>();
    left.push(from.node());
    while (!left.isEmpty()) {
      Node next = left.pop();
      if (next == target.node()) {
        return true;
      }
      for (Node input : next.inputs()) {
        left.push(input);
      }
    }
    return false;
  }
}
