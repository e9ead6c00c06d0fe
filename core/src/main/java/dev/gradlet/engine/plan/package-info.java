/**
 * Which loops compute a graph, each as data. {@link dev.gradlet.engine.plan.Evaluator} is the one door; nothing here
 * knows what runs a plan. Read in this order:
 *
 * <ol>
 *   <li>Schedule: one decision after the other, and the steps by which a loop is planned.
 *   <li>Fusion and Siblings: which node is computed in which loop. Spaces say what a node is to its loops, Estimate
 *       what it costs, JoinedAxes what must be copied first, Readers which loops read it, LoopOrder in which order the
 *       loops run.
 *   <li>LaneRule: in which order a sum is added.
 *   <li>LoopBody: a loop as expressions. LoopBodies makes it; Inliner follows nodes down to stored ones, through
 *       Access.
 *   <li>LoopAxes: in which order a loop goes over its places (MergedAxes, LaneCost); OperandLayout: where its operands
 *       lie; TakeOver: which of them it may overwrite.
 *   <li>LoopCompiler: the instructions of a loop. Nest has its blocks, Values its registers; InstructionSelector and
 *       Reductions find the instruction that matches an expression; Superinstructions fuses several.
 *   <li>Lifetimes: how long an evaluation needs each array. Origins: which nodes a line of a plan comes from.
 * </ol>
 */
package dev.gradlet.engine.plan;
