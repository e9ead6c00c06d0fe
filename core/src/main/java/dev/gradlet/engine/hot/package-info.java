/**
 * The second tier: consecutive instructions are lowered to one {@link dev.gradlet.engine.hot.LaneProgram}
 * ({@link dev.gradlet.engine.hot.Lowering}), which is compiled to a class of Vector API calls once it is hot
 * ({@link dev.gradlet.engine.hot.HotProgram}, VectorCompiler). The bits are the same.
 */
package dev.gradlet.engine.hot;
