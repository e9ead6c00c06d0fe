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

  /**
   * y = f(x).
   *
   * @param <A> the type of the arrays
   */
  @FunctionalInterface
  public interface Unary<A> {
    void apply(A x, A y, int n);
  }

  /** y = f(a, b); b may be meant as one number, its first element. */
  @FunctionalInterface
  public interface Binary<A> {
    void apply(A a, A b, A y, int n);
  }

  /** mask = a ∘ b. */
  @FunctionalInterface
  public interface Comparison<A> {
    void apply(A a, A b, boolean[] mask, int n);
  }
}
