package dev.gradlet.engine.plan;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.engine.run.Accumulate;
import dev.gradlet.engine.run.Apply;
import dev.gradlet.engine.run.Input;
import dev.gradlet.engine.run.Step;
import dev.gradlet.kernel.Arithmetic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sums and extrema within a loop: their registers, the instructions that add a term, and where they have a result. */
final class Reductions {
  private final LoopBody body;
  private final ExprAnalysis analysis;
  private final LoopAxes axes;
  private final Nest nest;
  private final Values values;
  private final LoopCompiler expressions;
  /** The sums over rows so far. */
  final List<RowTotal> totals = new ArrayList<>();
  /** The level at which these have their result. */
  private Block summing;

  Reductions(
      LoopBody body, ExprAnalysis analysis, LoopAxes axes, Nest nest, Values values, LoopCompiler expressions) {
    this.body = body;
    this.analysis = analysis;
    this.axes = axes;
    this.nest = nest;
    this.values = values;
    this.expressions = expressions;
  }

  void sumIn(Block block) {
    summing = block;
  }

  /** Where a sum over rows is collected. */
  record RowTotal(Expr.RowSum sum, int register) {
    Step.Accumulator accumulator() {
      return new Step.Accumulator(Reducing.Kind.SUM, sum.dtype(), register, -1);
    }

    boolean isCut(LoopBody body) {
      return body.rows().chunks() != null && sum.dtype().isFloating();
    }
  }

  Value sumRows(Expr.RowSum sum, Block at) {
    int register = values.registers.fresh(sum.dtype());
    values.addAround(summing, new Apply.Fill(register, sum.dtype(), 0));
    RowTotal total = new RowTotal(sum, register);
    totals.add(total);
    Value value = expressions.emit(sum.of(), at);
    int rows = values.wide(value, at);
    Chunks chunks = total.isCut(body) ? body.rows().chunks() : null;
    if (chunks == null || chunks.fitTiles(Step.RowTiles.inATile(axes.lanes()), rowsOfSum())) {
      values.add(at, new Accumulate.Rows(sum.dtype(), register, rows, axes.lanes()));
      if (chunks != null) {
        values.add(at, new Accumulate.EndOfRows(total.accumulator(), chunks.terms(), chunks.period()));
      }
    } else {
      values.add(at, new Accumulate.ManyRows(
          total.accumulator(), rows, axes.lanes(), chunks.terms(), chunks.period()));
    }
    return value;
  }

  private long rowsOfSum() {
    return body.space().stream()
        .filter(axis -> axis != axes.lane && !body.keeps(axis)).mapToLong(axes::extent).reduce(1, (a, b) -> a * b);
  }

  Value foldRows(Expr.RowFold fold, Block home, Block at) {
    Value row = expressions.emit(fold.of(), at);
    int from = values.wide(row, home);
    values.used(row, at);
    Value value = values.allocate(fold, home, at, true);
    values.add(home, new Accumulate.ReduceRows(
        fold.kind(), fold.dtype(), value.register, from, axes.lanes(), !value.perRow));
    return value;
  }

  /**
   * Accumulators at the level at which the result varies, a loop for each reduced axis, and one accumulation a result.
   */
  void reduce(Expr.Reduce reduce, Block at) {
    Block home = values.home(reduce, at);
    boolean uniform = values.isUniform(reduce.body());
    Expr outer = values.compute(reduce);
    List<Step.Accumulator> accumulators = accumulators(reduce.kinds(), reduce.body().dtype(), home);
    List<Expr.Axis> loops = reduce.bound().stream().filter(axis -> axes.extent(axis) != 1).toList();
    Block inner = nest.open(loops, accumulators, home);
    accumulate(reduce.body(), accumulators, reduce.bound(), inner);
    nest.close(inner, home, null);
    values.compute(outer);
    results(reduce, home, uniform, accumulators);
  }

  /** One more term for each accumulator, over the given axes; null for the lanes. */
  void accumulate(Expr term, List<Step.Accumulator> accumulators, List<Expr.Axis> over, Block at) {
    if (term instanceof Expr.Also also) {
      expressions.emit(also.beside(), at);
      accumulate(also.of(), accumulators, over, at);
      return;
    }
    boolean overLanes = over == null && axes.lane != null;
    if (accumulators.size() == 1 && accumulators.get(0).kind() == Reducing.Kind.SUM && term.dtype().isFloating()
        && (overLanes || !values.isUniform(term))) {
      addTerm(term, accumulators.get(0).accumulator(), at);
      return;
    }
    Value value = expressions.emit(term, at);
    boolean uniform = !overLanes && values.isUniform(term);
    int source = uniform ? value.register : values.wide(value, at);
    for (Step.Accumulator to : accumulators) {
      Reducing.Kind kind = to.kind();
      boolean largest = kind == Reducing.Kind.ARG_MAX;
      if (!kind.isIndex()) {
        Input best = Input.lanes(to.accumulator());
        values.add(at, new Apply.Two(
            kind.combine, to.dtype(), to.accumulator(), best, Input.lanes(source), 0, uniform));
      } else {
        int axis = over == null ? -1 : over.get(0).id;
        values.add(at, new Accumulate.Extremum(
            largest, to.dtype(), source, to.accumulator(), to.at(), axis, uniform));
      }
    }
    values.used(value, at);
  }

  /** Adds to a sum; a product, a squared difference or something negated in one pass. */
  private void addTerm(Expr term, int sum, Block at) {
    Expr.Apply negated = analysis.once(term, "neg");
    Expr positive = negated == null ? term : negated.inputs().get(0);
    Expr.Apply square = analysis.once(positive, "square");
    Expr.Apply difference = square == null || negated != null ? null : analysis.once(square.inputs().get(0), "sub");
    Expr.Apply product = analysis.once(positive, "mul");
    if (difference != null) {
      Value a = expressions.emit(difference.inputs().get(0), at);
      Value b = expressions.emit(difference.inputs().get(1), at);
      Value number = a.isNumber() ? a : b;
      int tile = values.wide(a.isNumber() ? b : a, at);
      Input other = values.narrowest(number, at);
      values.used(a, at);
      values.used(b, at);
      values.add(at, new Accumulate.Square(term.dtype(), sum, tile, other));
    } else if (product != null) {
      Value a = expressions.emit(product.inputs().get(0), at);
      Value b = expressions.emit(product.inputs().get(1), at);
      Value number = a.isNumber() ? a : b;
      int tile = values.wide(a.isNumber() ? b : a, at);
      Input other = values.narrowest(number, at);
      values.used(a, at);
      values.used(b, at);
      values.add(at, new Accumulate.Product(negated != null, term.dtype(), sum, tile, other));
    } else if (square != null) {
      Value a = expressions.emit(square.inputs().get(0), at);
      int tile = values.wide(a, at);
      values.used(a, at);
      values.add(at, new Accumulate.Product(negated != null, term.dtype(), sum, tile, Input.lanes(tile)));
    } else {
      Value value = expressions.emit(positive, at);
      int tile = values.wide(value, at);
      values.used(value, at);
      values.add(at, new Apply.Two(
          negated == null ? Arithmetic.ADD : Arithmetic.SUB, term.dtype(), sum, Input.lanes(sum), Input.lanes(tile), 0,
          false));
    }
  }

  /** Registers for the results of reductions, set to what changes nothing. */
  List<Step.Accumulator> accumulators(List<Reducing.Kind> kinds, DType dtype, Block home) {
    List<Step.Accumulator> accumulators = new ArrayList<>();
    for (Reducing.Kind kind : kinds) {
      int accumulator = values.registers.fresh(dtype);
      values.addAround(home, new Apply.Fill(accumulator, dtype, kind.neutral));
      int places = -1;
      if (kind.isIndex()) {
        places = values.registers.fresh(DType.INT32);
        values.addAround(home, new Apply.Fill(places, DType.INT32, 0));
      }
      accumulators.add(new Step.Accumulator(kind, dtype, accumulator, places));
    }
    return accumulators;
  }

  private void results(Expr.Reduce reduce, Block home, boolean uniform, List<Step.Accumulator> accumulators) {
    for (Map.Entry<Expr, Integer> use : analysis.uses.entrySet()) {
      if (use.getKey() instanceof Expr.Result result && result.of() == reduce) {
        Step.Accumulator from = accumulators.get(result.number());
        int register = from.kind().isIndex() ? from.at() : from.accumulator();
        Value value = new Value(register, result.dtype(), home, uniform, values.isPerRow(result), use.getValue());
        home.owned.add(value);
        values.put(result, value);
      }
    }
  }
}
