package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.kernel.Loops;
import java.util.Arrays;
import java.util.List;

/**
 * A fused loop as data: which operands it reads and writes, how many registers of which type it needs, and its steps.
 * It names no tensor and holds no number of the user's, so one plan serves every evaluation of the same structure.
 *
 * @param axes how many axes the loops are over, the lane included
 * @param operands what is read, then what is written
 * @param registers the dtype of each register
 * @param width how many lanes of them are used: those of the longest tile
 * @param body instructions that need no loop, then a loop or the tiles, then what follows from their results
 * @param work about how many element operations it takes
 */
public record LoopPlan(int axes, List<Operand> operands, DType[] registers, int width, Step[] body, long work) {

  /**
   * An array that the loop reads or writes.
   *
   * @param node which node of the graph it belongs to
   * @param offset where the loop starts, counted from where the node's value starts
   * @param strides by axis
   * @param packing null, or how its elements are laid out anew before the loop, so that lanes are adjacent
   */
  public record Operand(int node, boolean written, int offset, int[] strides, Packing packing) {}

  /**
   * A copy of an operand before the loop: each row of lanes, the last axis, in tiles of its own, the rows one after the
   * other. So every tile starts at index 0 of an array, where plain loops vectorise, and is read without being copied
   * again.
   */
  public record Packing(int[] sizes, int offset, int[] strides) {
    int lanes() {
      return sizes[sizes.length - 1];
    }

    public int tilesOfARow() {
      return Loops.tiles(lanes());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Packing packing
          && offset == packing.offset
          && Arrays.equals(sizes, packing.sizes)
          && Arrays.equals(strides, packing.strides);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * offset + Arrays.hashCode(sizes)) + Arrays.hashCode(strides);
    }
  }

  /**
   * How an operand lies along a lane that two axes were merged to: rows of {@code length} lanes, each adjacent in
   * memory (stride 1) or one value (stride 0), from one row to the next {@code rowStride}.
   */
  public record RowLayout(int length, int stride, int rowStride) {}

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < operands.size(); i++) {
      Operand operand = operands.get(i);
      text.append(operand.written() ? "out " : "in  ").append('m').append(i).append(" = node ").append(operand.node())
          .append(" strides ").append(Arrays.toString(operand.strides()))
          .append(operand.packing() == null ? "" : ", packed").append('\n');
    }
    Step.print(body, "", text);
    return text.toString();
  }
}
