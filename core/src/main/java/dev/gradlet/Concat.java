package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Operation;
import java.util.Arrays;

/** Tensors one after the other along an axis. */
record Concat(int axis) implements Op, Operation.OfArrays {

  static Tensor of(int axis, Tensor... parts) {
    if (Checks.required("concat", "array of tensors", parts).length == 0) {
      throw new IllegalArgumentException("concat: no tensors given, must be at least one");
    }
    Shape first = Checks.required("concat", "tensor 0", parts[0]).shape();
    int along = first.axis("concat", axis);
    DType dtype = parts[0].dtype();
    long total = 0;
    for (int i = 0; i < parts.length; i++) {
      Shape shape = Checks.required("concat", "tensor " + i, parts[i]).shape();
      if (shape.rank() != first.rank() || !shape.with(along, 1).equals(first.with(along, 1))) {
        throw new IllegalArgumentException(
            "concat: shapes " + first + " and " + shape + " of tensors 0 and " + i + " must agree except in axis "
                + along);
      }
      total += shape.size(along);
      dtype = DType.promote(dtype, parts[i].dtype());
    }
    long[] sizes = Arrays.stream(first.toArray()).asLongStream().toArray();
    sizes[along] = total;
    Tensor[] inputs = new Tensor[parts.length];
    for (int i = 0; i < parts.length; i++) {
      inputs[i] = parts[i].to(dtype);
    }
    return new Tensor(new Concat(along), Shape.of(sizes), dtype, inputs);
  }

  @Override
  public String label() {
    return "concat";
  }

  @Override
  public void compute(Data y, Data... inputs) {
    int start = 0;
    for (Data part : inputs) {
      int count = part.shape().size(axis);
      part.copyTo(y.array, y.view.slice(axis, start, 1, count));
      start += count;
    }
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    int start = 0;
    for (int before = 0; before < i; before++) {
      start += x[before].size(axis);
    }
    return g.sliced(axis, start, 1, x[i].size(axis));
  }
}
