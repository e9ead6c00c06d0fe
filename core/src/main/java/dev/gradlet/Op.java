package dev.gradlet;

import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.VjpReads;

/**
 * What computed a tensor from its inputs. A row says how, and how a cotangent flows back through it, the latter written
 * in Tensor operations. To the engine it is one of the kinds of {@link Operation}: an elementwise one or a reduction
 * becomes instructions of a fused loop, a movement is another view of its input, an operation of arrays computes a
 * whole array at once.
 */
sealed interface Op extends Operation
    permits Unary, Binary, Comparison, Select, Cast, Reduction, Movement, Gather, MatMul, Embed, Concat,
        ScatterAdd, CumSum, Fold, ArgSort {

  /**
   * The cotangent of input {@code i}: g is the cotangent of the output y, x are the inputs. Null where the derivative
   * is zero everywhere or there is none.
   */
  Tensor vjp(int i, Tensor g, Tensor y, Tensor... x);

  @Override
  default VjpReads vjpReads() {
    return VjpReads.ALL;
  }
}
