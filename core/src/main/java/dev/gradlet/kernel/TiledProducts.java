package dev.gradlet.kernel;

/**
 * The matrix product with the Vector API: {@link FloatProducts}'s bit for bit, as lanes never mix. Arrays T are those
 * of a {@link Tile}'s dtype.
 *
 * <p>It follows Goto and van de Geijn ("Anatomy of High-Performance Matrix Multiplication", 2008). The inner dimension
 * is cut into blocks of equal size. Within one, a panel of b, as wide as a tile, is packed and meets all rows of a. The
 * chains of fma are broken off between blocks and taken up again, which changes no bit. Deep blocks, whose panels do
 * not fit into the L1 cache, are better than twice as many passes over c.
 *
 * <p>A tile reads a at any stride; rows of a stay where they are, in the L2 cache. Where its columns are contiguous and
 * many panels meet it, a is packed, eight rows by eight: 512³ aᵀb reaches 88 instead of 82 % of the fma peak, ab 92. b
 * is not packed where its rows are contiguous and few rows of a would share the panel, or b is small enough to stay in
 * the cache. A tile that overhangs c, or whose columns are not contiguous, goes by way of a buffer; but where c is dense
 * and narrow, a row may overhang into the next, which is written later. A last tile that lacks rows repeats some of
 * those above it: row by row, ten rows took a fifth longer. Very few columns are better as rows: cᵀ = bᵀ·aᵀ; so are up
 * to a vector of them, where columns of a are contiguous and each sum is long enough to make up for storing c across
 * its rows: 34 instead of 57 µs for 500 × 256 × 10. Rows of a in order with columns of up to a vector stay at half of
 * the peak: a broadcast an fma is the limit, and transposing a costs what it gains.
 */
final class TiledProducts {
  /** From so many rows, and so many panels of columns on, columns of a are packed. */
  private static final int MANY_ROWS = 64;

  private static final int MANY_PANELS = 4;

  /** Rows of a that meet a panel, more if short: a block of them is 1 MiB of float32, as large as an L2 cache. */
  private static final int ROWS = 512;

  /** Inner steps of a block, at most. */
  private static final int BLOCK = 512;

  /**
   * The array of a panel of b, and where it begins in there. G1 lays an array of half a region or more (512 KiB, where
   * memory is below 30 GiB) at the start of a region; its elements begin 16 bytes later. So vectors of 64 bytes are
   * lines of the cache: 95 instead of 93 % of the peak within a tile. Elsewhere it is as good as any other place.
   */
  private static final int PANEL_BYTES = 576 << 10;

  private static final int PANEL_START = 64 - 16;

  /** Bytes of b that stay in the cache as they are. */
  private static final int NEAR_BYTES = 32 << 10;

  private static final int FEW_ROWS = 16;
  private static final int FEW_COLUMNS = 8;

  /** Steps that make up for storing c across its rows. */
  private static final int MANY_STEPS = 64;

  private static final int BUFFER_ROWS = 16;

  private TiledProducts() {}

  static <T> void chains(
      Tile<T> tile, int m, int n, int k,
      T a, int aOff, int aRow, int aCol,
      T b, int bOff, int bRow, int bCol,
      T c, int cOff, int cRow) {
    if (isTransposed(m, n, k, aRow, tile.lanes())) {
      product(tile, n, m, k, b, bOff, bCol, bRow, a, aOff, aCol, aRow, c, cOff, 1, cRow);
    } else {
      product(tile, m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow, 1);
    }
  }

  /** Whether rows of c are computed as columns. */
  static boolean isTransposed(int m, int n, int k, int aRow, int lanes) {
    return m > n && (n < FEW_COLUMNS || (n <= lanes && aRow == 1 && k >= MANY_STEPS));
  }

  /** Whether packed columns of a are read often enough. */
  static boolean isLarge(int m, int n, int lanes) {
    return m >= MANY_ROWS && n >= MANY_PANELS * Tile.MOST_VECTORS * lanes;
  }

  private static <T> void product(
      Tile<T> tile, int m, int n, int k,
      T a, int aOff, int aRow, int aCol,
      T b, int bOff, int bRow, int bCol,
      T c, int cOff, int cRow, int cCol) {
    int block = part(k, BLOCK, 1);
    int most = part(m, ROWS * BLOCK / block / Tile.TALL * Tile.TALL, Tile.TALL);
    boolean packed = aRow == 1 && tile.fitsTall() && isLarge(m, n, tile.lanes());
    boolean dense = cCol == 1 && cRow == n && k <= block;
    for (int i = 0; i < m; i += most) {
      int count = Math.min(most, m - i);
      for (int p = 0; p == 0 || p < k; p += block) {
        int depth = Math.min(block, k - p);
        int at = aOff + i * aRow + p * aCol;
        Rows<T> rows =
            packed ? pack(tile, count, depth, a, at, aCol) : new Rows<>(count, depth, a, at, aRow, aCol, false);
        panels(tile, rows, n, p == 0, b, bOff + p * bRow, bRow, bCol, c, cOff + i * cRow, cRow, cCol, dense);
      }
    }
  }

  /** The size of parts as equal as may be, at most so large, and a multiple of some number. */
  private static int part(int size, int most, int multiple) {
    int parts = Math.max(1, (size + most - 1) / most);
    int part = Math.max(1, (size + parts - 1) / parts);
    return (part + multiple - 1) / multiple * multiple;
  }

  /** A block of a: where it is, or packed, eight rows after the other. */
  private record Rows<T>(int count, int depth, T array, int at, int row, int col, boolean packed) {
    /** Where the tile from row i on begins, or if it lacks rows, where it has the last ones of the block. */
    int tile(int i, int height) {
      return packed ? i * depth : at + Math.min(i, count - height) * row;
    }

    /** How far apart tiles are. */
    int step(int height) {
      return height * (packed ? depth : row);
    }
  }

  private static <T> Rows<T> pack(Tile<T> tile, int count, int depth, T a, int at, int aCol) {
    T rows = tile.scratch(Scratch.ROWS, ROWS * BLOCK + tile.lanes());
    for (int i = 0; i < count; i += Tile.TALL) {
      tile.packEight(depth, a, at + Math.min(i, count - Tile.TALL), aCol, rows, i * depth);
    }
    return new Rows<>(count, depth, rows, 0, 1, Tile.TALL, true);
  }

  /** Rows of a meet b, panel by panel. */
  private static <T> void panels(
      Tile<T> tile, Rows<T> rows, int n, boolean first,
      T b, int bAt, int bRow, int bCol,
      T c, int cAt, int cRow, int cCol,
      boolean dense) {
    boolean tall = tile.fitsTall() && rows.count >= Tile.TALL;
    boolean near = rows.count <= FEW_ROWS || rows.depth * Math.abs(bRow) <= NEAR_BYTES / tile.bytes();
    T packed = tile.scratch(Scratch.PANEL, PANEL_BYTES / tile.bytes());
    int packedAt = PANEL_START / tile.bytes();
    for (int j = 0, width; j < n; j += width) {
      int vectors = tile.vectorsFor(tall, n - j);
      int full = vectors * tile.lanes();
      width = Math.min(full, n - j);
      Panel<T> panel;
      int at = bAt + j * bCol;
      if (near && bCol == 1 && width == full) {
        panel = new Panel<>(width, tile.height(tall, vectors), vectors, b, at, bRow);
      } else {
        tile.copy(rows.depth, width, b, at, bRow, bCol, packed, packedAt, full, 1);
        panel = new Panel<>(width, tile.height(tall, vectors), vectors, packed, packedAt, full);
      }
      boolean straight = width == full ? cCol == 1 : dense && width == n;
      multiply(tile, rows, panel, first, c, cAt + j * cCol, cRow, cCol, straight);
    }
  }

  /** Some columns of b, whose tiles are so many vectors wide, and so high. */
  private record Panel<T>(int width, int height, int vectors, T array, int at, int row) {}

  /** All rows of a meet a panel; tiles that are no full vectors of c go by way of a buffer. */
  private static <T> void multiply(
      Tile<T> tile, Rows<T> rows, Panel<T> panel, boolean first, T c, int cAt, int cRow, int cCol, boolean straight) {
    int width = panel.width;
    int full = panel.vectors * tile.lanes();
    int i = straight ? straightRows(rows.count, full, panel) : 0;
    tiles(tile, rows, 0, i, panel, first, c, cAt, cRow);
    if (i == rows.count) return;
    T buffer = tile.scratch(Scratch.BUFFER, BUFFER_ROWS * Tile.MOST_VECTORS * tile.lanes());
    for (; i < rows.count; i += BUFFER_ROWS) {
      int height = Math.min(BUFFER_ROWS, rows.count - i);
      int at = cAt + i * cRow;
      if (!first) tile.copy(height, width, c, at, cRow, cCol, buffer, 0, full, 1);
      tiles(tile, rows, i, i + height, panel, first, buffer, 0, full);
      tile.copy(height, width, buffer, 0, full, 1, c, at, cRow, cCol);
    }
  }

  /** Of so many rows in order, whole tiles that do not overhang c's last one. */
  private static int straightRows(int count, int full, Panel<?> panel) {
    int over = (full - 1) / panel.width;
    return over == 0 ? count : Math.max(0, count - over) / panel.height * panel.height;
  }

  /** Some rows of a; from the first of them on c is theirs. */
  private static <T> void tiles(
      Tile<T> tile, Rows<T> rows, int from, int to, Panel<T> panel, boolean first, T c, int cAt, int cRow) {
    int height = panel.height;
    T start = first ? tile.zeros() : c;
    int startRow = first ? 0 : cRow;
    int i = from;
    int at = cAt;
    if (panel.vectors == 1 && first && !rows.packed) {
      int twelves = (to - i) / (3 * Tile.TALL) * 2; // what is left is tall
      tile.multiplyTwelve(
          twelves, rows.depth, rows.array, rows.tile(i, height), rows.row, rows.col, panel.array, panel.at, panel.row,
          c, at, cRow);
      i += 12 * twelves;
      at += 12 * twelves * cRow;
    }
    int count = (to - i) / height;
    tile.multiply(
        count, height, panel.vectors, rows.depth, rows.array, rows.tile(i, height), rows.step(height), rows.row,
        rows.col, panel.array, panel.at, panel.row, start, first ? 0 : at, startRow, c, at, cRow);
    i += count * height;
    at += count * height * cRow;
    if (i < to && rows.count >= height) {
      lastTile(tile, rows, i, to, panel, first, c, at, cRow);
      return;
    }
    for (; i < to; i++, at += cRow) {
      tile.multiplyRow(
          panel.vectors, rows.depth, rows.array, rows.at + i * rows.row, rows.col, panel.array, panel.at, panel.row,
          start, first ? 0 : at, c, at);
    }
  }

  /** Fewer rows than a tile has: by way of a buffer, with others around them, whose sums are not kept. */
  private static <T> void lastTile(
      Tile<T> tile, Rows<T> rows, int from, int to, Panel<T> panel, boolean first, T c, int cAt, int cRow) {
    int height = panel.height;
    int full = panel.vectors * tile.lanes();
    int kept = Math.max(0, from + height - rows.count) * full;
    T sums = tile.scratch(Scratch.TILE, BUFFER_ROWS * Tile.MOST_VECTORS * tile.lanes());
    if (!first) tile.copy(to - from, full, c, cAt, cRow, 1, sums, kept, full, 1);
    tile.multiply(
        1, height, panel.vectors, rows.depth, rows.array, rows.tile(from, height), 0, rows.row, rows.col,
        panel.array, panel.at, panel.row, first ? tile.zeros() : sums, 0, first ? 0 : full, sums, 0, full);
    tile.copy(to - from, full, sums, kept, full, 1, c, cAt, cRow, 1);
  }
}
