/**
 * Tensors and their gradients. The code that is read here is the code that runs: there is no second, simpler copy.
 *
 * <h2>What to read, in this order</h2>
 *
 * <ol>
 *   <li>{@link dev.gradlet.Tensor}, a value and how it came about; its methods stand by theme in CreationMethods,
 *       ElementwiseMethods, ReductionMethods and ShapeMethods.
 *   <li>The operations, each with its formula and its vector-Jacobian product in methods of Tensor: as rows of Unary,
 *       Binary and Comparison; as records Select, Cast, Reduction, Movement, Gather, MatMul, Concat and so on.
 *   <li>{@link dev.gradlet.Autograd}, and Walk, which passes cotangents from the output back to the variables by
 *       {@code contribution = op.vjp(i, cotangent, y, x)}. SparseCotangent makes the same contributions in less time.
 * </ol>
 *
 * <p>Nothing of this knows how a value is computed.
 *
 * <h2>The engine in four pieces</h2>
 *
 * <p>That is below, in packages that are not exported and know no Tensor. Take x of shape [300, 400], c of shape [400]
 * and
 *
 * <pre>{@code
 * Tensor y = x.sub(c).square().sum(1);
 * }</pre>
 *
 * <ol>
 *   <li>{@code engine.graph}: each call checks shapes and dtypes and adds a Node, an operation with its inputs. Here
 *       these are c expanded to [300, 400], sub, square, sum of [300, 1], and its reshape to [300]. Nothing is computed.
 *   <li>{@code engine.plan}: when y is read, the Evaluator makes a Schedule, in which these nodes are one loop. The
 *       movements among them are strides of its operands, and no array of 300 times 400 differences is made:
 *       <pre>{@code
 * loop
 *   in  m0 = node 0 strides [400, 1]
 *   in  m1 = node 1 strides [0, 1]
 *   out m2 = node 4 strides [1, 0]
 *   r1 = rows of m1
 *   for rows a0 < 300 of 400 lanes
 *     r0 = m0
 *     r0 = sub r0 r1
 *     r0 = square r0
 *     r0 = sum of each row of r0
 *     m2 = row's r0
 * }</pre>
 *   <li>{@code engine.run}: the plan runs tile by tile, of whole rows here; a register is a tile of up to 1,024 lanes
 *       that stays in the cache. A line is an Instruction, and calls one tight loop of {@code kernel}: that of
 *       {@code sub}, from the row Binary.SUB, is {@code y[i] = a[i] - b[i]}.
 *   <li>{@code engine.hot}: lines of a plan that ran often are compiled to one loop, which keeps {@code r0} in a
 *       register of the processor. It has the same bits.
 * </ol>
 *
 * <p>The plan is remembered: the next y of these shapes is computed without steps 2 and 4. The gradient of
 * {@code y.sum()} with respect to x is more graph, {@code g.mul(2).mul(d)} for the difference d, which goes the same way.
 *
 * <p>Dependencies point down only: dev.gradlet, plan, hot, run, graph, kernel.
 */
package dev.gradlet;
