package dev.gradlet.engine.plan;

import dev.gradlet.DType;
import dev.gradlet.engine.run.Input;

/** A register that holds an expression from its block inwards. */
final class Value {
  final int register;
  final DType dtype;
  final Block home;
  /** Whether it does not vary along the lane. */
  final boolean uniform;
  /** Whether it is uniform, but another one in each row of a tile. */
  final boolean perRow;
  int usesLeft;
  /** The step of its home that computes it, and the last one that reads it. */
  int definedAt = -1;

  int lastUse = Integer.MAX_VALUE;
  boolean freed;
  Value wide;

  Value(int register, DType dtype, Block home, boolean uniform, boolean perRow, int usesLeft) {
    this.register = register;
    this.dtype = dtype;
    this.home = home;
    this.uniform = uniform;
    this.perRow = perRow;
    this.usesLeft = usesLeft;
  }

  /** As an instruction reads it where it is. */
  Input input() {
    return !uniform ? Input.lanes(register) : perRow ? Input.row(register) : Input.number(register);
  }

  boolean isNumber() {
    return uniform && !perRow;
  }
}
