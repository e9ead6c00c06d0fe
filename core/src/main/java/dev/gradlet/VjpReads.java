package dev.gradlet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which of its values an operation's VJP reads. For elementwise ones that is found out by trying the VJP once. */
record VjpReads(int inputs, boolean output) {
  static final VjpReads NOTHING = new VjpReads(0, false);
  private static final VjpReads INDEX = new VjpReads(1 << 1, false);
  private static final VjpReads OPERANDS = new VjpReads(-1, false);
  private static final VjpReads ALL = new VjpReads(-1, true);
  private static final Map<Op, VjpReads> KNOWN = new ConcurrentHashMap<>();

  static VjpReads of(Op op) {
    if (op instanceof Op.Elementwise elementwise) {
      VjpReads known = KNOWN.get(op);
      return known != null ? known : KNOWN.computeIfAbsent(op, key -> tried(elementwise));
    } else if (op instanceof Reduction reduction) {
      return reduction.kind() == Reduction.Kind.SUM ? NOTHING : ALL;
    } else if (op instanceof Gather) {
      return INDEX;
    } else if (op instanceof MatMul) {
      return OPERANDS;
    }
    return op instanceof Movement ? NOTHING : ALL;
  }

  boolean input(int i) {
    return (inputs >> i & 1) != 0;
  }

  private static VjpReads tried(Op.Elementwise op) {
    int arity = op instanceof Binary || op instanceof Comparison ? 2 : op instanceof Select ? 3 : 1;
    Tensor[] x = new Tensor[arity];
    for (int i = 0; i < arity; i++) {
      x[i] = Tensor.scalar(1, op instanceof Select && i == 0 ? DType.BOOL : DType.FLOAT32);
    }
    Tensor g = Tensor.scalar(1f);
    Tensor y = Tensor.scalar(1f);
    int inputs = 0;
    boolean output = false;
    for (int i = 0; i < arity; i++) {
      int number = i;
      Tensor dx = Autograd.noGrad(() -> op.vjp(number, g, y, x));
      for (int j = 0; dx != null && j < arity; j++) {
        inputs |= reaches(dx, x[j]) ? 1 << j : 0;
      }
      output |= dx != null && reaches(dx, y);
    }
    return new VjpReads(inputs, output);
  }

  private static boolean reaches(Tensor from, Tensor target) {
    Deque<Tensor> left = new ArrayDeque<>();
    left.push(from);
    while (!left.isEmpty()) {
      Tensor next = left.pop();
      if (next == target) {
        return true;
      }
      for (Tensor input : next.inputs()) {
        left.push(input);
      }
    }
    return false;
  }
}
