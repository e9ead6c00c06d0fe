package dev.gradlet.kernel;

/** Which provider this run uses, see {@link Kernels}. */
final class KernelChoice {
  static final Kernels CHOSEN = new PlainKernels();

  private KernelChoice() {}
}
