package dev.gradlet.engine.plan;

import dev.gradlet.DType;
import dev.gradlet.engine.run.Apply;
import dev.gradlet.engine.run.Input;
import dev.gradlet.engine.run.Load;
import dev.gradlet.engine.run.LoopPlan;
import dev.gradlet.kernel.ElementwiseKernel;
import dev.gradlet.kernel.SelectKernel;
import java.util.Arrays;
import java.util.List;

/** Selects the instruction that reads an operand or applies an operation, or one that applies several at once. */
final class InstructionSelector {
  /** The forms of operands that {@link SelectKernel#KEEP_ABOVE} and {@link SelectKernel#EQUAL_IN_ROW} take. */
  private static final Input.Form[] KEPT =
      {Input.Form.LANES, Input.Form.NUMBER, Input.Form.LANES, Input.Form.NUMBER};

  private static final Input.Form[] PLACED =
      {Input.Form.LANES, Input.Form.ROW, Input.Form.NUMBER, Input.Form.NUMBER};

  private final LoopBody body;
  private final ExprAnalysis analysis;
  private final LoopAxes axes;
  private final OperandLayout layout;
  private final Values values;

  InstructionSelector(LoopBody body, ExprAnalysis analysis, LoopAxes axes, OperandLayout layout, Values values) {
    this.body = body;
    this.analysis = analysis;
    this.axes = axes;
    this.layout = layout;
    this.values = values;
  }

  // ---- operands ----

  Match read(Expr.Read read, Block at) {
    Block home = values.home(read, at);
    boolean uniform = values.isUniform(read);
    return read.chosen().isEmpty()
        ? new Match(List.of(), none -> load(read, home, at, uniform))
        : new Match(read.inputs(), indices -> lookup(read, indices, home, at, uniform));
  }

  private Value load(Expr.Read read, Block home, Block at, boolean uniform) {
    int operand = read.operand();
    if (layout.operands.get(operand).packing() != null) {
      int register = values.registers.fresh(read.dtype());
      values.add(home, new Load.Lanes(register, operand, true, read.dtype()));
      return new Value(register, read.dtype(), home, false, false, Integer.MAX_VALUE);
    }
    Value value = values.allocate(read, home, at, uniform);
    LoopPlan.RowLayout rows = axes.row == null ? axes.rows(operand) : rows(operand);
    if (uniform) {
      int rowStride = value.perRow ? rows.rowStride() : 0;
      values.add(home, new Load.Uniform(value.input(), operand, rowStride, read.dtype()));
    } else if (rows == null || (rows.stride() == 1 && rows.rowStride() == rows.length())) {
      values.add(home, new Load.Lanes(value.register, operand, false, read.dtype()));
    } else {
      values.add(home, new Load.Rows(value.register, operand, rows, read.dtype()));
    }
    return value;
  }

  /** How an operand lies in a loop over rows. */
  private LoopPlan.RowLayout rows(int operand) {
    int[] strides = layout.operands.get(operand).strides();
    return new LoopPlan.RowLayout(axes.lanes(), strides[axes.lane.id], strides[axes.row.id]);
  }

  /** Reads the elements of an operand that indices choose. */
  private Value lookup(Expr.Read read, Value[] indices, Block home, Block at, boolean uniform) {
    int[] operandStrides = layout.operands.get(read.operand()).strides();
    int[] registersOfIndices = new int[indices.length];
    int[] strides = new int[indices.length];
    for (int i = 0; i < strides.length; i++) {
      boolean narrow = uniform && indices[i].perRow == values.isPerRow(read);
      registersOfIndices[i] = narrow ? indices[i].register : values.wide(indices[i], home);
      strides[i] = operandStrides[read.chosen().get(i).id];
    }
    for (Value index : indices) {
      values.used(index, at);
    }
    Value value = values.allocate(read, home, at, uniform);
    int across = axes.lane == null ? 0 : operandStrides[axes.lane.id];
    LoopPlan.RowLayout rows = axes.row == null || value.isNumber()
        ? new LoopPlan.RowLayout(0, across, 0)
        : new LoopPlan.RowLayout(uniform ? 1 : axes.lanes(), across, operandStrides[axes.row.id]);
    values.add(home, new Load.Lookup(
        value.input(), read.operand(), rows, registersOfIndices, strides, read.chosen().get(0).extent, read.dtype()));
    return value;
  }

  // ---- operations ----

  Match apply(Expr.Apply apply, Block at) {
    Block home = values.home(apply, at);
    Match selection = values.isUniform(apply) ? null : selection(apply, home, at);
    if (selection != null) {
      return selection;
    }
    List<Expr> inputs = apply.inputs();
    boolean swapped = secondWaitsLonger(inputs);
    return new Match(swapped ? List.of(inputs.get(1), inputs.get(0)) : inputs, computed -> {
      Value[] x = swapped ? new Value[] {computed[1], computed[0]} : computed;
      return add(apply.op(), x, forms(apply, x), apply, home, at);
    });
  }

  /** Then the second operand is computed first, so that the first one is computed close to where it is read. */
  private boolean secondWaitsLonger(List<Expr> inputs) {
    return body.overRows() && inputs.size() == 2 && analysis.phase(inputs.get(1)) > analysis.phase(inputs.get(0));
  }

  /** The forms in which a kernel takes its operands: one of two may be a number, or a number for each row. */
  private Input.Form[] forms(Expr.Apply apply, Value[] x) {
    Input.Form[] forms = new Input.Form[x.length];
    Arrays.fill(forms, Input.Form.LANES);
    if (values.isUniform(apply) || !apply.op().takesNumber() || !x[0].dtype.isFloating()) {
      return forms;
    }
    for (int i = 0; i < 2; i++) {
      if (x[i].perRow && !x[1 - i].uniform && x[i].dtype == DType.FLOAT32) {
        forms[i] = Input.Form.ROW;
        return forms;
      }
    }
    int number = x[0].isNumber() ? 0 : 1;
    forms[number] = x[number].isNumber() ? Input.Form.NUMBER : Input.Form.LANES;
    return forms;
  }

  /**
   * A selection together with its condition, if nothing else reads that: {@code x > number ? a : number},
   * {@code x ≤ number ? number : a}, or {@code x == row's number ? number : number}; else null.
   */
  private Match selection(Expr.Apply select, Block home, Block at) {
    if (select.op() != SelectKernel.WHERE || select.dtype() != DType.FLOAT32
        || !(select.inputs().get(0) instanceof Expr.Apply condition) || condition.inputs().size() != 2
        || analysis.uses(condition) > 1 || values.home(condition, at) != home) {
      return null;
    }
    Expr x = condition.inputs().get(0);
    Expr bound = condition.inputs().get(1);
    Expr a = select.inputs().get(1);
    Expr b = select.inputs().get(2);
    DType dtype = values.isUniform(x) ? null : x.dtype();
    return switch (condition.op().label()) {
      case "gt" -> dtype == DType.FLOAT32 && values.isNumber(bound) && values.isNumber(b)
          ? match(SelectKernel.KEEP_ABOVE, List.of(x, bound, a, b), KEPT, select, home, at) : null;
      case "le" -> dtype == DType.FLOAT32 && values.isNumber(bound) && values.isNumber(a)
          ? match(SelectKernel.KEEP_ABOVE_AND_NAN, List.of(x, bound, b, a), KEPT, select, home, at) : null;
      case "eq" -> dtype == DType.INT32 && values.isPerRow(bound) && values.isNumber(a) && values.isNumber(b)
          ? match(SelectKernel.EQUAL_IN_ROW, List.of(x, bound, a, b), PLACED, select, home, at) : null;
      default -> null;
    };
  }

  private Match match(
      ElementwiseKernel op, List<Expr> operands, Input.Form[] forms, Expr.Apply apply, Block home, Block at) {
    return new Match(operands, x -> add(op, x, forms, apply, home, at));
  }

  private Value add(
      ElementwiseKernel op, Value[] operands, Input.Form[] forms, Expr.Apply apply, Block home, Block at) {
    boolean uniform = values.isUniform(apply);
    Input[] x = new Input[operands.length];
    int length = 0;
    for (int i = 0; i < x.length; i++) {
      boolean widened = !uniform && forms[i] == Input.Form.LANES;
      x[i] = new Input(widened ? values.wide(operands[i], home) : operands[i].register, forms[i]);
      length = x[i].isRow() ? axes.lanes() : length;
    }
    used(operands, x, false, at);
    Value value = values.allocate(apply, home, at, uniform);
    used(operands, x, true, at);
    DType dtype = operands[x.length - 1].dtype;
    values.add(home, Apply.of(op, dtype, value.register, x, length, uniform));
    return value;
  }

  /**
   * Marks operands as used, so that the result may take their registers; but not the registers of rows' numbers, which
   * are read row after row while the result is written. Those are marked after the result has its register.
   */
  private void used(Value[] operands, Input[] x, boolean ofRows, Block at) {
    for (int i = 0; i < x.length; i++) {
      if (x[i].isRow() == ofRows) {
        values.used(operands[i], at);
      }
    }
  }
}
