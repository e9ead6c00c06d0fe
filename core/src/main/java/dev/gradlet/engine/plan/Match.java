package dev.gradlet.engine.plan;

import java.util.List;
import java.util.function.Function;

/**
 * An instruction that computes an expression, and perhaps some of its inputs.
 *
 * @param operands the expressions that it reads, in the order in which they are computed
 * @param add adds the instruction, given the values of its operands, and returns the value it computes
 */
record Match(List<Expr> operands, Function<Value[], Value> add) {}
