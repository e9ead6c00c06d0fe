package dev.gradlet.engine.plan;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.engine.run.Accumulate;
import dev.gradlet.engine.run.Apply;
import dev.gradlet.engine.run.Input;
import dev.gradlet.engine.run.Step;
import dev.gradlet.engine.run.Store;
import dev.gradlet.kernel.Arithmetic;
import java.util.ArrayList;
import java.util.List;

/** Sums and extrema within a loop: their registers, the instructions that add terms to them, and their results. */
final class Reductions {
  private final LoopBody body;
  private final ExprAnalysis analysis;
  private final LoopAxes axes;
  private final OperandLayout layout;
  private final Values values;
  /** The sums over rows so far. */
  private final List<RowTotal> totals = new ArrayList<>();

  Reductions(LoopBody body, ExprAnalysis analysis, LoopAxes axes, OperandLayout layout, Values values) {
    this.body = body;
    this.analysis = analysis;
    this.axes = axes;
    this.layout = layout;
    this.values = values;
  }

  // ---- over rows ----

  /** A sum over rows, and the register in which it is added up. */
  record RowTotal(Expr.RowSum sum, int register) {
    DType dtype() {
      return sum.dtype();
    }

    Step.Accumulator accumulator() {
      return new Step.Accumulator(Reducing.Kind.SUM, sum.dtype(), register, -1);
    }
  }

  /** Starts a sum over rows, at the level at which its output moves. */
  RowTotal start(Expr.RowSum sum, Block at) {
    int register = values.registers.fresh(sum.dtype());
    values.addAround(values.homeOfOutput(sum.output(), at), new Apply.Fill(register, sum.dtype(), 0));
    RowTotal total = new RowTotal(sum, register);
    totals.add(total);
    return total;
  }

  /** Adds the rows of a tile to a sum. */
  void addRows(RowTotal total, Value value, Block at) {
    int rows = values.wide(value, at);
    Chunks chunks = chunks(total);
    if (chunks == null || chunks.fitTiles(Step.RowTiles.inATile(axes.lanes()), rowsOfSum())) {
      values.add(at, new Accumulate.AddRows(total.dtype(), total.register(), rows, axes.lanes()));
      if (chunks != null) {
        values.add(at, new Accumulate.EndOfRows(total.accumulator(), chunks.terms(), chunks.period()));
      }
    } else {
      values.add(at, new Accumulate.AddRowsInChunks(
          total.accumulator(), rows, axes.lanes(), chunks.terms(), chunks.period()));
    }
  }

  /** Writes the sums over rows to their outputs. */
  void collect(Block outer) {
    for (RowTotal total : totals) {
      Expr.RowSum sum = total.sum();
      values.compute(sum);
      if (chunks(total) != null) {
        values.addAround(outer, new Accumulate.Collect(List.of(total.accumulator())));
      }
      if (sum.overLanes()) {
        values.addAround(outer, new Accumulate.ReduceLanes(total.accumulator(), axes.lanes()));
        values.addAround(outer, new Store.Uniform(sum.output(), Input.number(total.register()), 0));
      } else {
        int stride = layout.strides(sum.output())[axes.lane.id];
        values.addAround(outer, new Store.Rows(sum.output(), total.register(), axes.lanes(), 0, stride));
      }
    }
  }

  private Chunks chunks(RowTotal total) {
    return total.dtype().isFloating() ? body.rows().chunks() : null;
  }

  private long rowsOfSum() {
    return body.space().stream()
        .filter(axis -> axis != axes.lane && !body.keeps(axis)).mapToLong(axes::extent).reduce(1, (a, b) -> a * b);
  }

  Match reduceRows(Expr.RowReduction reduction, Block at) {
    Block home = values.home(reduction, at);
    return new Match(reduction.inputs(), row -> {
      int from = values.wide(row[0], home);
      values.used(row[0], at);
      Value value = values.allocate(reduction, home, at, true);
      values.add(home, new Accumulate.ReduceRows(
          reduction.kind(), reduction.dtype(), value.register, from, axes.lanes(), !value.perRow));
      return value;
    });
  }

  // ---- over axes of the loop ----

  /** Adds a term to each accumulator of a reduction over these axes, null meaning the lanes. */
  Match term(Expr term, List<Step.Accumulator> accumulators, List<Expr.Axis> over, Block at) {
    boolean uniform = (over != null || axes.lane == null) && values.isUniform(term);
    if (accumulators.get(0).kind() == Reducing.Kind.SUM && term.dtype().isFloating() && !uniform) {
      return termOfSum(term, accumulators.get(0).accumulator(), at);
    }
    return new Match(List.of(term), value -> {
      int source = uniform ? value[0].register : values.wide(value[0], at);
      for (Step.Accumulator to : accumulators) {
        Reducing.Kind kind = to.kind();
        if (!kind.isIndex()) {
          Input best = Input.lanes(to.accumulator());
          values.add(at, new Apply.Two(
              kind.combine, to.dtype(), to.accumulator(), best, Input.lanes(source), 0, uniform));
        } else {
          int axis = over == null ? -1 : over.get(0).id;
          values.add(at, new Accumulate.Extremum(
              kind == Reducing.Kind.ARG_MAX, to.dtype(), source, to.accumulator(), to.at(), axis, uniform));
        }
      }
      values.used(value[0], at);
      return null;
    });
  }

  /** Adds a term to a sum; products, squared differences and negated terms in one pass. */
  private Match termOfSum(Expr term, int sum, Block at) {
    DType dtype = term.dtype();
    Expr.Apply negated = analysis.once(term, "neg");
    boolean minus = negated != null;
    Expr positive = minus ? negated.inputs().get(0) : term;
    Expr.Apply square = analysis.once(positive, "square");
    Expr.Apply difference = square == null || minus ? null : analysis.once(square.inputs().get(0), "sub");
    Expr.Apply product = analysis.once(positive, "mul");
    Accumulate.Term ofProduct = minus ? Accumulate.Term.NEGATED_PRODUCT : Accumulate.Term.PRODUCT;
    if (difference != null) {
      return pairs(difference, Accumulate.Term.SQUARED_DIFFERENCE, sum, at);
    } else if (product != null) {
      return pairs(product, ofProduct, sum, at);
    }
    return new Match(square == null ? List.of(positive) : square.inputs(), value -> {
      int tile = values.wide(value[0], at);
      Input lanes = Input.lanes(tile);
      values.used(value[0], at);
      values.add(at, square != null
          ? new Accumulate.AddTerm(ofProduct, dtype, sum, tile, lanes)
          : new Apply.Two(minus ? Arithmetic.SUB : Arithmetic.ADD, dtype, sum, Input.lanes(sum), lanes, 0, false));
      return null;
    });
  }

  /** Adds a term of two operands, of which either may be a number. */
  private Match pairs(Expr.Apply apply, Accumulate.Term term, int sum, Block at) {
    return new Match(apply.inputs(), x -> {
      int number = x[0].isNumber() ? 0 : 1;
      int tile = values.wide(x[1 - number], at);
      Input other = values.narrowest(x[number], at);
      values.used(x[0], at);
      values.used(x[1], at);
      values.add(at, new Accumulate.AddTerm(term, apply.dtype(), sum, tile, other));
      return null;
    });
  }

  /** Registers for the results of reductions, set to the neutral element. */
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

  /** Notes that the results of a reduction are known from here on. */
  void finish(Expr.Reduce reduce, Block home, List<Step.Accumulator> accumulators) {
    boolean uniform = values.isUniform(reduce);
    for (Expr expression : analysis.expressions) {
      if (expression instanceof Expr.Result result && result.of() == reduce) {
        int register = accumulators.get(result.which()).result();
        boolean perRow = values.isPerRow(result);
        Value value = new Value(register, result.dtype(), home, uniform, perRow, analysis.uses(result));
        home.owned.add(value);
        values.put(result, value);
      }
    }
  }
}
