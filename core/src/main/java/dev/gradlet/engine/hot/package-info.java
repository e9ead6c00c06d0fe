/**
 * The second tier: instructions that follow each other, said as one {@link dev.gradlet.engine.hot.LaneProgram}
 * ({@link dev.gradlet.engine.hot.Lowering}), are compiled to a class of Vector API calls once they are hot
 * ({@link dev.gradlet.engine.hot.HotProgram}, VectorCompiler), with the same bits.
 */
package dev.gradlet.engine.hot;
