package dev.gradlet.engine.plan;

import dev.gradlet.engine.run.Accumulate;
import dev.gradlet.engine.run.Instruction;
import dev.gradlet.engine.run.LoopPlan;
import dev.gradlet.engine.run.Step;
import dev.gradlet.engine.run.Store;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a {@link LoopBody} into a {@link LoopPlan}: once {@link LoopAxes} and {@link OperandLayout} are chosen, places
 * every instruction at the outermost level at which its operands are known.
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
    this.values = new Values(analysis, axes, layout, body.origins());
    this.nest = new Nest(axes, layout, values);
    this.instructions = new InstructionSelector(body, analysis, axes, layout, values, this);
    this.reductions = new Reductions(body, analysis, axes, nest, values, this);
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
    reductions.sumIn(outer);
    Block inner = outer;
    for (Expr.Axis axis : axes.order) {
      inner = body.keeps(axis) ? inner : new Block(inner, axis, axes.extent(axis));
    }
    Block tile = Block.ofRows(inner, axes.row, axes.extent(axes.row), lane, axes.lanes());
    emit(body.value(), tile);
    nest.close(tile, outer, null);
    for (Reductions.RowTotal total : reductions.totals) {
      values.compute(total.sum());
      if (total.isCut(body)) {
        values.addAround(outer, new Accumulate.Collect(List.of(total.accumulator())));
      }
      if (total.sum().overLanes()) {
        values.addAround(outer, new Accumulate.ReduceLanes(total.accumulator(), axes.lanes()));
        values.addAround(outer, new Store.Uniform(total.sum().output(), total.register()));
      } else {
        int stride = layout.strides(total.sum().output())[lane.id];
        values.addAround(
            outer, new Store.Rows(total.sum().output(), total.register(), axes.lanes(), 0, stride));
      }
    }
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
    reductions.accumulate(body.value(), results, null, at);
    nest.close(at, outer, results);
    for (int i = 0; i < results.size(); i++) {
      Step.Accumulator reduction = results.get(i);
      values.addAround(outer, new Accumulate.ReduceLanes(reduction, axes.lanes()));
      values.addAround(
          outer, new Store.Uniform(
              body.along().outputs().get(i), reduction.kind().isIndex() ? reduction.at() : reduction.accumulator()));
    }
    nest.close(outer, program, null);
  }

  /** What the loop reduces along its lanes, as an expression. */
  private Expr whole() {
    Expr whole = new Expr.Reduce(body.value(), List.of(), body.along().kinds());
    if (body.origins() != null) {
      body.along().outputs().forEach(output -> body.origins().add(whole, body.operands().get(output).node()));
    }
    return whole;
  }

  /** The value of an expression, computed unless it is known, for the block that asks for it. */
  Value emit(Expr expression, Block at) {
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
      value.usesLeft += analysis.uses.get(kept) - 1;
      store(value, kept.operand(), at);
      return value;
    } else if (expression instanceof Expr.Also also) {
      Value value = emit(also.of(), at);
      value.usesLeft += analysis.uses.get(also) - 1;
      emit(also.beside(), at);
      return value;
    } else if (expression instanceof Expr.Result result) {
      reductions.reduce(result.of(), at);
      return values.known(result, at);
    } else if (expression instanceof Expr.RowSum sum) {
      return reductions.sumRows(sum, at);
    } else if (expression instanceof Expr.RowFold fold) {
      return reductions.foldRows(fold, values.home(fold, at), at);
    }
    Block home = values.home(expression, at);
    boolean uniform = values.isUniform(expression);
    return expression instanceof Expr.Read read
        ? instructions.load(read, home, at, uniform)
        : instructions.apply((Expr.Apply) expression, home, at, uniform);
  }

  private void store(Value value, int output, Block at) {
    Block home = values.homeOfOutput(output, at);
    int stride = lane == null ? 0 : layout.strides(output)[lane.id];
    if (axes.row != null) {
      storeRows(value, output, home);
    } else if (stride == 0) {
      values.add(home, new Store.Uniform(output, value.register));
    } else {
      storeLanes(value, output, home, stride);
    }
  }

  /** What was computed by the last step is written to the output there and then, if kernels can. */
  private void storeLanes(Value value, int output, Block home, int stride) {
    int register = values.wide(value, home);
    int last = home.steps.size() - 1;
    if (stride == 1 && last >= 0 && home.steps.get(last) instanceof Instruction computed) {
      home.steps.set(last, computed.writing(register, output));
    }
    values.add(home, new Store.Lanes(output, register, stride, value.dtype));
  }

  private void storeRows(Value value, int output, Block home) {
    int[] strides = layout.strides(output);
    int across = strides[lane.id];
    int down = strides[axes.row.id];
    if (across == 1 && down == axes.lanes()) {
      storeLanes(value, output, home, 1);
    } else if (across == 0 && down == 0) {
      values.add(home, new Store.Uniform(output, value.register));
    } else {
      int length = across == 0 ? 1 : axes.lanes();
      int register = across == 0 ? value.register : values.wide(value, home);
      values.add(home, new Store.Rows(output, register, length, down, across));
    }
  }
}
