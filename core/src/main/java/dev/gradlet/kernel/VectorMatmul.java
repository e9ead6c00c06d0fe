package dev.gradlet.kernel;

/**
 * The matrix product with the Vector API: {@link Matmul}'s bit for bit, as lanes never mix. Arrays T are those of a
 * {@link Tile}'s dtype.
 *
 * <p>Large products follow Goto and van de Geijn ("Anatomy of High-Performance Matrix Multiplication", 2008). The inner
 * dimension is cut into blocks of equal size. Within one, rows of a are packed, eight by eight, and stay in the L2
 * cache; panels of b, as wide as a tile, are packed into the L1 cache, where each meets all rows of a. The chains of
 * fma are broken off between blocks and taken up again, which changes no bit.
 *
 * <p>Where registers hold no sums of eight rows, or the product is too small to make up for packing a, a panel of b
 * meets all rows of a, which a tile of four rows reads at any stride as fast, even in columns 2 KiB apart. There b is
 * not packed where its rows are contiguous and few rows of a would share the panel, or b is small enough to stay in the
 * cache. A tile that overhangs c, or whose columns are not contiguous, goes by way of a buffer; but where c is dense
 * and narrow, a row may overhang into the next, which is written later. A last tile that lacks rows repeats some of
 * those above it: row by row, ten rows took a fifth longer. Very few columns are better as rows: cᵀ = bᵀ·aᵀ; so are up
 * to a vector of them, where columns of a are contiguous and each sum is long enough to make up for storing c across
 * its rows: 34 instead of 57 µs for 500 × 256 × 10. Rows of a in order with columns of up to a vector stay at half of
 * the peak: a broadcast an fma is the limit, and transposing a costs what it gains.
 */
final class VectorMatmul {
  /** From so many rows, and so many panels of columns on, a is packed: its elements are then read by that many. */
  private static final int MANY_ROWS = 64;

  private static final int MANY_PANELS = 4;

  /** Bytes of a that are packed at a time: half of an L2 cache. 512 rows of 256 floats. */
  private static final int ROWS_BYTES = 512 << 10;

  /**
   * The array of a panel of b, and where it begins in there. G1 lays an array of half a region or more (512 KiB, where
   * memory is below 30 GiB) at the start of a region; its elements begin 16 bytes later. So vectors of 64 bytes are
   * lines of the cache, for up to 5 % of the peak. Elsewhere it is as good as any other place.
   */
  private static final int PANEL_BYTES = 576 << 10;

  private static final int PANEL_START = 64 - 16;

  /** Inner steps of a block: panels of 256 × 48 floats are 48 KiB. */
  private static final int BLOCK = 256;

  /** Bytes of b that stay in the cache as they are. */
  private static final int NEAR_BYTES = 32 << 10;

  private static final int FEW_ROWS = 16;
  private static final int FEW_COLUMNS = 8;

  /** Steps that make up for storing c across its rows. */
  private static final int MANY_STEPS = 64;

  private static final int BUFFER_ROWS = 16;

  private VectorMatmul() {}

  static <T> void chains(
      Tile<T> tile, int m, int n, int k,
      T a, int aOff, int aRow, int aCol,
      T b, int bOff, int bRow, int bCol,
      T c, int cOff, int cRow) {
    int lanes = tile.lanes();
    if (isTransposed(m, n, k, aRow, lanes)) {
      small(tile, n, m, k, b, bOff, bCol, bRow, a, aOff, aCol, aRow, c, cOff, 1, cRow);
    } else if (tile.fitsTall() && isLarge(m, n, lanes)) {
      large(tile, m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
    } else {
      small(tile, m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow, 1);
    }
  }

  /** Whether rows of c are computed as columns. */
  static boolean isTransposed(int m, int n, int k, int aRow, int lanes) {
    return m > n && (n < FEW_COLUMNS || (n <= lanes && aRow == 1 && k >= MANY_STEPS));
  }

  static boolean isLarge(int m, int n, int lanes) {
    return m >= MANY_ROWS && n >= MANY_PANELS * Tile.MOST_VECTORS * lanes;
  }

  /** The size, 1 at least, of parts as equal as may be, and at most so large. */
  private static int part(int size, int most) {
    int parts = Math.max(1, (size + most - 1) / most);
    return Math.max(1, (size + parts - 1) / parts);
  }

  // ---- large products: a and b packed ----

  private static <T> void large(
      Tile<T> tile, int m, int n, int k,
      T a, int aOff, int aRow, int aCol,
      T b, int bOff, int bRow, int bCol,
      T c, int cOff, int cRow) {
    int block = part(k, BLOCK);
    T rows = tile.scratch(Scratch.ROWS, ROWS_BYTES / tile.bytes());
    int mostRows = ROWS_BYTES / tile.bytes() / BLOCK;
    T panel = tile.scratch(Scratch.PANEL, PANEL_BYTES / tile.bytes());
    int panelAt = PANEL_START / tile.bytes();
    for (int i = 0; i < m; i += mostRows) {
      int height = Math.min(mostRows, m - i);
      for (int p = 0; p == 0 || p < k; p += block) {
        int depth = Math.min(block, k - p);
        interleave(tile, height, depth, a, aOff + i * aRow + p * aCol, aRow, aCol, rows);
        for (int j = 0, width; j < n; j += width) {
          int vectors = tile.vectorsFor(true, n - j);
          int full = vectors * tile.lanes();
          width = Math.min(full, n - j);
          tile.copy(depth, width, b, bOff + p * bRow + j * bCol, bRow, bCol, panel, panelAt, full, 1);
          tallTiles(
              tile, height, width, vectors, depth, p == 0, rows, panel, panelAt, c, cOff + i * cRow + j, cRow);
        }
      }
    }
  }

  private static <T> void interleave(Tile<T> tile, int m, int depth, T a, int aAt, int aRow, int aCol, T rows) {
    for (int i = 0; i < m; i += Tile.TALL) {
      tile.interleave(Math.min(Tile.TALL, m - i), depth, a, aAt + i * aRow, aRow, aCol, rows, i * depth);
    }
  }

  /** All packed rows meet a panel; what is no whole tile, by way of a buffer. */
  private static <T> void tallTiles(
      Tile<T> tile, int m, int width, int vectors, int depth, boolean first,
      T rows, T panel, int panelAt, T c, int cOff, int cRow) {
    int full = vectors * tile.lanes();
    T buffer = tile.scratch(Scratch.BUFFER, BUFFER_ROWS * Tile.MOST_VECTORS * tile.lanes());
    for (int i = 0; i < m; i += Tile.TALL) {
      int height = Math.min(Tile.TALL, m - i);
      int cAt = cOff + i * cRow;
      boolean whole = width == full && height == Tile.TALL;
      T to = whole ? c : buffer;
      int at = whole ? cAt : 0;
      int row = whole ? cRow : full;
      if (!whole && !first) tile.copy(height, width, c, cAt, cRow, 1, buffer, 0, full, 1);
      tile.multiplyPacked(
          vectors, depth, rows, i * depth, panel, panelAt,
          first ? tile.zeros() : to, first ? 0 : at, first ? 0 : row, to, at, row);
      if (!whole) tile.copy(height, width, buffer, 0, full, 1, c, cAt, cRow, 1);
    }
  }

  // ---- small products: a where it is ----

  private static <T> void small(
      Tile<T> tile, int m, int n, int k,
      T a, int aOff, int aRow, int aCol,
      T b, int bOff, int bRow, int bCol,
      T c, int cOff, int cRow, int cCol) {
    T panel = tile.scratch(Scratch.PANEL, BLOCK * Tile.MOST_VECTORS * tile.lanes());
    int block = part(k, BLOCK);
    for (int p = 0; p == 0 || p < k; p += block) {
      int depth = Math.min(block, k - p);
      boolean near = m <= FEW_ROWS || depth * Math.abs(bRow) <= NEAR_BYTES / tile.bytes();
      for (int j = 0, width; j < n; j += width) {
        int vectors = tile.vectorsFor(false, n - j);
        int full = vectors * tile.lanes();
        width = Math.min(full, n - j);
        int bAt = bOff + p * bRow + j * bCol;
        boolean direct = bCol == 1 && width == full && near;
        if (!direct) tile.copy(depth, width, b, bAt, bRow, bCol, panel, 0, full, 1);
        panel(
            tile, m, width, vectors, depth, p == 0,
            a, aOff + p * aCol, aRow, aCol,
            direct ? b : panel, direct ? bAt : 0, direct ? bRow : full,
            c, cOff + j * cCol, cRow, cCol,
            cCol == 1 && (width == full || (width == n && cRow == n && k <= block)));
      }
    }
  }

  /** All rows of a panel; those that may be stored in full vectors straight into c, the others by way of a buffer. */
  private static <T> void panel(
      Tile<T> tile, int m, int width, int vectors, int depth, boolean first,
      T a, int aAt, int aRow, int aCol,
      T b, int bAt, int bRow,
      T c, int cAt, int cRow, int cCol,
      boolean straight) {
    int full = vectors * tile.lanes();
    int overhung = (full - 1) / width;
    int i = straight ? Math.max(0, m - overhung) : 0;
    tiles(tile, i, vectors, depth, first, a, aAt, aRow, aCol, b, bAt, bRow, c, cAt, cRow);
    if (i == m) return;
    T buffer = tile.scratch(Scratch.BUFFER, BUFFER_ROWS * Tile.MOST_VECTORS * tile.lanes());
    for (; i < m; i += BUFFER_ROWS) {
      int rows = Math.min(BUFFER_ROWS, m - i);
      if (!first) tile.copy(rows, width, c, cAt + i * cRow, cRow, cCol, buffer, 0, full, 1);
      tiles(tile, rows, vectors, depth, first, a, aAt + i * aRow, aRow, aCol, b, bAt, bRow, buffer, 0, full);
      tile.copy(rows, width, buffer, 0, full, 1, c, cAt + i * cRow, cRow, cCol);
    }
  }

  /** The product of m rows, tile by tile. */
  private static <T> void tiles(
      Tile<T> tile, int m, int vectors, int depth, boolean first,
      T a, int aAt, int aRow, int aCol, T b, int bAt, int bRow, T c, int cAt, int cRow) {
    T start = first ? tile.zeros() : c;
    int startRow = first ? 0 : cRow;
    int height = tile.height(vectors);
    int i = 0;
    for (; i + height <= m; i += height) {
      int startAt = first ? 0 : cAt + i * cRow;
      tile.multiply(
          vectors, depth, a, aAt + i * aRow, aRow, aCol, b, bAt, bRow,
          start, startAt, startRow, c, cAt + i * cRow, cRow);
    }
    if (i > 0 && i < m) {
      lastTile(tile, m, m - i, vectors, depth, first, a, aAt, aRow, aCol, b, bAt, bRow, c, cAt, cRow);
      return;
    }
    for (; i < m; i++) {
      int startAt = first ? 0 : cAt + i * cRow;
      tile.multiplyRow(vectors, depth, a, aAt + i * aRow, aCol, b, bAt, bRow, start, startAt, c, cAt + i * cRow);
    }
  }

  /** The last rows, fewer than a tile has: by way of a buffer, with rows above them, whose sums are not kept. */
  private static <T> void lastTile(
      Tile<T> tile, int m, int rows, int vectors, int depth, boolean first,
      T a, int aAt, int aRow, int aCol, T b, int bAt, int bRow, T c, int cAt, int cRow) {
    int height = tile.height(vectors);
    int full = vectors * tile.lanes();
    int last = cAt + (m - rows) * cRow;
    int lastInTile = (height - rows) * full;
    T sums = tile.scratch(Scratch.TILE, BUFFER_ROWS * Tile.MOST_VECTORS * tile.lanes());
    if (!first) tile.copy(rows, full, c, last, cRow, 1, sums, lastInTile, full, 1);
    T start = first ? tile.zeros() : sums;
    tile.multiply(
        vectors, depth, a, aAt + (m - height) * aRow, aRow, aCol, b, bAt, bRow,
        start, 0, first ? 0 : full, sums, 0, full);
    tile.copy(rows, full, sums, lastInTile, full, 1, c, last, cRow, 1);
  }
}
