package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Loops;
import dev.gradlet.kernel.Strided;
import java.util.Arrays;
import java.util.List;

/**
 * The state of one thread that runs a {@link LoopPlan}: the registers, the current place in each operand, and the
 * current lanes.
 *
 * <p>Each register has a tile of its own. Where kernels read windows of arrays, the lanes of a register may also lie
 * elsewhere: in an operand that was loaded without a copy, or in the output to which they were written at once.
 */
public final class Frame {
  private final Object[] tiles;
  /** The array in which the lanes of each register lie. */
  private final Object[] registers;
  /** The index at which they start there. */
  private final int[] at;
  final Object[] arrays;
  final int[] offsets;
  /** The current index of each axis that is a loop. */
  final int[] coordinates;

  /** How many lanes of a register are used, a multiple of {@link Instruction#UNIFORM}. */
  final int width;

  /** The first lane of the current tile. */
  int start;
  /** How many lanes the tile has. */
  public int lanes;
  /** The same, rounded up to a length that kernels take. */
  public int padded;
  /** How many rows the tile has. */
  int rows;

  private final DType[] types;
  private final Object[] tails;
  /** The arrays of a compiled loop. */
  private Object[] windows = {};
  /** The index at which it starts in each. */
  private int[] windowsAt = {};
  private Cascade blocks;
  private LongSums longSums;

  public Frame(LoopPlan plan, Object[] arrays, int[] offsets) {
    this.width = plan.width();
    this.tiles = Registers.of(plan.registers());
    this.registers = tiles.clone();
    this.at = new int[tiles.length];
    this.types = plan.registers();
    this.tails = new Object[types.length];
    this.arrays = arrays;
    this.offsets = offsets.clone();
    this.coordinates = new int[plan.axes()];
    endOfTiles();
  }

  void moveToTile(int start, int extent) {
    this.start = start;
    setLanes(Math.min(Loops.TILE, extent - start));
  }

  /** To a tile of whole rows. */
  void moveToRows(int rows, int length) {
    this.rows = rows;
    setLanes(rows * length);
  }

  private void setLanes(int count) {
    lanes = count;
    padded = Instruction.padded(count);
  }

  public void setIndex(int axis, int index) {
    coordinates[axis] = index;
  }

  void endOfTiles() {
    rows = 1;
    start = 0;
    lanes = width;
    padded = width;
  }

  // ---- registers ----

  /** The array in which the lanes of a register lie, from {@link #at} on. */
  Object array(int register) {
    return registers[register];
  }

  float[] floats(int register) {
    return (float[]) array(register);
  }

  int at(int register) {
    return at[register];
  }

  /** The lanes of a register from index 0 of an array; a window is copied to the register's own tile. */
  Object tile(int register) {
    if (at[register] != 0) {
      System.arraycopy(registers[register], at[register], tiles[register], 0, lanes);
      set(register, tiles[register], 0);
    }
    return registers[register];
  }

  /** The register's own tile, to which a result is about to be written. */
  Object result(int register) {
    set(register, tiles[register], 0);
    return tiles[register];
  }

  /** The same, or the current lanes of an output if kernels can write there; −1 for no output. */
  float[] result(int register, int output) {
    if (output < 0 || !hasWindow(output)) {
      return (float[]) result(register);
    }
    setWindow(register, output);
    return floats(register);
  }

  void set(int register, Object array, int from) {
    registers[register] = array;
    at[register] = from;
  }

  /** Whether kernels can read or write the lanes in an operand itself: not if they are padded beyond its end. */
  boolean hasWindow(int operand) {
    return lanes == padded && arrays[operand] instanceof float[] && Kernels.mayUseVectors();
  }

  void setWindow(int register, int operand) {
    set(register, arrays[operand], offsets[operand] + start);
  }

  // ---- compiled loops ----

  public Object[] windows() {
    return windows;
  }

  public int[] windowsAt() {
    return windowsAt;
  }

  /**
   * Finds the arrays of a compiled loop, and points the registers that it sets to them. This goes in the order of the
   * loop's instructions, so that a register which is read and then set is still the old one when it is read.
   */
  public void bind(Source[] sources) {
    if (windows.length < sources.length) {
      windows = new Object[sources.length];
      windowsAt = new int[sources.length];
    }
    for (int k = 0; k < sources.length; k++) {
      Source source = sources[k];
      int register = source.register();
      int operand = source.operand();
      switch (source.kind()) {
        case REGISTER, INTS:
          windows[k] = registers[register];
          windowsAt[k] = at[register];
          continue;
        case TILE:
          windows[k] = tiles[register];
          windowsAt[k] = 0;
          break;
        case PACKED:
          int tile = offsets[operand] + source.ahead() + start / Loops.TILE;
          windows[k] = ((Object[]) arrays[operand])[tile];
          windowsAt[k] = 0;
          break;
        case TILES:
          windows[k] = arrays[operand];
          windowsAt[k] = offsets[operand] + start / Loops.TILE;
          break;
        case OPERAND:
          windows[k] = arrays[operand];
          windowsAt[k] = offsets[operand] + source.ahead() + start;
          break;
        case SAME:
          windows[k] = arrays[operand];
          windowsAt[k] = offsets[operand] + source.ahead();
          break;
        case INDEX:
          windows[k] = coordinates;
          windowsAt[k] = operand;
      }
      if (register >= 0) {
        set(register, windows[k], windowsAt[k]);
      }
    }
  }

  /** Writes the lanes of a register to adjacent elements, unless they are there already. */
  void store(int register, Object array, int from) {
    if (registers[register] != array || at[register] != from) {
      System.arraycopy(registers[register], at[register], array, from, lanes);
    }
  }

  /** Combines the results of blocks of tiles. One is enough, as tiles are never nested. */
  Cascade blocks(List<Step.Accumulator> reductions) {
    if (blocks == null) {
      blocks = new Cascade(reductions);
    }
    return blocks;
  }

  LongSums longSums() {
    if (longSums == null) {
      longSums = new LongSums(this, types.length);
    }
    return longSums;
  }

  /** An array in which lanes of an accumulator are saved; made once for a loop. */
  Object tail(int register) {
    if (tails[register] == null) {
      tails[register] = Storage.zeros(types[register], Instruction.UNIFORM);
    }
    return tails[register];
  }

  /** In each of n lanes, Σ index·stride over several indices: the offset that they choose together. */
  int[] offsetsOf(int[] indices, int[] strides, int n) {
    int[] sums = new int[n];
    for (int j = 0; j < indices.length; j++) {
      int[] index = (int[]) tile(indices[j]);
      for (int i = 0; i < n; i++) {
        sums[i] += index[i] * strides[j];
      }
    }
    return sums;
  }

  /** Sets n lanes of a register to an element of an array. */
  void fill(DType dtype, Object register, int from, int n, Object array, int index) {
    switch (dtype) {
      case FLOAT32 -> Arrays.fill((float[]) register, from, from + n, ((float[]) array)[index]);
      case FLOAT64 -> Arrays.fill((double[]) register, from, from + n, ((double[]) array)[index]);
      case INT32 -> Arrays.fill((int[]) register, from, from + n, ((int[]) array)[index]);
      case BOOL -> Arrays.fill((boolean[]) register, from, from + n, ((boolean[]) array)[index]);
    }
  }

  /** Copies rows of {@code length} elements, with strides from row to row and from lane to lane. */
  static void copyRows(
      int rows, int length, Object from, int fromOffset, int fromRow, int fromLane, Object to, int toOffset, int toRow,
      int toLane) {
    if (length == 1 && fromRow == 1 && toRow == 1) {
      System.arraycopy(from, fromOffset, to, toOffset, rows);
      return;
    }
    Strided.copy(
        new int[] {rows, length}, from, fromOffset, new int[] {fromRow, fromLane}, to, toOffset,
        new int[] {toRow, toLane});
  }
}
