package dev.gradlet;

import dev.gradlet.engine.graph.Elements;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.VjpReads;

/** The same values in another dtype: rounded to float, truncated to int, a mask as 0 and 1, a number as ≠ 0. */
record Cast(DType target) implements Op, Operation.Elementwise {

  @Override
  public String label() {
    return "to " + target;
  }

  @Override
  public int cost() {
    return 4;
  }

  @Override
  public Elements elements() {
    return new Elements.Converting(target);
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
