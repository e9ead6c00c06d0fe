package dev.gradlet.spark;

import dev.gradlet.Tensor;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The values of a tensor on their way between machines: its sizes, and one plain array of its dtype, row-major. */
record Values(long[] sizes, Serializable array) implements Serializable {
  private static final long serialVersionUID = 1L;

  static Values of(Tensor tensor) {
    return new Values(Arrays.stream(tensor.shape().toArray()).asLongStream().toArray(), switch (tensor.dtype()) {
      case BOOL -> tensor.toBooleanArray();
      case INT32 -> tensor.toIntArray();
      case FLOAT32 -> tensor.toFloatArray();
      case FLOAT64 -> tensor.toDoubleArray();
    });
  }

  /** The same for several; null, such as the gradient of what the loss does not depend on, remains null. */
  static List<Values> of(List<Tensor> tensors) {
    List<Values> values = new ArrayList<>();
    tensors.forEach(tensor -> values.add(tensor == null ? null : of(tensor)));
    return values;
  }

  Tensor tensor() {
    Tensor flat = array instanceof float[] floats ? Tensor.of(floats)
        : array instanceof double[] doubles ? Tensor.of(doubles)
        : array instanceof int[] ints ? Tensor.of(ints)
        : Tensor.of((boolean[]) array);
    return flat.reshape(sizes);
  }

  /** Adds others to these, element by element; null counts as zeros. These are not used any more. */
  static List<Values> plus(List<Values> these, List<Values> others) {
    if (these.isEmpty() || others.isEmpty()) {
      return these.isEmpty() ? others : these;
    }
    List<Values> sums = new ArrayList<>();
    for (int i = 0; i < these.size(); i++) {
      Values a = these.get(i);
      Values b = others.get(i);
      if (a != null && b != null) {
        a.add(b);
      }
      sums.add(a != null ? a : b);
    }
    return sums;
  }

  private void add(Values other) {
    if (!Arrays.equals(sizes, other.sizes)) {
      throw new IllegalArgumentException("sum: shapes " + Arrays.toString(sizes) + " and " + Arrays.toString(other.sizes)
          + " differ; what is summed must not depend on the number of rows");
    }
    if (array instanceof float[] sum && other.array instanceof float[] more) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += more[i];
      }
    } else if (array instanceof double[] sum && other.array instanceof double[] more) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += more[i];
      }
    } else {
      throw new IllegalArgumentException("sum: only FLOAT32 and FLOAT64 are summed, each with its like");
    }
  }
}
