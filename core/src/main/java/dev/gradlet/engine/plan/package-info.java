/**
 * Which loops compute a graph, each as data. {@link dev.gradlet.engine.plan.Evaluator} is the one door. Read on in this
 * order: Schedule (one decision after the other, and the steps of a loop), Fusion and Siblings (which node is computed
 * in which loop; Spaces say what a node is to its loops, Estimate at what cost, JoinedAxes what must be copied first,
 * Readers who reads it, LoopOrder in which order loops run), LaneRule (in which order a sum is added), LoopBody (a loop
 * as expressions; LoopBodies makes it, Inliner follows nodes down to stored ones, through Access), LoopAxes and OperandLayout (how it goes over its places, and where
 * they lie), LoopCompiler (its instructions, in the order in which they are computed): Nest for blocks, Values for
 * registers, InstructionSelector and Reductions for the instruction that is a Match of an expression, Origins for which
 * nodes a line of a plan comes from if it is to be read. It knows nothing of what runs a plan.
 */
package dev.gradlet.engine.plan;
