package dev.gradlet.engine.plan;

import dev.gradlet.DType;
import dev.gradlet.engine.run.Input;

/** The value of an expression: the register that holds it in a block and those nested in it. */
final class Value {
  final int register;
  final DType dtype;
  final Block home;
  /** Whether it is the same for all lanes, or for all lanes of a row. */
  final boolean uniform;
  /** Whether it is uniform, but differs between the rows of a tile. */
  final boolean perRow;
  int usesLeft;
  /** The step of its home that computes it. */
  int definedAt = -1;
  /** The last step of its home that reads it. */
  int lastUse = Integer.MAX_VALUE;
  boolean freed;
  /** The same value repeated in every lane, once that is needed; else null. */
  Value wide;

  Value(int register, DType dtype, Block home, boolean uniform, boolean perRow, int usesLeft) {
    this.register = register;
    this.dtype = dtype;
    this.home = home;
    this.uniform = uniform;
    this.perRow = perRow;
    this.usesLeft = usesLeft;
  }

  /** How an instruction reads it. */
  Input input() {
    return !uniform ? Input.lanes(register) : perRow ? Input.row(register) : Input.number(register);
  }

  boolean isNumber() {
    return uniform && !perRow;
  }
}
