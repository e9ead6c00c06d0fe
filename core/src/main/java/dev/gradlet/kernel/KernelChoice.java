package dev.gradlet.kernel;

import java.lang.System.Logger.Level;
import java.util.ServiceConfigurationError;

/**
 * Which provider this run uses, see {@link Kernels}. Errors, as they reach the caller unwrapped from an initializer.
 */
final class KernelChoice {
  static final Kernels CHOSEN = choose(System.getProperty("gradlet.kernels"));

  private static final String MODULE = "jdk.incubator.vector";

  private KernelChoice() {}

  static Kernels choose(String wish) {
    boolean present = ModuleLayer.boot().findModule(MODULE).isPresent();
    if (wish == null) {
      if (!present) {
        log(
            Level.INFO,
            "Gradlet computes with plain Java; --add-modules " + MODULE + " makes it several times faster.");
      }
      return present && VectorKernels.supported() ? new VectorKernels() : new PlainKernels();
    }
    switch (wish) {
      case "plain":
        return new PlainKernels();
      case "vector":
        if (!present) {
          throw new ServiceConfigurationError("gradlet.kernels=vector needs the module: java --add-modules " + MODULE);
        }
        return new VectorKernels();
      default:
        throw new ServiceConfigurationError("gradlet.kernels=" + wish + ": neither plain nor vector");
    }
  }

  private static void log(Level level, String sentence) {
    System.getLogger("dev.gradlet").log(level, sentence);
  }
}
