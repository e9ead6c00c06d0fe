package dev.gradlet.engine.plan;

import java.util.List;
import java.util.function.Function;

/**
 * An instruction that computes an expression, and perhaps some of what that is computed from.
 *
 * @param operands what it reads, in the order in which that is computed
 * @param add adds it, given their values; the value that it computes
 */
record Match(List<Expr> operands, Function<Value[], Value> add) {}
