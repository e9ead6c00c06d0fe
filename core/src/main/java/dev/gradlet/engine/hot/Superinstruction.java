package dev.gradlet.engine.hot;

import dev.gradlet.engine.run.Frame;
import dev.gradlet.engine.run.Instruction;
import dev.gradlet.engine.run.LoopRunner;
import dev.gradlet.engine.run.Source;
import dev.gradlet.engine.run.Step;
import dev.gradlet.kernel.Loops;
import dev.gradlet.kernel.Windows;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Several steps as one (Proebsting 1995): the second tier. The steps run one by one, each a loop over the tile, until a
 * {@link HotProgram} does the same in a single pass, whose intermediate values stay in vector registers. The bits are
 * the same.
 *
 * <p>The steps are consecutive instructions, or several iterations of a loop over such instructions and short loops:
 * then a sum that grows with each iteration stays in a register. Iterations that are left over run one by one.
 *
 * <p>A tile of 1,024 lanes of {@code (tanh(x)*y + x²).mean()} and its gradients takes 0.6 µs compiled, and 1.9 µs
 * one by one. The k-means loss of (2,000 × 10) points and 10 centroids takes 11 µs with its loop over centroids in one
 * program, and 15 µs if only the loop over coordinates within is.
 */
public final class Superinstruction implements Step.Parted {
  private final Step[] steps;
  /** The loop whose iterations are combined; null for consecutive instructions. */
  private final Loop loop;
  /** How many iterations of the loop run at once. */
  private final int times;

  private final Source[] sources;
  private final int rowLength;
  private final boolean uniform;
  private final boolean anyLanes;
  /** Of an iteration, if there is a loop. */
  private final long instructions;
  private final HotProgram hot;

  /** Consecutive instructions. */
  public Superinstruction(Lowering lowering, IntPredicate isReadLater) {
    this(lowering.parts().toArray(new Step[0]), null, 1, lowering, isReadLater);
  }

  /** Several iterations of a loop at once, which were lowered. */
  public Superinstruction(Loop loop, int times, Lowering lowering, IntPredicate isReadLater) {
    this(new Step[] {loop}, loop, times, lowering, isReadLater);
  }

  private Superinstruction(Step[] steps, Loop loop, int times, Lowering lowering, IntPredicate isReadLater) {
    LaneProgram program = lowering.program(isReadLater);
    this.steps = steps;
    this.loop = loop;
    this.times = times;
    this.sources = lowering.sources();
    this.rowLength = lowering.rowLength();
    this.uniform = lowering.isUniform();
    this.anyLanes = uniform || (rowLength == 0 && Source.takeAnyLanes(sources));
    this.instructions = instructions(loop == null ? steps : loop.body());
    this.hot = HotProgram.of(program, rowLength > 0 ? rowLength : uniform ? Instruction.UNIFORM : Loops.TILE);
  }

  @Override
  public void run(int from, int to, Frame f) {
    boolean fits = anyLanes || f.lanes == f.padded;
    int lanes = uniform ? Instruction.UNIFORM : f.padded;
    Windows.Program compiled = hot.compiled();
    if (fits && compiled != null) {
      runCompiled(compiled, lanes, from, to, f);
    } else if (fits && hot.isTimed(instructions * (to - from) * lanes)) {
      long start = System.nanoTime();
      runSteps(from, to, f);
      hot.took((System.nanoTime() - start) * times / (to - from), lanes);
    } else {
      runSteps(from, to, f);
    }
  }

  /** The loop, if all of its iterations run at once; else null. */
  public Loop whole() {
    return loop != null && times == loop.extent() ? loop : null;
  }

  private static long instructions(Step[] steps) {
    return Arrays.stream(steps)
        .mapToLong(step -> step instanceof Loop loop ? loop.extent() * instructions(loop.body()) : 1).sum();
  }

  @Override
  public int parts() {
    return loop == null ? 1 : loop.extent();
  }

  private void runSteps(int from, int to, Frame f) {
    if (loop != null) {
      loop.run(from, to, f);
      return;
    }
    for (Step step : steps) {
      step.run(f);
    }
  }

  private void runCompiled(Windows.Program compiled, int lanes, int from, int to, Frame f) {
    int length = rowLength > 0 ? rowLength : lanes;
    if (loop == null) {
      f.bind(sources);
      compiled.apply(f.windows(), f.windowsAt(), length, lanes / length);
      return;
    }
    int index = from;
    LoopRunner.move(loop.moving(), loop.strides(), from, f);
    for (; index + times <= to; index += times) {
      f.setIndex(loop.axis(), index);
      f.bind(sources);
      compiled.apply(f.windows(), f.windowsAt(), length, lanes / length);
      LoopRunner.move(loop.moving(), loop.strides(), times, f);
    }
    LoopRunner.move(loop.moving(), loop.strides(), -index, f);
    LoopRunner.loop(loop, index, to, f);
  }

  @Override
  public void print(String indent, StringBuilder text) {
    Step.print(steps, indent, text);
  }
}
