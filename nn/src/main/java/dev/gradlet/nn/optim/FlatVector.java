package dev.gradlet.nn.optim;

import dev.gradlet.Autograd;
import dev.gradlet.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Tensors of several shapes as one vector. Its values are computed when it is made. */
record FlatVector(List<Tensor> parts) {
  FlatVector {
    Autograd.evaluate(parts);
  }

  double dot(FlatVector other) {
    List<Tensor> products = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      products.add(parts.get(i).mul(other.parts.get(i)).sum());
    }
    return sum(products);
  }

  /** this + a · other. */
  FlatVector plus(double a, FlatVector other) {
    return new FlatVector(
        IntStream.range(0, parts.size()).mapToObj(i -> parts.get(i).add(other.parts.get(i).mul(a))).toList());
  }

  FlatVector times(double a) {
    return new FlatVector(parts.stream().map(p -> p.mul(a)).toList());
  }

  double sumOfAbs() {
    return sum(parts.stream().map(p -> p.abs().sum()).toList());
  }

  /** The largest absolute value, 0 of no elements. */
  double maxAbs() {
    double max = 0;
    for (Tensor part : parts) {
      max = part.elements() == 0 ? max : Math.max(max, part.abs().max().item());
    }
    return max;
  }

  private static double sum(List<Tensor> scalars) {
    Autograd.evaluate(scalars);
    double sum = 0;
    for (Tensor scalar : scalars) {
      sum += scalar.item();
    }
    return sum;
  }
}
