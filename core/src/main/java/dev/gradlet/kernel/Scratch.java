package dev.gradlet.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/** A thread's own working memory. Never a static array: a race on one shows on some machines only. */
final class Scratch {
  private static final ThreadLocal<Scratch> MINE = ThreadLocal.withInitial(Scratch::new);

  /** An argument, kept where the result may overwrite it. */
  final float[] x = new float[Loops.TILE];

  final float[] s = new float[Loops.TILE];
  final float[] t = new float[Loops.TILE];
  final int[] i = new int[Loops.TILE];
  final int[] j = new int[Loops.TILE];

  /** What the growing arrays are for. */
  static final int PANEL = 0;

  static final int BUFFER = 1;
  static final int SUMS = 2;
  static final int TILE = 3;
  static final int ROWS = 4;

  private final float[][] growing = new float[5][0];
  private final double[][] growingDoubles = new double[5][0];
  private float[][] floatTiles = new float[0][];
  private double[][] doubleTiles = new double[0][];
  private final ByteBuffer bytes = ByteBuffer.allocate(4 * Loops.TILE).order(ByteOrder.nativeOrder());
  private final FloatBuffer floats = bytes.asFloatBuffer();
  private final IntBuffer ints = bytes.asIntBuffer();

  private Scratch() {}

  static Scratch mine() {
    return MINE.get();
  }

  /** The array of that use, with at least so many elements of any value. */
  float[] floats(int use, int size) {
    if (growing[use].length < size) growing[use] = new float[size];
    return growing[use];
  }

  double[] doubles(int use, int size) {
    if (growingDoubles[use].length < size) growingDoubles[use] = new double[size];
    return growingDoubles[use];
  }

  /** Tile number i, of any value. */
  float[] floatTile(int i) {
    if (i >= floatTiles.length) floatTiles = Arrays.copyOf(floatTiles, i + 1);
    if (floatTiles[i] == null) floatTiles[i] = new float[Loops.TILE];
    return floatTiles[i];
  }

  double[] doubleTile(int i) {
    if (i >= doubleTiles.length) doubleTiles = Arrays.copyOf(doubleTiles, i + 1);
    if (doubleTiles[i] == null) doubleTiles[i] = new double[Loops.TILE];
    return doubleTiles[i];
  }

  /** The bits of x. Two block copies take 0.09 ns an element, a loop of {@code floatToRawIntBits} 0.2–0.3. */
  void toBits(float[] x, int[] bits, int n) {
    floats.put(0, x, 0, n);
    ints.get(0, bits, 0, n);
  }

  /** The floats of these bits. */
  void toFloats(int[] bits, float[] x, int n) {
    ints.put(0, bits, 0, n);
    floats.get(0, x, 0, n);
  }
}
