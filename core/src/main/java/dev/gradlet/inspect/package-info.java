/**
 * Tools to learn and debug with. They look at what runs and are no part of it: nothing else in core looks at them.
 *
 * <ul>
 *   <li>{@link dev.gradlet.inspect.GraphView}: what a tensor was computed from, and the walk backwards, as text,
 *       diagram or page. (Sketch and Folding: which boxes; Modules: what is around them; Pass: the walk as it
 *       happened; Layers, Drawing and Page: the picture.)
 *   <li>{@link dev.gradlet.inspect.PlanView}: how it will be computed.
 *   <li>{@link dev.gradlet.inspect.GradCheck}: whether gradients are right. (Slopes: by the gradient and by
 *       differences.)
 *   <li>{@link dev.gradlet.inspect.NonFinite}: who made the first NaN. {@link dev.gradlet.inspect.Lint}: slips of a
 *       loop.
 * </ul>
 */
package dev.gradlet.inspect;
