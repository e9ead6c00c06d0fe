package dev.gradlet.engine.run;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.kernel.Copies;
import dev.gradlet.kernel.Loops;
import dev.gradlet.kernel.Strided;

/** Copies operands into tiles, as {@link LoopPlan.Packing} describes. */
final class Packer {
  private Packer() {}

  static Object[] tiles(Data source, LoopPlan.Packing packing) {
    int rank = packing.sizes().length;
    int rows = 1;
    for (int i = 0; i < rank - 1; i++) {
      rows *= packing.sizes()[i];
    }
    int lanes = packing.lanes();
    int perRow = packing.tilesOfARow();
    Object[] tiles = new Object[rows * perRow];
    for (int i = 0; i < tiles.length; i++) {
      int length = Math.min(Loops.TILE, lanes - i % perRow * Loops.TILE);
      tiles[i] = Storage.zeros(source.dtype, Instruction.padded(length));
    }
    int adjacent = adjacentRows(packing);
    int[] index = new int[rank];
    for (int row = 0; row < rows; row += adjacent) {
      int from = source.view.offset() + packing.offset();
      int rest = row;
      for (int axis = rank - 2; axis >= 0; axis--) {
        index[axis] = rest % packing.sizes()[axis];
        rest /= packing.sizes()[axis];
        from += index[axis] * packing.strides()[axis];
      }
      for (int tile = 0; tile < perRow; tile++) {
        copy(source, from, packing.strides()[rank - 1], tile, lanes, adjacent, tiles, row * perRow + tile, perRow);
      }
    }
    return tiles;
  }

  /** How many rows start in adjacent elements, so that one cache line has an element of each. */
  private static int adjacentRows(LoopPlan.Packing packing) {
    int rank = packing.sizes().length;
    return rank > 1 && packing.strides()[rank - 2] == 1 ? packing.sizes()[rank - 2] : 1;
  }

  private static void copy(
      Data source, int from, int stride, int tile, int lanes, int adjacent, Object[] tiles, int at, int step) {
    int start = tile * Loops.TILE;
    int count = Math.min(Loops.TILE, lanes - start);
    int offset = from + start * stride;
    if (source.array instanceof float[] floats) {
      Copies.gatherColumns(floats, offset, stride, adjacent, tiles, at, step, count);
    } else if (source.array instanceof double[] doubles) {
      Copies.gatherColumns(doubles, offset, stride, adjacent, tiles, at, step, count);
    } else if (source.array instanceof int[] ints) {
      Copies.gatherColumns(ints, offset, stride, adjacent, tiles, at, step, count);
    } else {
      for (int row = 0; row < adjacent; row++) {
        Strided.copy(
            new int[] {count}, source.array, offset + row, new int[] {stride}, tiles[at + row * step], 0,
            new int[] {1});
      }
    }
  }
}
