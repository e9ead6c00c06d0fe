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

  private static final Topic<Sums, Sums.Loop> SUMS =
      new Topic<>(Sums.Loop.values(), new Sums() {}, () -> new VectorSums(), Kernels::tryOut);
  private static final Topic<Reductions, Reductions.Loop> REDUCTIONS =
      new Topic<>(Reductions.Loop.values(), new Reductions() {}, () -> new VectorReductions(), Kernels::tryOut);
  private static final Topic<Selections, Selections.Loop> SELECTIONS =
      new Topic<>(Selections.Loop.values(), new Selections() {}, () -> new VectorSelections(), Kernels::tryOut);
  private static final Topic<Products, Products.Loop> FLOAT_PRODUCTS =
      new Topic<>(Products.Loop.values(), new Products() {}, () -> new VectorProducts(), Kernels::tryOutFloats);
  private static final Topic<Products, Products.Loop> DOUBLE_PRODUCTS =
      new Topic<>(Products.Loop.values(), new Products() {}, () -> new VectorProducts(), Kernels::tryOutDoubles);

  /** When vectors compute. What is missing is the module; whoever computes enough to gain by it is told so. */
  enum When { NEVER, MISSING, ONCE_FASTER, AT_ONCE }

  private Kernels() {}

  static When vectors() {
    return vectors;
  }

  /** Says, once, that vectors would be faster by now. Short programs, which gain nothing, start faster without a log. */
  static synchronized void missVectors() {
    if (vectors == When.MISSING) {
      vectors = When.NEVER;
      System.getLogger("dev.gradlet").log(Level.INFO,
          "Gradlet computes with plain Java; --add-modules " + MODULE + " makes it several times faster.");
    }
  }

  /** Whether vectors compute now or later; they read operands where they are, see {@link Windows}. */
  public static boolean mayUseVectors() {
    return vectors == When.ONCE_FASTER || vectors == When.AT_ONCE;
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

  // ---- the kernels that compute now, by what they are to do for so many elements ----

  public static Sums sums(Sums.Loop loop, long elements) {
    return SUMS.of(loop, elements / Provider.CHEAP);
  }

  public static Reductions reductions(Reductions.Loop loop, long elements) {
    return REDUCTIONS.of(loop, elements);
  }

  public static Selections selections(Selections.Loop loop, long elements) {
    return SELECTIONS.of(loop, elements);
  }

  public static Products floatProducts(Products.Loop loop, long multiplications) {
    return FLOAT_PRODUCTS.of(loop, multiplications / Provider.CHEAP);
  }

  public static Products doubleProducts(Products.Loop loop, long multiplications) {
    return DOUBLE_PRODUCTS.of(loop, multiplications / Provider.CHEAP);
  }

  // ---- trials: of one loop each; where lengths are free, of rows that leave a remainder ----

  private static final int ODD = Warmup.LANES / 4 - 1;

  static void tryOut(Sums.Loop loop, Sums kernels) {
    switch (loop) {
      case ADD_PRODUCT -> kernels.addProduct(false, Warmup.Y, Warmup.X, Warmup.X, false, Warmup.LANES);
      case SUBTRACT_PRODUCT -> kernels.addProduct(true, Warmup.Y, Warmup.X, Warmup.X, false, Warmup.LANES);
      case ADD_MULTIPLE -> kernels.addProduct(false, Warmup.Y, Warmup.X, Warmup.X, true, Warmup.LANES);
      case ADD_SQUARE -> kernels.addSquare(Warmup.Y, Warmup.X, Warmup.X, false, Warmup.LANES);
      case ADD_SQUARE_FROM_NUMBER -> kernels.addSquare(Warmup.Y, Warmup.X, Warmup.X, true, Warmup.LANES);
    }
  }

  static void tryOut(Reductions.Loop loop, Reductions kernels) {
    switch (loop) {
      case SUM -> {
        kernels.sum(Warmup.X, 0, ODD + 1, 2, Warmup.Y);
        kernels.sum(Warmup.X, 0, ODD, 2, Warmup.Y);
      }
      case MIN -> kernels.min(Warmup.X, 0, ODD, 4, Warmup.Y);
      case MAX -> kernels.max(Warmup.X, 0, ODD, 4, Warmup.Y);
      case ADD -> kernels.add(Warmup.Y, Warmup.X, 0, ODD, 4);
    }
  }

  static void tryOut(Selections.Loop loop, Selections kernels) {
    switch (loop) {
      case SELECT -> kernels.select(Warmup.MASK, Warmup.X, Warmup.X, Warmup.Y, Warmup.LANES);
      case KEEP_ABOVE -> kernels.keepAbove(Warmup.X, 1, false, Warmup.X, 0, Warmup.Y, Warmup.LANES);
      case KEEP_ABOVE_AND_NAN -> kernels.keepAbove(Warmup.X, 1, true, Warmup.X, 0, Warmup.Y, Warmup.LANES);
      case SELECT_EQUAL -> kernels.selectEqual(Warmup.INTS, Warmup.INTS, 1, 0, ODD, 4, Warmup.Y);
      case LARGEST -> kernels.extremum(true, Warmup.X, 1, 0, Warmup.Y, Warmup.INTS, Warmup.LANES);
      case SMALLEST -> kernels.extremum(false, Warmup.X, 1, 0, Warmup.Y, Warmup.INTS, Warmup.LANES);
      case MERGE_LARGEST -> kernels.merge(true, Warmup.X, Warmup.INTS, Warmup.Y, Warmup.INTS, Warmup.LANES);
      case MERGE_SMALLEST -> kernels.merge(false, Warmup.X, Warmup.INTS, Warmup.Y, Warmup.INTS, Warmup.LANES);
    }
  }

  /**
   * Inner steps of a product: few, as HotSpot counts calls, and looks at the count of its first compiler's code after
   * each 2,048 of them alone. Until then vectors are objects: with 16 steps a round had ten calls, and most rounds
   * changed nothing.
   */
  private static final int STEPS = 2;

  /** (m × k) × (k × n) of one array, in which rows overlap, as it may be short. */
  private interface Chains {
    void of(int m, int n, int k, int aRow);
  }

  private static void tryOutChains(Products.Loop loop, Chains chains) {
    switch (loop) {
      case FEW_ROWS -> chains.of(3, 80, STEPS, 0);
      case NARROW -> {
        for (int k = STEPS; k <= STEPS + 1; k++) {
          chains.of(32, 16, k, 1);
          chains.of(32, 8, k, 1);
        }
      }
      case SMALL -> {
        chains.of(4, 40, STEPS, 0);
        chains.of(8, 80, STEPS, 0);
      }
      case LARGE -> chains.of(64, 192, 2, 1);
      case ALONG_INNER -> { }
    }
  }

  static void tryOutFloats(Products.Loop loop, Products kernels) {
    float[] x = Warmup.X;
    float[] y = Warmup.Y;
    tryOutChains(loop, (m, n, k, aRow) -> kernels.chains(m, n, k, x, 0, aRow, 1, x, 0, 0, 1, y, 0, 0));
    if (loop == Products.Loop.ALONG_INNER) {
      kernels.alongInner(4, 5, Warmup.LANES, x, 0, 0, 1, x, 0, 1, 0, y, 0, 5);
      kernels.alongInner(5, 16, Warmup.LANES, x, 0, 1, 0, x, 0, 0, 1, y, 0, 16);
    }
  }

  static void tryOutDoubles(Products.Loop loop, Products kernels) {
    double[] x = Warmup.DOUBLES;
    double[] y = Warmup.MORE_DOUBLES;
    tryOutChains(loop, (m, n, k, aRow) -> kernels.chains(m, n, k, x, 0, aRow, 1, x, 0, 0, 1, y, 0, 0));
    if (loop == Products.Loop.ALONG_INNER) {
      kernels.alongInner(4, 5, Warmup.LANES, x, 0, 0, 1, x, 0, 1, 0, y, 0, 5);
    }
  }

  /** Errors, as they reach the caller unwrapped from an initializer. */
  static When when(String wish) {
    boolean present = ModuleLayer.boot().findModule(MODULE).isPresent();
    if (wish == null) {
      return present ? When.ONCE_FASTER : When.MISSING;
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
}
