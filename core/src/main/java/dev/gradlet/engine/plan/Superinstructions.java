package dev.gradlet.engine.plan;

import dev.gradlet.engine.hot.Lowering;
import dev.gradlet.engine.hot.Superinstruction;
import dev.gradlet.engine.run.Instruction;
import dev.gradlet.engine.run.Load;
import dev.gradlet.engine.run.Step;
import dev.gradlet.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds the instructions of a block that are worth a {@link Superinstruction}. */
final class Superinstructions {
  /** How many iterations of a loop are unrolled: fewer save little, more are slow to compile. */
  private static final int FEW_ITERATIONS = 6;
  private static final int MANY_ITERATIONS = 12;

  private Superinstructions() {}

  /**
   * The steps of a block, with consecutive instructions combined into one where vectors can; without vectors, in the
   * same order.
   */
  static Step[] combine(Block block) {
    if (!Kernels.mayUseVectors() && block.steps.stream().noneMatch(Superinstructions::loadsNumbersOfRows)) {
      return block.steps.toArray(new Step[0]);
    }
    List<Step> steps = new ArrayList<>();
    Lowering lowering = new Lowering();
    int start = 0;
    for (int i = 0; i < block.steps.size(); i++) {
      Step step = block.steps.get(i);
      if (canGoBefore(lowering, step)) {
        steps.add(step);
      } else if (!lowering.add(step)) {
        steps.addAll(together(lowering, block, start, i));
        lowering = new Lowering();
        start = i;
        if (!lowering.add(step)) {
          lowering = new Lowering();
          start = i + 1;
          steps.add(step);
        }
      }
    }
    steps.addAll(together(lowering, block, start, block.steps.size()));
    return steps.toArray(new Step[0]);
  }

  /** Whether a step loads numbers of rows, which may as well happen before the instructions added so far. */
  private static boolean canGoBefore(Lowering lowering, Step step) {
    return loadsNumbersOfRows(step) && !lowering.uses(((Load.Uniform) step).to().register());
  }

  private static boolean loadsNumbersOfRows(Step step) {
    return step instanceof Load.Uniform load && load.to().isRow();
  }

  /** The instructions added from a step of the block up to another: combined, if that saves a pass over the tile. */
  private static List<? extends Step> together(Lowering lowering, Block block, int start, int end) {
    List<Instruction> parts = lowering.parts();
    if (!Kernels.mayUseVectors() || parts.stream().filter(Instruction::isPass).count() < 2) {
      return parts;
    }
    Lowering alone = new Lowering(); // without traces of the step that did not fit
    parts.forEach(alone::add);
    return List.of(new Superinstruction(alone, register -> isReadLater(register, block, start, end)));
  }

  /**
   * Whether a register may be read after the steps from {@code start} to {@code end}. True if it holds no value of this
   * block, as the register of a sum, which belongs to an outer block.
   */
  private static boolean isReadLater(int register, Block block, int start, int end) {
    Value last = null;
    for (Value value : block.owned) {
      boolean here = value.register == register && value.definedAt >= start && value.definedAt < end;
      last = here && (last == null || value.definedAt > last.definedAt) ? value : last;
    }
    return last == null || last.lastUse >= end;
  }

  /**
   * The loop with several iterations unrolled, and all of those of loops within it; then none is left over. Null if
   * there is anything but instructions on lanes.
   */
  static Superinstruction unroll(Block block, Step.Loop loop) {
    int extent = block.chunks == null ? loop.extent() : Math.min(loop.extent(), block.chunks.iterations());
    if (!Kernels.mayUseVectors()) {
      return null;
    }
    Step[] body = Arrays.stream(loop.body()).map(Superinstructions::plain).toArray(Step[]::new);
    boolean nested = Arrays.stream(body).anyMatch(step -> step instanceof Step.Loop);
    Step.Loop plain = new Step.Loop(loop.axis(), loop.extent(), loop.moving(), loop.strides(), body);
    Lowering one = new Lowering();
    if (!one.unroll(plain, 1) || one.isUniform() || one.rowLength() > 0) {
      return null;
    }
    int most = Math.min(extent, one.timesThatFit());
    int times = nested ? divisor(extent, most) : times(extent, Math.min(most, MANY_ITERATIONS));
    Lowering lowering = times < 2 ? one : new Lowering();
    if (times < 2 ? !nested : !lowering.unroll(plain, times)) {
      return null;
    }
    return new Superinstruction(plain, times, lowering, register -> !block.owns(register));
  }

  /** A loop that runs all at once, as it was: what is around it may run it so as well. */
  private static Step plain(Step step) {
    return step instanceof Superinstruction inner && inner.whole() != null ? inner.whole() : step;
  }

  /** The number of unrolled iterations that leaves the fewest over. */
  private static int times(int extent, int most) {
    int best = most;
    for (int times = best - 1; times >= FEW_ITERATIONS; times--) {
      best = extent % times < extent % best ? times : best;
    }
    return best;
  }

  /** The largest divisor of the extent that is no larger than that. */
  private static int divisor(int extent, int most) {
    int divisor = Math.max(1, most);
    while (extent % divisor > 0) {
      divisor--;
    }
    return divisor;
  }
}
