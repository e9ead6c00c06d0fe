package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.kernel.Loops;
import java.util.Arrays;
import java.util.List;

/**
 * A fused loop as data: the operands that it reads and writes, its registers, and its steps. It names no tensor and
 * holds no number of the user's, so one plan serves every evaluation of the same structure.
 *
 * @param axes how many axes there are, the lane included
 * @param operands the arrays that are read or written
 * @param registers the dtype of each register
 * @param width how many lanes of a register are used: those of the longest tile
 * @param body instructions that need no loop, then a loop or tiles, then instructions that use their results
 * @param work about how many element operations it takes
 */
public record LoopPlan(int axes, List<Operand> operands, DType[] registers, int width, Step[] body, long work) {

  /**
   * An array that the loop reads or writes.
   *
   * @param node the node of the graph that it belongs to
   * @param offset where the loop starts, relative to the start of the node's value
   * @param strides the strides by axis
   * @param packing how it is copied before the loop so that lanes are adjacent; null if it is read in place
   */
  public record Operand(int node, boolean written, int offset, int[] strides, Packing packing) {}

  /**
   * A copy of an operand, made before the loop. The last axis is the lane; each row of lanes has tiles of its own, row
   * after row. Every tile starts at index 0 of an array, where HotSpot vectorises plain loops.
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
   * How an operand lies along lanes that are rows: {@code length} lanes in each row, {@code stride} from lane to lane
   * (0 for one value a row), and {@code rowStride} from row to row.
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
