/**
 * Plans run: a {@link dev.gradlet.engine.run.LoopPlan} and its {@link dev.gradlet.engine.run.Step steps}, tile by tile,
 * on one thread or several ({@link dev.gradlet.engine.run.LoopRunner}, {@link dev.gradlet.engine.run.Workers}). A
 * {@link dev.gradlet.engine.run.Frame} is what one thread needs. It knows nothing of why a loop looks as it does.
 *
 * <p>The steps that compute are {@link dev.gradlet.engine.run.Instruction instructions}, in four files: Load, Apply,
 * Accumulate, Store. Each runs, prints, and says what it does to lanes ({@link dev.gradlet.engine.run.LaneCode}). An
 * operand of one is an {@link dev.gradlet.engine.run.Input}, a register and how its values are there; what it computes
 * is a {@link dev.gradlet.kernel.ElementwiseKernel}. Read on with Cascade (long sums) and Packer (copies of operands);
 * MatMulRunner and ScatterAddRunner run what is no loop.
 *
 * <p>A lane is an index of the axis that is not a loop, a tile up to 1,024 of them, a row the lanes of that axis where
 * it is so short that a tile takes several.
 */
package dev.gradlet.engine.run;
