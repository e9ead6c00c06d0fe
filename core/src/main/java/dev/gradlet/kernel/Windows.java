package dev.gradlet.kernel;

/**
 * The shapes of an instruction on windows: {@code n} elements of arrays of any length, each from a place on.
 *
 * <p>Only vectors have such loops. They read what lies anywhere as fast as a tile, so an operand need not be copied
 * into one, nor a result out of one; HotSpot does not vectorise plain loops with offsets. {@code n} is a multiple of
 * 64; the result may be the window of an operand, but not overlap one otherwise.
 *
 * <p>{@code (tanh(x)*y + x.pow(2)).mean()} of a million elements with gradients takes 3.1 ms so, 3.9 by way of tiles:
 * what waits for memory overlaps with arithmetic, as it does the more in a {@link Program}. No gain: a number for each
 * row on windows, and touching the next tile early.
 */
public final class Windows {
  private Windows() {}

  /** y = f(x). */
  @FunctionalInterface
  public interface Unary {
    void apply(float[] x, int xAt, float[] y, int yAt, int n);
  }

  /** y = f(a, b). */
  @FunctionalInterface
  public interface Binary {
    void apply(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n);
  }

  /**
   * What a compiled program says, for rows of a length, one after the other, from a place on in each array: a float[],
   * or an int[] where the program reads one.
   */
  @FunctionalInterface
  public interface Program {
    void apply(Object[] arrays, int[] at, int length, int rows);
  }
}
