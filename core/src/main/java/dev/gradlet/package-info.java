/**
 * Tensors and their gradients. What stands here is read and runs: there is no second, simpler copy.
 *
 * <p>Read in this order: {@link dev.gradlet.Tensor} with its methods (ElementwiseMethods, ReductionMethods,
 * ShapeMethods); the operations, a row or record each, with formula, loops and vector-Jacobian product (Unary, Binary,
 * Reduction, Movement, MatMul, …); {@link dev.gradlet.Autograd} and its Walk, where {@code op.vjp(i, cotangent, y, x)} passes
 * a cotangent on.
 *
 * <h2>The engine in four pieces</h2>
 *
 * <p>Below are packages that are not exported and know no tensor. Take {@code x.sub(c).square().sum(1)}:
 *
 * <ol>
 *   <li>{@code engine.graph}: each call checks shapes and dtypes and adds a Node. Nothing is computed.
 *   <li>{@code engine.plan}: when a value is read, the Evaluator plans the graph as loops. These three nodes are one loop,
 *       which prints as
 *       <pre>
 *       for rows a0 &lt; 300 of 400 lanes
 *         r0 = m0
 *         r2 = sub r0 one of r1
 *         r2 = square r2
 *         r3 = sum of each row of r2
 *         m2 = row's r3
 *       </pre>
 *   <li>{@code engine.run}: the plan runs tile by tile; a line is one tight loop of {@code kernel} over 1,024 lanes.
 *   <li>{@code engine.hot}: lines that stay hot are compiled to one loop whose values stay in vector registers.
 * </ol>
 *
 * <p>Dependencies point down: dev.gradlet, plan, hot, run, graph, kernel. A test holds that.
 */
package dev.gradlet;
