/**
 * Plans run: a {@link dev.gradlet.engine.run.LoopPlan} and its {@link dev.gradlet.engine.run.Step steps}, tile by tile, on
 * one thread or several ({@link dev.gradlet.engine.run.LoopRunner}, {@link dev.gradlet.engine.run.Workers}). A
 * {@link dev.gradlet.engine.run.Frame} is what one thread needs. It knows nothing of why a loop looks as it does.
 */
package dev.gradlet.engine.run;
