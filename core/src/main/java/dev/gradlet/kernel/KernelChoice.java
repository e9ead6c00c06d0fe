package dev.gradlet.kernel;

import java.lang.System.Logger.Level;
import java.util.ServiceConfigurationError;

/**
 * Which provider this run uses, see {@link Kernels}. Errors, as they reach the caller unwrapped from an initializer.
 */
final class KernelChoice {
  static final Kernels CHOSEN = choose(System.getProperty("gradlet.kernels"));

  /**
   * The chosen ones after the first few hundred loops. Until the second compiler has seen it, a loop of the Vector API
   * costs a hundred times as much as a plain one, and a short program ends before that. The bits are the same. Products
   * count too.
   */
  private static final int COLD_LOOPS = 300;

  private static int loops;
  static Kernels now = CHOSEN instanceof VectorKernels ? new PlainKernels() : CHOSEN;

  private static final String MODULE = "jdk.incubator.vector";

  private KernelChoice() {}

  static void loopsRun(long count) {
    if (now != CHOSEN) {
      loops += Math.min(count, COLD_LOOPS);
      now = loops >= COLD_LOOPS ? CHOSEN : now;
    }
  }

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
