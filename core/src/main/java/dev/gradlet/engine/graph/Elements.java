package dev.gradlet.engine.graph;

import dev.gradlet.DType;
import dev.gradlet.kernel.BinaryKernel;
import dev.gradlet.kernel.ComparisonKernel;
import dev.gradlet.kernel.UnaryKernel;

/** What an elementwise operation does with the elements of its operands. */
public sealed interface Elements {

  /** The label of the operation, where loops have one. */
  default String label() {
    return "";
  }

  /** y = f(x). */
  record OfOne(UnaryKernel loops) implements Elements {
    @Override
    public String label() {
      return loops.label();
    }
  }

  /** y = f(a, b). */
  record OfTwo(BinaryKernel loops) implements Elements {
    @Override
    public String label() {
      return loops.label();
    }
  }

  /** A mask. */
  record Comparing(ComparisonKernel loops) implements Elements {
    @Override
    public String label() {
      return loops.label();
    }
  }

  /** The second operand where the first, a mask, is true, else the third. */
  record Choosing() implements Elements {}

  /** The same value in another dtype. */
  record Converting(DType target) implements Elements {}
}
