package dev.gradlet.kernel;

/**
 * A tile of a product in registers: c = start + a·b, one fma an element and inner step. What a dtype's arrays T have to
 * say about products: {@link TiledProducts} is written once, upon this.
 *
 * <p>An element of a meets a whole row of the tile, so r rows of v vectors take r + v loads for r·v fma, and r·v chains
 * hide each other's latency. Rows of b, start and c are contiguous; start has a row stride of 0 where chains begin.
 */
interface Tile<T> {
  /** The width of the widest tile in vectors. */
  int MOST_VECTORS = 3;

  /** Rows of a tall tile. */
  int TALL = 8;

  int lanes();

  int bytes();

  /** Whether 8 × 3 sums, a row of b and an element of a fit into the registers: there are 32 of 512 bits, else 16. */
  default boolean fitsTall() {
    return lanes() * bytes() >= 64;
  }

  /** How many vectors wide the next tile is, of so many columns that are left. */
  int vectorsFor(boolean tall, int columns);

  /** Rows of a tile that is so many vectors wide. */
  int height(boolean tall, int vectors);

  /** Tiles of full height, one below the other: those of a are {@code aTile} apart. */
  void multiply(
      int tiles, int height, int vectors, int depth,
      T a, int aAt, int aTile, int aRow, int aCol, T b, int bAt, int bRow,
      T start, int startAt, int startRow, T c, int cAt, int cRow);

  /** Tiles of twelve rows and one vector, one below the other, where chains begin. */
  void multiplyTwelve(
      int tiles, int depth, T a, int aAt, int aRow, int aCol, T b, int bAt, int bRow, T c, int cAt, int cRow);

  /** A single row. */
  void multiplyRow(
      int vectors, int depth, T a, int aAt, int aCol, T b, int bAt, int bRow, T start, int startAt, T c, int cAt);

  /** As many as the widest tile has columns: where chains begin. Never written. */
  T zeros();

  /** This thread's array of that use: see {@link Scratch}. */
  T scratch(int use, int size);

  /** y[to + p·8 + r] = x[at + p·step + r], r &lt; 8; of what follows in y, a vector less these eight gets any value. */
  void packEight(int steps, T x, int at, int step, T y, int to);

  /** dst[i, j] = src[i, j]. */
  void copy(
      int m, int n, T src, int srcAt, int srcRow, int srcCol, T dst, int dstAt, int dstRow, int dstCol);
}
