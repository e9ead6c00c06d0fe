/**
 * Tensors and their gradients, in PyTorch's words. {@link dev.gradlet.Tensor} has values and operations,
 * {@link dev.gradlet.Autograd} gradients and what concerns them, {@link dev.gradlet.Derivatives} those of functions; a
 * {@link dev.gradlet.Generator} draws random numbers.
 *
 * <pre>{@code
 * Tensor w = Tensor.of(1.0, 2.0).requireGrad();
 * w.square().sum().backward();
 * System.out.println(w.grad());
 * }</pre>
 *
 * <p>Shapes and dtypes are checked at each call; values are computed when they are read, many operations in one loop.
 * The comment that follows in this file tells whoever reads the source where to begin.
 */
/*
 * The code that is read here is the code that runs: there is no second, simpler copy.
 *
 * What to read, in this order
 *
 *   1. Tensor, a value and how it came about; its methods stand by theme in CreationMethods,
 *      ElementwiseMethods, ReductionMethods and ShapeMethods.
 *   2. The operations, each with its formula and its vector-Jacobian product in methods of Tensor: as rows of Unary,
 *      Binary and Comparison; as records Select, Cast, Reduction, Movement, Gather, MatMul, Concat and so on.
 *   3. Autograd, and Walk, which passes cotangents from the output back to the variables by
 *      contribution = op.vjp(i, cotangent, y, x). SparseCotangent makes the same contributions in less time.
 *
 * Nothing of this knows how a value is computed.
 *
 * The engine in four pieces
 *
 * That is below, in packages that are not exported and know no Tensor. Take x of shape [300, 400], c of shape [400]
 * and
 *
 * Tensor y = x.sub(c).square().sum(1);
 *
 *   1. engine.graph: each call checks shapes and dtypes and adds a Node, an operation with its inputs. Here
 *      these are c expanded to [300, 400], sub, square, sum of [300, 1], and its reshape to [300]. Nothing is computed.
 *   2. engine.plan: when y is read, the Evaluator makes a Schedule, in which these nodes are one loop. The
 *      movements among them are strides of its operands, and no array of 300 times 400 differences is made:
 *
 * loop
 *   in  m0 = node 0 strides [400, 1]
 *   in  m1 = node 1 strides [0, 1]
 *   out m2 = node 4 strides [1, 0]
 *   r1 = rows of m1
 *   for rows a0 < 300 of 400 lanes
 *     r0 = m0
 *     r0 = sub r0 r1
 *     r0 = square r0
 *     r2 = sum of each row of r0
 *     m2 = row's r2
 *
 *   3. engine.run: the plan runs tile by tile, of whole rows here; a register is a tile of up to 1,024 lanes
 *      that stays in the cache. A line is an Instruction, and calls one tight loop of kernel: that of
 *      sub, from the row Binary.SUB, is y[i] = a[i] - b[i].
 *   4. engine.hot: lines of a plan that ran often are compiled to one loop, which keeps r0 in a
 *      register of the processor. It has the same bits.
 *
 * The plan is remembered: the next y of these shapes is computed without steps 2 and 4. The gradient of
 * y.sum() with respect to x is more graph, g.mul(2).mul(d) for the difference d, which goes the same way.
 *
 * Dependencies point down only: dev.gradlet, plan, hot, run, graph, kernel.
 */
@CheckReturnValue
package dev.gradlet;
