package dev.gradlet.kernel;

/**
 * The shapes of an instruction: one tight loop over the first {@code n} elements of tiles.
 *
 * <p>{@code n} is a multiple of 64 and every array has at least {@code n} elements, used from index 0; the result may
 * be one of the operands. So no loop has a remainder, a short form, or an offset, each of which keeps HotSpot from
 * vectorising it.
 */
public final class Loops {
  /** Elements of a tile: few enough that a dozen registers stay in the L1 cache. */
  public static final int TILE = 1024;

  private Loops() {}

  /** How many tiles so many lanes take. */
  public static int tiles(int lanes) {
    return (int) ((lanes + (TILE - 1L)) / TILE);
  }

  /** y = f(x). */
  @FunctionalInterface
  public interface FloatUnary {
    void apply(float[] x, float[] y, int n);
  }

  /** y = f(a, b). */
  @FunctionalInterface
  public interface FloatBinary {
    void apply(float[] a, float[] b, float[] y, int n);
  }

  /** mask = a ∘ b. */
  @FunctionalInterface
  public interface FloatCompare {
    void apply(float[] a, float[] b, boolean[] mask, int n);
  }

  /** y = f(x). */
  @FunctionalInterface
  public interface DoubleUnary {
    void apply(double[] x, double[] y, int n);
  }

  /** y = f(a, b). */
  @FunctionalInterface
  public interface DoubleBinary {
    void apply(double[] a, double[] b, double[] y, int n);
  }

  /** mask = a ∘ b. */
  @FunctionalInterface
  public interface DoubleCompare {
    void apply(double[] a, double[] b, boolean[] mask, int n);
  }

  /** y = f(x). */
  @FunctionalInterface
  public interface IntUnary {
    void apply(int[] x, int[] y, int n);
  }

  /** y = f(a, b). */
  @FunctionalInterface
  public interface IntBinary {
    void apply(int[] a, int[] b, int[] y, int n);
  }

  /** mask = a ∘ b. */
  @FunctionalInterface
  public interface IntCompare {
    void apply(int[] a, int[] b, boolean[] mask, int n);
  }
}
