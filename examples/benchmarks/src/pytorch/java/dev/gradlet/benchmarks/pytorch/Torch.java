package dev.gradlet.benchmarks.pytorch;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** PyTorch on one thread, and what the workloads share. Each run is closed by a PointerScope. */
final class Torch {
  static {
    torch.set_num_threads(1);
  }

  private Torch() {}

  static Tensor tensor(float[] values, long... shape) {
    return Tensor.create(values, shape);
  }

  static Tensor variable(float[] values, long... shape) {
    return tensor(values, shape).set_requires_grad(true);
  }

  /** The elements, row-major. */
  static float[] array(Tensor tensor) {
    Tensor dense = tensor.detach().contiguous();
    float[] values = new float[Math.toIntExact(dense.numel())];
    new FloatPointer(dense.data_ptr_float()).get(values);
    return values;
  }

  /** Clears a gradient to none, as zero_grad() does by default. */
  static void clear(Tensor... variables) {
    for (Tensor variable : variables) {
      variable.mutable_grad().reset();
    }
  }
}
