/**
 * Which loops compute a graph, each as data. {@link dev.gradlet.engine.plan.Evaluator} is the one door. Read on in this
 * order: Schedule (one pass after the other), Fusion and Siblings (which node is computed in which loop; Estimate says at
 * what cost), LaneRule (in which order a sum is added), LoopBody (a loop as expressions), LoopAxes and OperandLayout (how
 * it goes over its places), LoopCompiler (its instructions). It knows nothing of what runs a plan.
 */
package dev.gradlet.engine.plan;
