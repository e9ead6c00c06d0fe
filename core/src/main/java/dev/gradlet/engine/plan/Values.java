package dev.gradlet.engine.plan;

import dev.gradlet.DType;
import dev.gradlet.engine.run.Apply;
import dev.gradlet.engine.run.Input;
import dev.gradlet.engine.run.Instruction;

/**
 * The values of a loop: which register holds each, in which block, and until when. A value is computed in the outermost
 * block that binds all axes along which it varies.
 */
final class Values {
  private final ExprAnalysis analysis;
  private final Dependence dependence;
  private final LoopAxes axes;
  private final Expr.Axis lane;
  final RegisterAllocator registers = new RegisterAllocator();
  /** By the number of an expression. */
  private final Value[] known;
  /** About how many element operations the instructions so far take. */
  private long work;
  /** Which nodes the expressions come from; null unless the plan is to be read. */
  private final Origins origins;
  /** The expression for which instructions are being added. */
  private Expr computing;

  Values(LoopBody body, ExprAnalysis analysis, LoopAxes axes, OperandLayout layout) {
    this.analysis = analysis;
    this.known = new Value[body.expressions()];
    this.dependence = new Dependence(layout::axesOf, known.length);
    this.axes = axes;
    this.lane = axes.lane;
    this.origins = body.origins();
  }

  /** Sets the expression for which instructions are added from now on, and returns the previous one. */
  Expr compute(Expr expression) {
    Expr before = computing;
    computing = expression;
    return before;
  }

  long work() {
    return work;
  }

  /** The value of an expression, if its register still holds it in this block; else null. */
  Value known(Expr expression, Block at) {
    Value value = known[expression.number()];
    return value != null && !value.freed && value.home.encloses(at) ? value : null;
  }

  void put(Expr expression, Value value) {
    known[expression.number()] = value;
  }

  /** The block in which an expression is computed for the block that asks for it, or one around that. */
  Block home(Expr expression, Block at) {
    return outermost(dependence.of(expression), at);
  }

  /** The same for writing an output. */
  Block homeOfOutput(int output, Block at) {
    return outermost(dependence.axesOf(output), at);
  }

  boolean isNumber(Expr expression) {
    return isUniform(expression) && !isPerRow(expression);
  }

  boolean isPerRow(Expr expression) {
    return axes.row != null && isUniform(expression) && dependence.varies(expression, axes.row);
  }

  boolean isUniform(Expr expression) {
    return lane == null || !dependence.varies(expression, lane);
  }

  /** The register that has the value in every lane; a uniform value is repeated first. */
  int wide(Value value, Block at) {
    if (!value.uniform) {
      return value.register;
    }
    if (value.wide == null || value.wide.freed || !value.wide.home.encloses(at)) {
      Block home = value.home;
      value.wide = new Value(registers.fresh(value.dtype), value.dtype, home, false, false, Integer.MAX_VALUE);
      home.owned.add(value.wide);
      add(home, new Apply.Widen(value.wide.register, value.input(), value.perRow ? axes.lanes() : 0, value.dtype));
    }
    return value.wide.register;
  }

  /** The value as a number if it is one, else in every lane. */
  Input narrowest(Value value, Block at) {
    return value.isNumber() ? value.input() : Input.lanes(wide(value, at));
  }

  /** The outermost block around {@code at} in which all these axes are bound. */
  private Block outermost(long varies, Block at) {
    // A value that is the same for all rows is computed once, for all lanes of a tile, before the first tile.
    boolean alike = axes.row != null && (varies >> axes.row.id & 1) == 0;
    long axesOfLoops = alike ? varies & ~(1L << lane.id) : varies;
    Block block = at;
    while (block.parent != null && (axesOfLoops & ~block.parent.bound) == 0) {
      block = block.parent;
    }
    return block;
  }

  void add(Block block, Instruction instruction) {
    work += block.times;
    block.steps.add(origins == null ? instruction : origins.traced(instruction, computing, known));
  }

  /** Adds an instruction that runs once, before the first element or after the last. */
  void addAround(Block block, Instruction instruction) {
    block.steps.add(origins == null ? instruction : origins.traced(instruction, computing));
  }

  // ---- registers ----

  /** A value of an outer block gets a fresh register, as the inner block may reuse any other. */
  Value allocate(Expr expression, Block home, Block at, boolean uniform) {
    boolean perRow = isPerRow(expression);
    DType dtype = expression.dtype();
    int register = home == at ? registers.reuse(dtype, perRow) : registers.fresh(dtype);
    Value value = new Value(register, dtype, home, uniform, perRow, analysis.uses(expression));
    value.definedAt = home.steps.size();
    home.owned.add(value);
    return value;
  }

  /** Notes a use in a block. After the last one the register is free: at the end of the loop, for an outer value. */
  void used(Value value, Block at) {
    if (--value.usesLeft == 0) {
      if (value.home == at) {
        value.lastUse = at.steps.size();
        release(value);
      } else {
        Block outermost = at;
        while (outermost.parent != value.home) {
          outermost = outermost.parent;
        }
        outermost.deadAfter.add(value);
      }
    }
  }

  /** From now on the register may hold another value. */
  void release(Value value) {
    if (!value.freed) {
      value.freed = true;
      registers.release(value.register, value.perRow);
    }
  }
}
