package dev.gradlet;

import java.util.random.RandomGenerator;

/**
 * Random numbers whose state can be read and restored. The same seed gives the same numbers on every machine.
 *
 * <p>xoshiro256++ (D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", 2019), seeded by
 * SplitMix64; the normal distribution by G. Marsaglia's polar method in {@link StrictMath}. Methods are safe from
 * several threads.
 */
public final class Generator implements RandomGenerator {
  private static final Generator STANDARD = new Generator(System.nanoTime());

  private long a;
  private long b;
  private long c;
  private long d;

  /** A generator of its own. */
  public Generator(long seed) {
    reseed(seed);
  }

  /** The generator of everything random that is given none. */
  public static Generator standard() {
    return STANDARD;
  }

  /** Restarts the standard generator. */
  public static void seed(long seed) {
    STANDARD.reseed(seed);
  }

  private synchronized void reseed(long seed) {
    a = mix(seed + 0x9e3779b97f4a7c15L);
    b = mix(seed + 2 * 0x9e3779b97f4a7c15L);
    c = mix(seed + 3 * 0x9e3779b97f4a7c15L);
    d = mix(seed + 4 * 0x9e3779b97f4a7c15L);
  }

  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long y = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return y ^ (y >>> 31);
  }

  /** The state, four numbers. */
  public synchronized long[] state() {
    return new long[] {a, b, c, d};
  }

  /**
   * Continues from a state that {@link #state} returned.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public synchronized void restore(long[] state) {
    if (Checks.required("restore", "state", state).length != 4 || (state[0] | state[1] | state[2] | state[3]) == 0) {
      throw new IllegalArgumentException("restore: a state has four numbers, not all 0; use what state() returned");
    }
    a = state[0];
    b = state[1];
    c = state[2];
    d = state[3];
  }

  @Override
  public synchronized long nextLong() {
    long result = Long.rotateLeft(a + d, 23) + a;
    long t = b << 17;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = Long.rotateLeft(d, 45);
    return result;
  }

  /** Uniform in [0, 1), a multiple of 2⁻²⁴. */
  @Override
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1p-24f;
  }

  /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** Of the standard normal distribution. */
  @Override
  public double nextGaussian() {
    while (true) {
      double u = 2 * nextDouble() - 1;
      double v = 2 * nextDouble() - 1;
      double s = u * u + v * v;
      if (s > 0 && s < 1) {
        return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
      }
    }
  }
}
