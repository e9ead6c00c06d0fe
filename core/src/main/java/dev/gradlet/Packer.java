package dev.gradlet;

import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Loops;
import dev.gradlet.kernel.Strided;

/** Copies operands into tiles, see {@link LoopPlan.Packing}. */
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
      tiles[i] = source.dtype.newArray((length + Instruction.UNIFORM - 1) & -Instruction.UNIFORM);
    }
    int[] index = new int[rank];
    for (int row = 0; row < rows; row++) {
      int from = packing.offset();
      int rest = row;
      for (int axis = rank - 2; axis >= 0; axis--) {
        index[axis] = rest % packing.sizes()[axis];
        rest /= packing.sizes()[axis];
        from += index[axis] * packing.strides()[axis];
      }
      for (int tile = 0; tile < perRow; tile++) {
        copy(source, from, packing.strides()[rank - 1], tile, lanes, tiles[row * perRow + tile]);
      }
    }
    return tiles;
  }

  private static void copy(Data source, int from, int stride, int tile, int lanes, Object to) {
    int start = tile * Loops.TILE;
    int count = Math.min(Loops.TILE, lanes - start);
    int offset = from + start * stride;
    if (source.array instanceof float[] floats) {
      Kernels.get().gatherStrided(floats, offset, stride, (float[]) to, count);
    } else if (source.array instanceof double[] doubles) {
      Kernels.get().gatherStrided(doubles, offset, stride, (double[]) to, count);
    } else if (source.array instanceof int[] ints) {
      Kernels.get().gatherStrided(ints, offset, stride, (int[]) to, count);
    } else {
      Strided.copy(new int[] {count}, source.array, offset, new int[] {stride}, to, 0, new int[] {1});
    }
  }
}
