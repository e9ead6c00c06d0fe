/**
 * Runs plans: a {@link dev.gradlet.engine.run.LoopPlan} and its {@link dev.gradlet.engine.run.Step steps}, tile by
 * tile, on one thread or several ({@link dev.gradlet.engine.run.LoopRunner}, {@link dev.gradlet.engine.run.Workers}). A
 * {@link dev.gradlet.engine.run.Frame} is the state of one thread. Nothing here knows why a loop looks as it does.
 *
 * <p>A lane is an index of the axis that is not a loop. A tile is up to 1,024 lanes. A row is all lanes of that axis,
 * if it is so short that a tile takes several.
 *
 * <p>The steps that compute are {@link dev.gradlet.engine.run.Instruction instructions}, in four files: Load, Apply,
 * Accumulate, Store. Each runs, prints, and says what it does to lanes ({@link dev.gradlet.engine.run.LaneCode}). Its
 * operands are {@link dev.gradlet.engine.run.Input inputs}, and its computation is a
 * {@link dev.gradlet.kernel.ElementwiseKernel}. Read on with Cascade (long sums) and Packer (copies of operands);
 * MatMulRunner and ScatterAddRunner run operations that are not loops.
 */
package dev.gradlet.engine.run;
