package dev.gradlet;

import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.VjpReads;
import dev.gradlet.kernel.CastKernel;
import dev.gradlet.kernel.ElementwiseKernel;

/** The same values in another dtype: rounded to float, truncated to int, a mask as 0 and 1, a number as ≠ 0. */
record Cast(DType target) implements Op, Operation.Elementwise {

  @Override
  public String label() {
    return "to " + target;
  }

  @Override
  public Object parameters() {
    return target;
  }

  @Override
  public int cost() {
    return 4;
  }

  @Override
  public ElementwiseKernel kernel() {
    return new CastKernel(target);
  }

  @Override
  public VjpReads vjpReads() {
    return VjpReads.NOTHING;
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return target.isFloating() ? g.to(x[0].dtype()) : null;
  }
}
