package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.run.ScatterAddRunner;
import java.util.List;

/**
 * y = x, then y[…, index[…, i, …], …] += source[…, i, …], or −= with {@code minus}. Inputs: x, index, source. FLOAT32 is
 * added up in double and rounded once: no order of so many additions to one element would be accurate in float.
 */
record ScatterAdd(int axis, boolean minus) implements Op, Operation.OfArrays {
  static Tensor of(Tensor x, int axis, Tensor index, Tensor source) {
    int along = x.shape().axis("scatterAdd", axis);
    Gather.checkShapes("scatterAdd", x, along, index, source.shape());
    Index.check("scatterAdd", index, x.size(along));
    DType dtype = DType.promote(DType.promote(x.dtype(), source.dtype()), DType.INT32);
    return unchecked(x.to(dtype), along, index, source.to(dtype), false);
  }

  static Tensor unchecked(Tensor x, int axis, Tensor index, Tensor source, boolean minus) {
    return new Tensor(new ScatterAdd(axis, minus), x.shape(), x.dtype(), x, index, source);
  }

  @Override
  public String label() {
    return "scatterAdd";
  }

  @Override
  public Object parameters() {
    return List.of(axis, minus);
  }

  @Override
  public void compute(Data y, Data... inputs) {
    ScatterAddRunner.run(axis, minus, inputs[0], inputs[1], inputs[2], y);
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return switch (i) {
      case 0 -> g;
      case 2 -> minus ? Gather.unchecked(g, axis, x[1]).neg() : Gather.unchecked(g, axis, x[1]);
      default -> null;
    };
  }
}
