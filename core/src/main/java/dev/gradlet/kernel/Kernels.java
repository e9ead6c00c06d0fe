package dev.gradlet.kernel;

import java.lang.System.Logger.Level;
import java.util.ServiceConfigurationError;

/**
 * Whether kernels in vectors take over from plain ones, and when. Plain Java always works. The Vector API is used where
 * the module {@code jdk.incubator.vector} was added, kernel by kernel, each once it is known to be faster here: see
 * {@link Provider}. The system property {@code gradlet.kernels} overrules that: {@code plain} for ever, or
 * {@code vector} from the start.
 *
 * <p>The bits are the same, which means equal {@code floatToIntBits}: a NaN is a NaN. It holds between plain and vector
 * kernels, vector widths, JDKs, interpreter and compilers, since kernels use only exactly specified operations
 * (+ − × ÷ sqrt fma min max compare select) in an order that depends on shapes alone. {@code lanewise(EXP)} and
 * {@code reduceLanes(ADD)} are not among them: they give other bits once compiled.
 *
 * <p>An interface for each topic has the plain loops, which define what is computed, and a class in vectors overrides
 * what it does faster. Tiles are as {@link Loops} says, unless a method takes offsets. All methods may be called from
 * several threads.
 */
public final class Kernels {
  private static final String MODULE = "jdk.incubator.vector";

  private static volatile When vectors = when(System.getProperty("gradlet.kernels"));

  private static final Provider<Sums> SUMS = new Provider<>(new Sums() {}, () -> new VectorSums(), Kernels::tryOut);
  private static final Provider<Reductions> REDUCTIONS =
      new Provider<>(new Reductions() {}, () -> new VectorReductions(), Kernels::tryOut);
  private static final Provider<Selections> SELECTIONS =
      new Provider<>(new Selections() {}, () -> new VectorSelections(), Kernels::tryOut);
  private static final Provider<Products> FLOAT_PRODUCTS =
      new Provider<>(new Products() {}, () -> new VectorProducts(), Kernels::tryOutFloats);
  private static final Provider<Products> DOUBLE_PRODUCTS =
      new Provider<>(new Products() {}, () -> new VectorProducts(), Kernels::tryOutDoubles);

  /** When vectors compute. */
  enum When { NEVER, ONCE_FASTER, AT_ONCE }

  private Kernels() {}

  static When vectors() {
    return vectors;
  }

  /** Whether vectors compute now or later; they read operands where they are, see {@link Windows}. */
  public static boolean mayUseVectors() {
    return vectors != When.NEVER;
  }

  /** Has vectors compute from now on where they may, for tests: whether they do. */
  public static boolean useVectorsAtOnce() {
    if (mayUseVectors()) {
      setVectors(When.AT_ONCE);
    }
    return mayUseVectors();
  }

  static void setVectors(When setting) {
    vectors = setting;
  }

  // ---- the kernels that compute now, for so many elements ----

  public static Sums sums(long elements) {
    return SUMS.of(elements / Provider.CHEAP);
  }

  public static Reductions reductions(long elements) {
    return REDUCTIONS.of(elements);
  }

  public static Selections selections(long elements) {
    return SELECTIONS.of(elements);
  }

  public static Products floatProducts(long multiplications) {
    return FLOAT_PRODUCTS.of(multiplications / Provider.CHEAP);
  }

  public static Products doubleProducts(long multiplications) {
    return DOUBLE_PRODUCTS.of(multiplications / Provider.CHEAP);
  }

  private static void tryOut(Sums kernels) {
    kernels.addProduct(false, Warmup.Y, Warmup.X, Warmup.X, false, Warmup.LANES);
  }

  private static void tryOut(Reductions kernels) {
    kernels.sum(Warmup.X, 0, Warmup.LANES / 2, 1, Warmup.Y);
    kernels.max(Warmup.X, 0, Warmup.LANES / 2, 1, Warmup.Y);
  }

  private static void tryOut(Selections kernels) {
    kernels.keepAbove(Warmup.X, 1, false, Warmup.X, 0, Warmup.Y, Warmup.LANES / 2);
    kernels.extremum(false, Warmup.X, 1, 0, Warmup.Y, Warmup.INTS, Warmup.LANES / 2);
  }

  /** Tiles of one vector, and, where registers suffice, packed ones of three. Rows overlap: arrays may be short. */
  private static void tryOutFloats(Products kernels) {
    kernels.chains(16, 16, 16, Warmup.X, 0, 1, 1, Warmup.X, 0, 0, 1, Warmup.Y, 0, 0);
    kernels.chains(64, 192, 2, Warmup.X, 0, 1, 1, Warmup.X, 0, 0, 1, Warmup.Y, 0, 0);
  }

  private static void tryOutDoubles(Products kernels) {
    kernels.chains(16, 16, 16, Warmup.DOUBLES, 0, 1, 1, Warmup.DOUBLES, 0, 0, 1, Warmup.MORE_DOUBLES, 0, 0);
    kernels.chains(64, 192, 2, Warmup.DOUBLES, 0, 1, 1, Warmup.DOUBLES, 0, 0, 1, Warmup.MORE_DOUBLES, 0, 0);
  }

  /** Errors, as they reach the caller unwrapped from an initializer. */
  static When when(String wish) {
    boolean present = ModuleLayer.boot().findModule(MODULE).isPresent();
    if (wish == null) {
      if (!present) {
        log("Gradlet computes with plain Java; --add-modules " + MODULE + " makes it several times faster.");
      }
      return present ? When.ONCE_FASTER : When.NEVER;
    }
    switch (wish) {
      case "plain":
        return When.NEVER;
      case "vector":
        if (!present) {
          throw new ServiceConfigurationError("gradlet.kernels=vector needs the module: java --add-modules " + MODULE);
        }
        return When.AT_ONCE;
      default:
        throw new ServiceConfigurationError("gradlet.kernels=" + wish + ": neither plain nor vector");
    }
  }

  private static void log(String sentence) {
    System.getLogger("dev.gradlet").log(Level.INFO, sentence);
  }
}
