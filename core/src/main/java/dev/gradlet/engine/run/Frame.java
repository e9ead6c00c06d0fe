package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Loops;
import dev.gradlet.kernel.Strided;
import java.util.Arrays;
import java.util.List;

/**
 * What one thread needs to run a {@link LoopPlan}: registers, where each operand stands, and which lanes are meant.
 *
 * <p>Each register has a tile of its own for its lanes. Where the kernels read windows they may also be elsewhere: in
 * the operand that was loaded, which is not copied then, or in the output to which they were written at once.
 */
public final class Frame {
  private final Object[] tiles;
  /** In which array the lanes of each register are, and from where on. */
  private final Object[] registers;

  private final int[] at;
  final Object[] arrays;
  final int[] offsets;
  final int[] coordinates;

  /** The lanes of a register that are used, a multiple of {@link Instruction#UNIFORM}. */
  final int width;

  /** The first lane of the tile, how many there are, and that rounded up to what kernels take. */
  int start;
  public int lanes;
  public int padded;
  /** How many rows these lanes are. */
  int rows;

  private final DType[] types;
  private final Object[] tails;
  /** The arrays of a compiled loop, and where it starts in each. */
  private float[][] windows = {};

  private int[] windowsAt = {};
  private Cascade blocks;
  /** By the register of a sum: its cascade, and how many rows are in the present chunk and period. */
  private final Cascade[] cascades;

  private final int[] inChunk;
  private final long[] inPeriod;

  public Frame(LoopPlan plan, Object[] arrays, int[] offsets) {
    this.width = plan.width();
    this.tiles = Registers.of(plan.registers());
    this.registers = tiles.clone();
    this.at = new int[tiles.length];
    this.types = plan.registers();
    this.tails = new Object[types.length];
    this.cascades = new Cascade[types.length];
    this.inChunk = new int[types.length];
    this.inPeriod = new long[types.length];
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

  void endOfTiles() {
    rows = 1;
    start = 0;
    lanes = width;
    padded = width;
  }

  // ---- registers ----

  /** The array in which the lanes of a register are, from {@link #at} on. */
  Object array(int register) {
    return registers[register];
  }

  float[] floats(int register) {
    return (float[]) array(register);
  }

  int at(int register) {
    return at[register];
  }

  /** The lanes of a register from index 0 of an array: of a window, a copy in its own tile. */
  Object tile(int register) {
    if (at[register] != 0) {
      System.arraycopy(registers[register], at[register], tiles[register], 0, lanes);
      set(register, tiles[register], 0);
    }
    return registers[register];
  }

  /** Where the next result of a register goes, and its lanes are from now on: its own tile. */
  Object result(int register) {
    set(register, tiles[register], 0);
    return tiles[register];
  }

  /** The same, or the place of these lanes in an output, unless that is −1. */
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

  /** Whether kernels can read or write the lanes where they are in an operand: not beyond the end of a last tile. */
  boolean hasWindow(int operand) {
    return lanes == padded && arrays[operand] instanceof float[] && Kernels.mayUseVectors();
  }

  void setWindow(int register, int operand) {
    set(register, arrays[operand], offsets[operand] + start);
  }

  // ---- compiled loops ----

  public float[][] windows() {
    return windows;
  }

  public int[] windowsAt() {
    return windowsAt;
  }

  /**
   * Finds the arrays of a compiled loop, and has the registers that it sets find their lanes there. In the order of its
   * instructions, so a register that it reads and then sets is still the old one.
   */
  public void bind(Source[] sources) {
    if (windows.length < sources.length) {
      windows = new float[sources.length][];
      windowsAt = new int[sources.length];
    }
    for (int k = 0; k < sources.length; k++) {
      Source source = sources[k];
      int register = source.register();
      int operand = source.operand();
      switch (source.kind()) {
        case REGISTER:
          windows[k] = (float[]) registers[register];
          windowsAt[k] = at[register];
          continue;
        case TILE:
          windows[k] = (float[]) tiles[register];
          windowsAt[k] = 0;
          break;
        case PACKED:
          int tile = offsets[operand] + source.ahead() + start / Loops.TILE;
          windows[k] = (float[]) ((Object[]) arrays[operand])[tile];
          windowsAt[k] = 0;
          break;
        case OPERAND:
          windows[k] = (float[]) arrays[operand];
          windowsAt[k] = offsets[operand] + source.ahead() + start;
          break;
        case SAME:
          windows[k] = (float[]) arrays[operand];
          windowsAt[k] = offsets[operand] + source.ahead();
      }
      if (register >= 0) {
        set(register, windows[k], windowsAt[k]);
      }
    }
  }

  /** Writes the lanes of a register side by side, unless they are there already. */
  void store(int register, Object array, int from) {
    if (registers[register] != array || at[register] != from) {
      System.arraycopy(registers[register], at[register], array, from, lanes);
    }
  }

  /** Where the results of blocks of tiles are combined; tiles are not within tiles. */
  Cascade blocks(List<Step.Accumulator> reductions) {
    if (blocks == null) {
      blocks = new Cascade(reductions);
    }
    return blocks;
  }

  /** Where the chunks of long sums are combined. */
  Cascade cascade(List<Step.Accumulator> sums) {
    int register = sums.get(0).accumulator();
    if (cascades[register] == null) {
      cascades[register] = new Cascade(sums);
    }
    return cascades[register];
  }

  /** How many rows may be added to a sum before its chunk ends. */
  long rowsLeft(Step.Accumulator sum, int chunk, long period) {
    int register = sum.accumulator();
    return Math.min(chunk - inChunk[register], period - inPeriod[register]);
  }

  /** So many rows were added to a sum; at the end of its chunk it goes to the cascade. */
  void countRows(Step.Accumulator sum, int rows, int chunk, long period) {
    int register = sum.accumulator();
    inChunk[register] += rows;
    inPeriod[register] += rows;
    boolean endOfPeriod = inPeriod[register] == period;
    if (endOfPeriod || inChunk[register] == chunk) {
      cascade(List.of(sum)).push(this);
      Cascade.reset(List.of(sum), this);
      inChunk[register] = 0;
      inPeriod[register] = endOfPeriod ? 0 : inPeriod[register];
    }
  }

  /** Where lanes of an accumulator are put aside: made once a loop, however often its tiles end early. */
  Object tail(int register) {
    if (tails[register] == null) {
      tails[register] = Storage.zeros(types[register], Instruction.UNIFORM);
    }
    return tails[register];
  }

  /** Σ index·stride over several indices, lane by lane: the offset in memory that they mean together. */
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

  /** Sets {@code n} lanes of a register, from one on, to an element of an array. */
  void fill(DType dtype, Object register, int from, int n, Object array, int index) {
    switch (dtype) {
      case FLOAT32 -> Arrays.fill((float[]) register, from, from + n, ((float[]) array)[index]);
      case FLOAT64 -> Arrays.fill((double[]) register, from, from + n, ((double[]) array)[index]);
      case INT32 -> Arrays.fill((int[]) register, from, from + n, ((int[]) array)[index]);
      case BOOL -> Arrays.fill((boolean[]) register, from, from + n, ((boolean[]) array)[index]);
    }
  }

  /** Copies rows of {@code length} elements, at a stride from row to row and one within them. */
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
