package dev.gradlet.kernel;

/**
 * The matrix product with the Vector API: {@link Matmul}'s bit for bit, as lanes never mix.
 *
 * <p>Goto and van de Geijn's scheme ("Anatomy of High-Performance Matrix Multiplication", 2008), cut down to what
 * measurement asked for. The inner dimension is cut into blocks; within one, a panel of b as wide as a {@link
 * VectorTile} is packed into the cache and meets all rows of a. The chains of fma are broken off between blocks and
 * taken up again, which changes no bit.
 *
 * <p>a is packed where registers hold the sums of eight rows and the product is large enough to make up for it; a tile
 * of four rows reads it at any stride as fast, even in columns 2 KiB apart. With it b is packed always, else not where
 * its rows are contiguous and few rows of a would share the panel, or b is small enough to stay in the cache. A tile
 * that overhangs c, or whose columns are not contiguous, goes by way of a buffer; but where c is dense and narrow, a
 * row may overhang into the next, which is written later. A last tile that lacks rows repeats some of those above it:
 * row by row, ten rows took a fifth longer. Very few columns are better as rows: cᵀ = bᵀ·aᵀ; so are up to a vector of
 * them, where columns of a are contiguous and each sum is long enough to make up for storing c across its rows: 34
 * instead of 57 µs for 500 × 256 × 10.
 *
 * <p>Where fma peaks at 220 GFLOP/s, tiles of eight rows instead of four take 512³ from 136 to 179 GFLOP/s and
 * 256 × 784 × 500 from 127 to 160 (JDK 17, the machine busy with other work).
 *
 * <p>By tiles of four rows, where fma peaks at 117 GFLOP/s (one vector of 512 bits a cycle), 512³ runs at 105, 64³ at
 * 103, the products of an MLP of 64 to 128 units at 100 to 110, 256 × 784 × 500 at 97 to 105. Blocks of 96 to 192 steps
 * are no faster. Rows of a in order with columns of up to a vector stay at 45: a broadcast an fma is the limit, and
 * transposing a costs what it gains.
 */
final class VectorMatmul {
  private static final int LANES = VectorTile.LANES;

  /** Inner steps of a block: panels of 256 × 48 floats are 48 KiB. */
  private static final int BLOCK = 256;

  /** Floats of b that stay in the cache as they are. */
  private static final int NEAR = 8192;

  /** From so many rows and columns on a is packed: each of its elements is then read by at least four panels. */
  private static final int MANY_ROWS = 64;

  private static final int MANY_COLUMNS = 192;

  /** Rows of a that are packed at a time: with 256 steps each 512 KiB, half of an L2 cache. A multiple of 16. */
  private static final int MOST_ROWS = 512;

  private static final int FEW_ROWS = 16;
  private static final int FEW_COLUMNS = 8;

  /** Steps that make up for storing c across its rows. */
  private static final int MANY_STEPS = 64;

  private static final int BUFFER_ROWS = 16;

  /** The start of a chain. Never written. */
  private static final float[] ZEROS = new float[VectorTile.MAX_VECTORS * LANES];

  private VectorMatmul() {}

  static void chains(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    if (n == 1 && aCol == 1) {
      Matmul.rowsTimesColumn(m, k, a, aOff, aRow, b, bOff, bRow, c, cOff, cRow);
    } else if (m == 1 && bRow == 1) {
      Matmul.rowsTimesColumn(n, k, b, bOff, bCol, a, aOff, aCol, c, cOff, 1);
    } else if (m > n && (n < FEW_COLUMNS || (n <= LANES && aRow == 1 && k >= MANY_STEPS))) {
      chains(n, m, k, b, bOff, bCol, bRow, a, aOff, aCol, aRow, c, cOff, 1, cRow);
    } else {
      chains(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow, 1);
    }
  }

  private static void chains(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow, int cCol) {
    float[] panel = Scratch.mine().floats(Scratch.PANEL, BLOCK * ZEROS.length);
    boolean tall = VectorTile.FITS_TALL && m >= MANY_ROWS && n >= MANY_COLUMNS;
    if (tall && m > MOST_ROWS) {
      for (int i = 0; i < m; i += MOST_ROWS) {
        int rows = Math.min(MOST_ROWS, m - i);
        chains(rows, n, k, a, aOff + i * aRow, aRow, aCol, b, bOff, bRow, bCol, c, cOff + i * cRow, cRow, cCol);
      }
      return;
    }
    float[] tallA = tall ? Scratch.mine().floats(Scratch.ROWS, m * BLOCK) : null;
    for (int p = 0; p == 0 || p < k; p += BLOCK) {
      int depth = Math.min(BLOCK, k - p);
      if (tall) packTall(m, depth, a, aOff + p * aCol, aRow, aCol, tallA);
      for (int j = 0, width; j < n; j += width) {
        int vectors = vectorsFor(n - j);
        int full = vectors * LANES;
        width = Math.min(full, n - j);
        int bAt = bOff + p * bRow + j * bCol;
        boolean direct = !tall && bCol == 1 && width == full && (m <= FEW_ROWS || depth * Math.abs(bRow) <= NEAR);
        if (!direct) pack(depth, width, b, bAt, bRow, bCol, panel, full);
        panel(
            m, width, vectors, depth, p == 0, tallA,
            a, aOff + p * aCol, aRow, aCol,
            direct ? b : panel, direct ? bAt : 0, direct ? bRow : full,
            c, cOff + j * cCol, cRow, cCol,
            cCol == 1 && (width == full || (width == n && cRow == n && k <= BLOCK)));
      }
    }
  }

  /** The width of the next panel: 3 vectors, but 2 and 2 rather than 3 and 1. */
  private static int vectorsFor(int columns) {
    int vectors = (columns + LANES - 1) / LANES;
    return vectors == 4 ? 2 : Math.min(vectors, VectorTile.MAX_VECTORS);
  }

  /** Rows of a, eight by eight: of each eight the first column, the second, … A rest of fewer rows is left out. */
  private static void packTall(int m, int depth, float[] a, int aAt, int aRow, int aCol, float[] packed) {
    for (int i = 0; i + VectorTile.TALL <= m; i += VectorTile.TALL) {
      int at = aAt + i * aRow;
      int to = i * depth;
      for (int p = 0; p < depth; p++) {
        int x = at + p * aCol;
        packed[to + p * 8] = a[x];
        packed[to + p * 8 + 1] = a[x + aRow];
        packed[to + p * 8 + 2] = a[x + 2 * aRow];
        packed[to + p * 8 + 3] = a[x + 3 * aRow];
        packed[to + p * 8 + 4] = a[x + 4 * aRow];
        packed[to + p * 8 + 5] = a[x + 5 * aRow];
        packed[to + p * 8 + 6] = a[x + 6 * aRow];
        packed[to + p * 8 + 7] = a[x + 7 * aRow];
      }
    }
  }

  private static void pack(
      int depth, int width, float[] b, int bAt, int bRow, int bCol, float[] panel, int panelRow) {
    if (bCol == 1) {
      for (int p = 0; p < depth; p++) System.arraycopy(b, bAt + p * bRow, panel, p * panelRow, width);
    } else if (bRow == 1) {
      Copies.transpose(b, bAt, bCol, width, depth, panel, 0, panelRow);
    } else {
      copy(depth, width, b, bAt, bRow, bCol, panel, 0, panelRow, 1);
    }
  }

  /** All rows of a panel; those that may be stored in full vectors straight into c, the others by way of a buffer. */
  private static void panel(
      int m, int width, int vectors, int depth, boolean first, float[] tallA,
      float[] a, int aAt, int aRow, int aCol,
      float[] b, int bAt, int bRow,
      float[] c, int cAt, int cRow, int cCol,
      boolean straight) {
    int full = vectors * LANES;
    int overhung = (full - 1) / width;
    int i = straight ? Math.max(0, m - overhung) : 0;
    tiles(i, vectors, depth, first, tallA, 0, a, aAt, aRow, aCol, b, bAt, bRow, c, cAt, cRow);
    if (i == m) return;
    float[] buffer = Scratch.mine().floats(Scratch.BUFFER, BUFFER_ROWS * ZEROS.length);
    for (; i < m; i += BUFFER_ROWS) {
      int rows = Math.min(BUFFER_ROWS, m - i);
      if (!first) copy(rows, width, c, cAt + i * cRow, cRow, cCol, buffer, 0, full, 1);
      tiles(
          rows, vectors, depth, first, tallA, i * depth, a, aAt + i * aRow, aRow, aCol, b, bAt, bRow, buffer, 0, full);
      copy(rows, width, buffer, 0, full, 1, c, cAt + i * cRow, cRow, cCol);
    }
  }

  /** The product of m rows, tile by tile. */
  private static void tiles(
      int m, int vectors, int depth, boolean first, float[] tallA, int tallAt,
      float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow) {
    float[] start = first ? ZEROS : c;
    int startRow = first ? 0 : cRow;
    int height = VectorTile.height(vectors);
    int i = 0;
    for (; tallA != null && i + VectorTile.TALL <= m; i += VectorTile.TALL) {
      VectorTile.multiplyPacked(
          vectors, depth, tallA, tallAt + i * depth, b,
          start, first ? 0 : cAt + i * cRow, startRow, c, cAt + i * cRow, cRow);
    }
    for (; i + height <= m; i += height) {
      int startAt = first ? 0 : cAt + i * cRow;
      VectorTile.multiply(
          vectors, depth, a, aAt + i * aRow, aRow, aCol, b, bAt, bRow,
          start, startAt, startRow, c, cAt + i * cRow, cRow);
    }
    if (i > 0 && i < m) {
      lastTile(m, m - i, vectors, depth, first, a, aAt, aRow, aCol, b, bAt, bRow, c, cAt, cRow);
      return;
    }
    for (; i < m; i++) {
      int startAt = first ? 0 : cAt + i * cRow;
      VectorTile.multiplyRow(vectors, depth, a, aAt + i * aRow, aCol, b, bAt, bRow, start, startAt, c, cAt + i * cRow);
    }
  }

  /** The last rows, fewer than a tile has: by way of a buffer, with rows above them, whose sums are not kept. */
  private static void lastTile(
      int m, int rows, int vectors, int depth, boolean first,
      float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow) {
    int height = VectorTile.height(vectors);
    int full = vectors * LANES;
    int last = cAt + (m - rows) * cRow;
    int lastInTile = (height - rows) * full;
    float[] tile = Scratch.mine().floats(Scratch.TILE, BUFFER_ROWS * ZEROS.length);
    if (!first) copy(rows, full, c, last, cRow, 1, tile, lastInTile, full, 1);
    VectorTile.multiply(
        vectors, depth, a, aAt + (m - height) * aRow, aRow, aCol, b, bAt, bRow,
        first ? ZEROS : tile, 0, first ? 0 : full, tile, 0, full);
    copy(rows, full, tile, lastInTile, full, 1, c, last, cRow, 1);
  }

  private static void copy(
      int m, int n, float[] src, int srcAt, int srcRow, int srcCol, float[] dst, int dstAt, int dstRow, int dstCol) {
    for (int i = 0; i < m; i++) {
      if (srcCol == 1 && dstCol == 1) {
        System.arraycopy(src, srcAt + i * srcRow, dst, dstAt + i * dstRow, n);
      } else {
        for (int j = 0; j < n; j++) dst[dstAt + i * dstRow + j * dstCol] = src[srcAt + i * srcRow + j * srcCol];
      }
    }
  }
}
