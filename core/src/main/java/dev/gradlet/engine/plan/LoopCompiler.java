package dev.gradlet.engine.plan;

import dev.gradlet.engine.run.Accumulate;
import dev.gradlet.engine.run.Input;
import dev.gradlet.engine.run.Instruction;
import dev.gradlet.engine.run.LoopPlan;
import dev.gradlet.engine.run.Step;
import dev.gradlet.engine.run.Store;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a {@link LoopBody} into a {@link LoopPlan}, given its {@link LoopAxes} and {@link OperandLayout}. Every
 * instruction is placed at the outermost level at which its operands are known.
 */
final class LoopCompiler {
  private final LoopBody body;
  private final ExprAnalysis analysis;
  private final LoopAxes axes;
  private final Expr.Axis lane;
  private final OperandLayout layout;
  private final Values values;
  private final Nest nest;
  private final InstructionSelector instructions;
  private final Reductions reductions;

  private LoopCompiler(LoopBody body, ExprAnalysis analysis, LoopAxes axes, OperandLayout layout) {
    this.body = body;
    this.analysis = analysis;
    this.axes = axes;
    this.lane = axes.lane;
    this.layout = layout;
    this.values = new Values(body, analysis, axes, layout);
    this.nest = new Nest(axes, layout, values);
    this.instructions = new InstructionSelector(body, analysis, axes, layout, values);
    this.reductions = new Reductions(body, analysis, axes, layout, values);
  }

  static LoopPlan compile(LoopBody body, ExprAnalysis analysis, LoopAxes axes, OperandLayout layout) {
    return new LoopCompiler(body, analysis, axes, layout).compile();
  }

  private LoopPlan compile() {
    Block program = new Block();
    if (body.overRows()) {
      overRows(program);
    } else if (body.along() == null) {
      elementwise(program);
    } else {
      reduced(program);
    }
    return new LoopPlan(
        body.axes().size(), List.copyOf(layout.operands), values.registers.types(), axes.width(),
        program.steps.toArray(new Step[0]), values.work());
  }

  // ---- steps ----

  private void elementwise(Block program) {
    Block at = program;
    if (lane != null) {
      at = new Block(at, lane, axes.lanes());
    }
    for (Expr.Axis axis : axes.order) {
      at = new Block(at, axis, axes.extent(axis));
    }
    emit(body.value(), at);
    nest.close(at, program, null);
  }

  private void overRows(Block program) {
    Block outer = program;
    for (Expr.Axis axis : axes.order) {
      outer = body.keeps(axis) ? new Block(outer, axis, axes.extent(axis)) : outer;
    }
    Block inner = outer;
    for (Expr.Axis axis : axes.order) {
      inner = body.keeps(axis) ? inner : new Block(inner, axis, axes.extent(axis));
    }
    Block tile = Block.ofRows(inner, axes.row, axes.extent(axes.row), lane, axes.lanes());
    emit(body.value(), tile);
    nest.close(tile, outer, null);
    reductions.collect(outer);
    nest.close(outer, program, null);
  }

  private void reduced(Block program) {
    List<Expr.Axis> inner = new ArrayList<>();
    Block at = program;
    for (Expr.Axis axis : axes.order) {
      if (body.along().reduces(body.space().indexOf(axis))) {
        inner.add(axis);
      } else {
        at = new Block(at, axis, axes.extent(axis));
      }
    }
    Block outer = at;
    values.compute(whole());
    List<Step.Accumulator> results = reductions.accumulators(body.along().kinds(), body.value().dtype(), outer);
    for (Step.Accumulator reduction : results) {
      if (reduction.kind().isIndex()) {
        values.addAround(outer, new Accumulate.FirstIndices(reduction.at()));
      }
    }
    Block tiles = lane == null ? outer : new Block(outer, lane, axes.lanes());
    at = nest.open(inner, results, tiles);
    accumulate(body.value(), results, null, at);
    nest.close(at, outer, results);
    for (int i = 0; i < results.size(); i++) {
      Step.Accumulator reduction = results.get(i);
      values.addAround(outer, new Accumulate.ReduceLanes(reduction, axes.lanes()));
      values.addAround(outer, new Store.Uniform(body.along().outputs().get(i), Input.number(reduction.result()), 0));
    }
    nest.close(outer, program, null);
  }

  /** The reduction along the lanes as an expression, to which its instructions are attributed. */
  private Expr whole() {
    Expr whole = new Expr.Reduce(body.expressions(), body.value(), List.of(), body.along().kinds());
    if (body.origins() != null) {
      body.along().outputs().forEach(output -> body.origins().add(whole, body.operands().get(output).node()));
    }
    return whole;
  }

  // ---- expressions ----

  /** The value of an expression for the block that asks for it; computed unless it is known there. */
  private Value emit(Expr expression, Block at) {
    Value known = values.known(expression, at);
    if (known != null) {
      return known;
    }
    Expr outer = values.compute(expression);
    Value value = compute(expression, at);
    values.compute(outer);
    values.put(expression, value);
    return value;
  }

  private Value compute(Expr expression, Block at) {
    if (expression instanceof Expr.Kept kept) {
      Value value = emit(kept.of(), at);
      value.usesLeft += analysis.uses(kept) - 1;
      store(value, kept.operand(), at);
      return value;
    } else if (expression instanceof Expr.Also also) {
      Value value = emit(also.of(), at);
      value.usesLeft += analysis.uses(also) - 1;
      emit(also.beside(), at);
      return value;
    } else if (expression instanceof Expr.Result result) {
      reduce(result.of(), at);
      return values.known(result, at);
    } else if (expression instanceof Expr.RowSum sum) {
      Reductions.RowTotal total = reductions.start(sum, at);
      Value value = emit(sum.of(), at);
      reductions.addRows(total, value, at);
      return value;
    } else if (expression instanceof Expr.RowReduction row) {
      return emit(reductions.reduceRows(row, at), at);
    }
    return emit(
        expression instanceof Expr.Read read
            ? instructions.read(read, at) : instructions.apply((Expr.Apply) expression, at), at);
  }

  /** Computes the operands of an instruction, then adds it. */
  private Value emit(Match match, Block at) {
    Value[] operands = new Value[match.operands().size()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = emit(match.operands().get(i), at);
    }
    return match.add().apply(operands);
  }

  /** Adds accumulators at the level at which the result varies, a loop for each reduced axis, and a term within. */
  private void reduce(Expr.Reduce reduce, Block at) {
    Block home = values.home(reduce, at);
    Expr outer = values.compute(reduce);
    List<Step.Accumulator> accumulators = reductions.accumulators(reduce.kinds(), reduce.dtype(), home);
    Block inner = nest.open(
        reduce.bound().stream().filter(axis -> axes.extent(axis) != 1).toList(), accumulators, home);
    accumulate(reduce.body(), accumulators, reduce.bound(), inner);
    nest.close(inner, home, null);
    values.compute(outer);
    reductions.finish(reduce, home, accumulators);
  }

  private void accumulate(Expr term, List<Step.Accumulator> accumulators, List<Expr.Axis> over, Block at) {
    if (term instanceof Expr.Also also) {
      emit(also.beside(), at);
      accumulate(also.of(), accumulators, over, at);
    } else {
      emit(reductions.term(term, accumulators, over, at), at);
    }
  }

  // ---- outputs ----

  private void store(Value value, int output, Block at) {
    Block home = values.homeOfOutput(output, at);
    int[] strides = layout.strides(output);
    int across = lane == null ? 0 : strides[lane.id];
    int down = axes.row == null ? 0 : strides[axes.row.id];
    if (across == 0) {
      Input from = down == 0 ? Input.number(value.register) : Input.row(value.register);
      values.add(home, new Store.Uniform(output, from, down));
    } else if (axes.row == null || (across == 1 && down == axes.lanes())) {
      storeLanes(value, output, home, across);
    } else {
      values.add(home, new Store.Rows(output, values.wide(value, home), axes.lanes(), down, across));
    }
  }

  /** If the last step computed the value, it writes it to the output at once, where kernels can. */
  private void storeLanes(Value value, int output, Block home, int stride) {
    int register = values.wide(value, home);
    int last = home.steps.size() - 1;
    if (stride == 1 && last >= 0 && home.steps.get(last) instanceof Instruction computed) {
      home.steps.set(last, computed.writing(register, output));
    }
    values.add(home, new Store.Lanes(output, register, stride, value.dtype));
  }
}
