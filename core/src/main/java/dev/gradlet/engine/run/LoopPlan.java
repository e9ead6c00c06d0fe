package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.engine.hot.Superinstruction;
import dev.gradlet.engine.hot.UnrolledLoop;
import dev.gradlet.kernel.Loops;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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
   * @param offset where the loop starts in it
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
      return (lanes() + Loops.TILE - 1) / Loops.TILE;
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
   * How an operand lies along a lane that was folded from two axes: rows of {@code length} lanes, each adjacent in
   * memory (stride 1) or one value (stride 0), from one row to the next {@code rowStride}.
   */
  public record Rows(int length, int stride, int rowStride) {}

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < operands.size(); i++) {
      Operand operand = operands.get(i);
      text.append(operand.written() ? "out " : "in  ").append('m').append(i).append(" = node ").append(operand.node())
          .append(" strides ").append(Arrays.toString(operand.strides()))
          .append(operand.packing() == null ? "" : ", packed").append('\n');
    }
    print(body, "", text);
    return text.toString();
  }

  private static void print(Step[] steps, String indent, StringBuilder text) {
    for (Step step : steps) {
      if (step instanceof UnrolledLoop unrolled) {
        print(new Step[] {unrolled.loop()}, indent, text);
      } else if (step instanceof Step.Loop loop) {
        text.append(indent).append("for a").append(loop.axis()).append(" < ").append(loop.extent()).append('\n');
        print(loop.body(), indent + "  ", text);
      } else if (step instanceof Step.Rows rows) {
        text.append(indent).append("for rows a").append(rows.axis()).append(" < ").append(rows.extent())
            .append(" of ").append(rows.length()).append(" lanes\n");
        print(rows.body(), indent + "  ", text);
      } else if (step instanceof Step.Tiles tiles) {
        text.append(indent).append("for tiles of ").append(tiles.extent()).append(" lanes\n");
        print(tiles.body(), indent + "  ", text);
      } else if (step instanceof Superinstruction several) {
        print(several.parts().toArray(new Step[0]), indent, text);
      } else {
        text.append(indent).append(line((Instruction) step)).append('\n');
      }
    }
  }

  private static String line(Instruction instruction) {
    if (instruction instanceof Instruction.Load load) {
      return "r" + load.to() + " = m" + load.operand();
    } else if (instruction instanceof Instruction.LoadRows load) {
      return "r" + load.to() + " = rows of m" + load.operand();
    } else if (instruction instanceof Instruction.LoadRowValues load) {
      return "r" + load.to() + " = row's m" + load.operand();
    } else if (instruction instanceof Instruction.LookupRows lookup) {
      return "r" + lookup.to() + " = m" + lookup.operand() + " at r" + Arrays.toString(lookup.indices()) + " by row";
    } else if (instruction instanceof Instruction.WidenRows widen) {
      return "r" + widen.to() + " = row's r" + widen.from() + " widened";
    } else if (instruction instanceof Instruction.FoldRows fold) {
      String kind = fold.kind().toString().toLowerCase(Locale.ROOT);
      return "r" + fold.to() + " = " + kind + " of each row of r" + fold.from();
    } else if (instruction instanceof Instruction.AddRows add) {
      return "r" + add.sum() + " += rows of r" + add.from();
    } else if (instruction instanceof Instruction.StoreRows store) {
      return "m" + store.operand() + (store.length() == 1 ? " = row's r" : " = rows of r") + store.from();
    } else if (instruction instanceof Instruction.Take take) {
      return "r" + take.to() + " = tile of m" + take.operand();
    } else if (instruction instanceof Instruction.ApplyNumber apply) {
      String x = "r" + apply.x();
      String c = "one of r" + apply.number();
      return "r" + apply.to() + " = " + apply.op().label() + " " + (apply.left() ? c + " " + x : x + " " + c);
    } else if (instruction instanceof Instruction.ApplyRowNumber apply) {
      String x = "r" + apply.x();
      String c = "row's r" + apply.number();
      return "r" + apply.to() + " = " + apply.op().label() + " " + (apply.left() ? c + " " + x : x + " " + c);
    } else if (instruction instanceof Instruction.AddProduct add) {
      return "r" + add.sum() + (add.minus() ? " -= r" : " += r") + add.a() + (add.number() ? " * one of r" : " * r")
          + add.b();
    } else if (instruction instanceof Instruction.AddSquare add) {
      return "r" + add.sum() + " += square of r" + add.a() + (add.number() ? " - one of r" : " - r") + add.b();
    } else if (instruction instanceof Instruction.LoadUniform load) {
      return "r" + load.to() + " = one of m" + load.operand();
    } else if (instruction instanceof Instruction.Lookup lookup) {
      return "r" + lookup.to() + " = m" + lookup.operand() + " at r" + Arrays.toString(lookup.indices());
    } else if (instruction instanceof Instruction.Widen widen) {
      return "r" + widen.to() + " = one of r" + widen.from();
    } else if (instruction instanceof Instruction.Fill fill) {
      return "r" + fill.to() + " = " + fill.value();
    } else if (instruction instanceof Instruction.Apply1 apply) {
      return "r" + apply.to() + " = " + apply.op().label() + " r" + apply.x();
    } else if (instruction instanceof Instruction.Apply2 apply) {
      return "r" + apply.to() + " = " + apply.op().label() + " r" + apply.a() + " r" + apply.b();
    } else if (instruction instanceof Instruction.Compare compare) {
      return "r" + compare.to() + " = " + compare.op().label() + " r" + compare.a() + " r" + compare.b();
    } else if (instruction instanceof Instruction.Choose choose) {
      return "r" + choose.to() + " = where r" + choose.mask() + " r" + choose.a() + " r" + choose.b();
    } else if (instruction instanceof Instruction.KeepAbove keep) {
      return "r" + keep.to() + " = r" + keep.a() + " where r" + keep.x() + " > one of r" + keep.bound()
          + ", else one of r" + keep.other();
    } else if (instruction instanceof Instruction.SelectEqual select) {
      return "r" + select.to() + " = one of r" + select.equal() + " where r" + select.x() + " = row's r"
          + select.number() + ", else one of r" + select.other();
    } else if (instruction instanceof Instruction.Convert convert) {
      return "r" + convert.to() + " = " + convert.dtype() + " r" + convert.x();
    } else if (instruction instanceof Instruction.Argument argument) {
      return "r" + argument.best() + ", r" + argument.at() + " = better of r" + argument.x() + " at a"
          + argument.axis();
    } else if (instruction instanceof Instruction.LaneArgument argument) {
      return "r" + argument.best() + ", r" + argument.at() + " = better of r" + argument.x() + " at its lane";
    } else if (instruction instanceof Instruction.Fold fold) {
      return "r" + fold.reduction().accumulator() + " folded";
    } else if (instruction instanceof Instruction.FirstIndices first) {
      return "r" + first.to() + " = 0, 1, …";
    } else if (instruction instanceof Instruction.Store store) {
      return "m" + store.operand() + " = r" + store.from();
    }
    Instruction.StoreUniform store = (Instruction.StoreUniform) instruction;
    return "m" + store.operand() + " = one of r" + store.from();
  }
}
