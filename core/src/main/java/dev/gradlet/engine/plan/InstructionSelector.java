package dev.gradlet.engine.plan;

import dev.gradlet.DType;
import dev.gradlet.engine.run.Apply;
import dev.gradlet.engine.run.Input;
import dev.gradlet.engine.run.Load;
import dev.gradlet.engine.run.LoopPlan;
import dev.gradlet.kernel.BinaryKernel;
import dev.gradlet.kernel.SelectKernel;
import java.util.ArrayList;
import java.util.List;

/** Which instruction reads an operand or applies an operation: the narrowest that does, several operations as one. */
final class InstructionSelector {
  private final LoopBody body;
  private final ExprAnalysis analysis;
  private final LoopAxes axes;
  private final OperandLayout layout;
  private final Values values;
  private final LoopCompiler expressions;

  InstructionSelector(
      LoopBody body, ExprAnalysis analysis, LoopAxes axes, OperandLayout layout, Values values,
      LoopCompiler expressions) {
    this.body = body;
    this.analysis = analysis;
    this.axes = axes;
    this.layout = layout;
    this.values = values;
    this.expressions = expressions;
  }

  Value load(Expr.Read read, Block home, Block at, boolean uniform) {
    LoopPlan.RowLayout rows = axes.rows(read.operand());
    List<Expr.Axis> chosen = read.chosen();
    if (!chosen.isEmpty()) {
      return lookup(read, chosen, home, at, uniform);
    } else if (values.isPerRow(read)) {
      Value value = values.allocate(read, home, at, true);
      int rowStride = layout.operands.get(read.operand()).strides()[axes.row.id];
      values.add(home, new Load.PerRow(value.register, read.operand(), rowStride));
      return value;
    } else if (uniform) {
      Value value = values.allocate(read, home, at, true);
      values.add(home, new Load.Uniform(value.register, read.operand(), read.dtype()));
      return value;
    } else if (axes.row != null) {
      return loadRows(read, home, at);
    } else if (rows != null) {
      Value value = values.allocate(read, home, at, false);
      values.add(home, new Load.Rows(value.register, read.operand(), rows, read.dtype()));
      return value;
    } else if (layout.operands.get(read.operand()).packing() != null) {
      int register = values.registers.fresh(read.dtype());
      Value value = new Value(register, read.dtype(), home, false, false, Integer.MAX_VALUE);
      values.add(home, new Load.Tile(value.register, read.operand(), read.dtype()));
      return value;
    }
    Value value = values.allocate(read, home, at, false);
    values.add(home, new Load.Lanes(value.register, read.operand(), read.dtype()));
    return value;
  }

  private Value loadRows(Expr.Read read, Block home, Block at) {
    int[] strides = layout.operands.get(read.operand()).strides();
    int across = strides[axes.lane.id];
    int down = strides[axes.row.id];
    Value value = values.allocate(read, home, at, false);
    values.add(home, across == 1 && down == axes.lanes()
        ? new Load.Lanes(value.register, read.operand(), read.dtype())
        : new Load.Rows(
            value.register, read.operand(), new LoopPlan.RowLayout(axes.lanes(), across, down), read.dtype()));
    return value;
  }

  /** Reads an operand where indices say. */
  private Value lookup(Expr.Read read, List<Expr.Axis> chosen, Block home, Block at, boolean uniform) {
    int[] operandStrides = layout.operands.get(read.operand()).strides();
    List<Value> indices = new ArrayList<>();
    for (Expr.Axis axis : chosen) {
      indices.add(expressions.emit(axis.index, at));
    }
    int[] registersOfIndices = new int[chosen.size()];
    int[] strides = new int[chosen.size()];
    for (int i = 0; i < strides.length; i++) {
      boolean narrow = uniform && indices.get(i).perRow == values.isPerRow(read);
      registersOfIndices[i] = narrow ? indices.get(i).register : values.wide(indices.get(i), home);
      strides[i] = operandStrides[chosen.get(i).id];
    }
    indices.forEach(index -> values.used(index, at));
    Value value = values.allocate(read, home, at, uniform);
    int laneStride = axes.lane == null ? 0 : operandStrides[axes.lane.id];
    if (axes.row != null && !values.isNumber(read)) {
      values.add(home, new Load.LookupRows(
          value.register, read.operand(), uniform ? 1 : axes.lanes(), operandStrides[axes.row.id], laneStride,
          registersOfIndices, strides));
      return value;
    }
    values.add(home, new Load.Lookup(
        value.register, read.operand(), laneStride, registersOfIndices, strides, read.dtype(), uniform));
    return value;
  }

  Value apply(Expr.Apply apply, Block home, Block at, boolean uniform) {
    Expr.Apply above = uniform ? null : above(apply, home, at);
    if (above != null) {
      return keepAbove(above, apply, home, at);
    }
    Expr.Apply equal = uniform ? null : equalInRow(apply, home, at);
    if (equal != null) {
      return selectEqual(equal, apply, home, at);
    }
    Value[] inputs = new Value[apply.inputs().size()];
    boolean secondFirst = secondWaitsLonger(apply);
    for (int i = 0; i < inputs.length; i++) {
      int next = secondFirst ? 1 - i : i;
      inputs[next] = expressions.emit(apply.inputs().get(next), at);
    }
    int rowNumber = rowNumberOperand(apply, inputs, uniform);
    if (rowNumber >= 0) {
      return applyRowNumber(apply, inputs[1 - rowNumber], inputs[rowNumber], rowNumber == 0, home, at);
    }
    int number = numberOperand(apply, inputs, uniform);
    int[] x = new int[inputs.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = uniform || i == number ? inputs[i].register : values.wide(inputs[i], home);
    }
    for (Value input : inputs) {
      values.used(input, at);
    }
    Value value = values.allocate(apply, home, at, uniform);
    DType operands = apply.inputs().get(apply.inputs().size() - 1).dtype();
    values.add(home, number < 0
        ? Apply.of(apply.op(), operands, value.register, x, uniform)
        : withNumber(apply, operands, value, x[1 - number], Input.number(x[number]), number == 0));
    return value;
  }

  private Apply.Two withNumber(Expr.Apply apply, DType dtype, Value to, int x, Input number, boolean left) {
    Input lanes = Input.lanes(x);
    int length = number.isNumber() ? 0 : axes.lanes();
    return new Apply.Two(
        (BinaryKernel) apply.op(), dtype, to.register, left ? number : lanes, left ? lanes : number, length, false);
  }

  /** Then the second operand comes first, so that what waits for no fold of rows is close to where it is read. */
  private boolean secondWaitsLonger(Expr.Apply apply) {
    List<Expr> inputs = apply.inputs();
    return body.overRows() && inputs.size() == 2 && analysis.phase(inputs.get(1)) > analysis.phase(inputs.get(0));
  }

  /** The result must not take the register of the numbers: they are read row after row. */
  private Value applyRowNumber(Expr.Apply apply, Value x, Value number, boolean left, Block home, Block at) {
    values.used(x, at);
    Value value = values.allocate(apply, home, at, false);
    values.used(number, at);
    Input rows = Input.row(number.register);
    values.add(home, withNumber(apply, x.dtype, value, x.register, rows, left));
    return value;
  }

  /** The condition of a selection if it is x &gt; number ? a : number or x ≤ number ? number : a, for it alone. */
  private Expr.Apply above(Expr.Apply select, Block home, Block at) {
    if (select.op() != SelectKernel.WHERE || select.dtype() != DType.FLOAT32) {
      return null;
    }
    Expr.Apply greater = values.isNumber(select.inputs().get(2)) ? analysis.once(select.inputs().get(0), "gt") : null;
    Expr.Apply atMost = values.isNumber(select.inputs().get(1)) ? analysis.once(select.inputs().get(0), "le") : null;
    Expr.Apply condition = greater != null ? greater : atMost;
    boolean fits = condition != null && condition.inputs().get(0).dtype() == DType.FLOAT32
        && !values.isUniform(condition.inputs().get(0)) && values.isNumber(condition.inputs().get(1))
        && values.home(condition, at) == home;
    return fits ? condition : null;
  }

  private Value keepAbove(Expr.Apply above, Expr.Apply select, Block home, Block at) {
    boolean nan = above.op().label().equals("le");
    Value x = expressions.emit(above.inputs().get(0), at);
    Value bound = expressions.emit(above.inputs().get(1), at);
    Value kept = expressions.emit(select.inputs().get(nan ? 2 : 1), at);
    Value other = expressions.emit(select.inputs().get(nan ? 1 : 2), at);
    int a = values.wide(kept, home);
    for (Value input : new Value[] {x, bound, kept, other}) {
      values.used(input, at);
    }
    Value value = values.allocate(select, home, at, false);
    SelectKernel kernel = nan ? SelectKernel.KEEP_ABOVE_AND_NAN : SelectKernel.KEEP_ABOVE;
    Input[] inputs = {
      Input.lanes(x.register), Input.number(bound.register), Input.lanes(a), Input.number(other.register)
    };
    values.add(home, new Apply.Many(kernel, DType.FLOAT32, value.register, inputs, 0, false));
    return value;
  }

  /** The condition of a selection of numbers if it is x = a number for each row, for it alone; or null. */
  private Expr.Apply equalInRow(Expr.Apply apply, Block home, Block at) {
    if (apply.op() != SelectKernel.WHERE || apply.dtype() != DType.FLOAT32
        || !values.isNumber(apply.inputs().get(1)) || !values.isNumber(apply.inputs().get(2))) {
      return null;
    }
    Expr.Apply condition = analysis.once(apply.inputs().get(0), "eq");
    boolean fits = condition != null && condition.inputs().get(0).dtype() == DType.INT32
        && !values.isUniform(condition.inputs().get(0)) && values.isPerRow(condition.inputs().get(1))
        && values.home(condition, at) == home;
    return fits ? condition : null;
  }

  private Value selectEqual(Expr.Apply equal, Expr.Apply select, Block home, Block at) {
    Value[] inputs = {
      expressions.emit(equal.inputs().get(0), at), expressions.emit(equal.inputs().get(1), at),
      expressions.emit(select.inputs().get(1), at), expressions.emit(select.inputs().get(2), at)
    };
    for (Value input : inputs) {
      values.used(input, at);
    }
    Value value = values.allocate(select, home, at, false);
    Input[] x = {
      Input.lanes(inputs[0].register), Input.row(inputs[1].register), Input.number(inputs[2].register),
      Input.number(inputs[3].register)
    };
    values.add(home, new Apply.Many(
        SelectKernel.EQUAL_IN_ROW, DType.FLOAT32, value.register, x, axes.lanes(), false));
    return value;
  }

  /** Which of two operands is one number for all lanes, where there is a loop for that; else −1. */
  private static int numberOperand(Expr.Apply apply, Value[] inputs, boolean uniform) {
    if (uniform || !apply.op().takesNumber() || !inputs[0].dtype.isFloating()) {
      return -1;
    }
    return inputs[0].isNumber() ? 0 : inputs[1].isNumber() ? 1 : -1;
  }

  /** Which of two operands is a number for each row, where there is a loop for that; else −1. */
  private static int rowNumberOperand(Expr.Apply apply, Value[] inputs, boolean uniform) {
    if (!uniform && apply.op().takesNumber() && inputs[0].dtype == DType.FLOAT32) {
      for (int i = 0; i < 2; i++) {
        if (inputs[i].perRow && !inputs[1 - i].uniform) {
          return i;
        }
      }
    }
    return -1;
  }
}
