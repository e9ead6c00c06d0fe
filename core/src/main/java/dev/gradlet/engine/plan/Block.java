package dev.gradlet.engine.plan;

import dev.gradlet.engine.run.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The steps at one level of a nest of loops. */
final class Block {
  final Block parent;
  /** The axis that this level loops over; null for the outermost block. */
  final Expr.Axis axis;
  final int depth;
  /** The axes of this level and those around it, a bit each. */
  final long bound;
  /** How often the steps run, each lane counted. */
  final long times;
  final List<Step> steps = new ArrayList<>();
  /** How this level's loop is cut, if it adds terms to long sums; else null. */
  Chunks chunks;
  /** Those long sums. */
  List<Step.Accumulator> sums;
  /** The long sums that are complete when this level's loop ends: their cascades hold the result. Else null. */
  List<Step.Accumulator> collected;
  /** The values computed at this level. */
  final List<Value> owned = new ArrayList<>();
  /** The registers of values computed at levels within this one. */
  private final Set<Integer> registersWithin = new HashSet<>();
  /** Values of outer levels that nothing reads after this level's loop. */
  final List<Value> deadAfter = new ArrayList<>();

  /** The outermost block. */
  Block() {
    this.parent = null;
    this.axis = null;
    this.depth = 0;
    this.bound = 0;
    this.times = 1;
  }

  /** A loop over an axis. */
  Block(Block parent, Expr.Axis axis, int extent) {
    this(parent, axis, axis.bit(), extent);
  }

  private Block(Block parent, Expr.Axis axis, long binds, long extent) {
    this.parent = parent;
    this.axis = axis;
    this.depth = parent.depth + 1;
    this.bound = parent.bound | binds;
    this.times = parent.times * extent;
  }

  /** A loop over tiles of rows: it binds the axis of the rows and the lane. */
  static Block ofRows(Block parent, Expr.Axis row, int rows, Expr.Axis lane, int lanes) {
    return new Block(parent, row, row.bit() | lane.bit(), (long) rows * lanes);
  }

  /** Whether only values of this level and of those within it are in a register, so that nothing reads it afterwards. */
  boolean owns(int register) {
    return registersWithin.contains(register) || owned.stream().anyMatch(value -> value.register == register);
  }

  /** Notes that this level's loop is complete. */
  void close() {
    parent.registersWithin.addAll(registersWithin);
    owned.forEach(value -> parent.registersWithin.add(value.register));
  }

  /** Whether a block is this one or nested in it. */
  boolean encloses(Block inner) {
    Block block = inner;
    while (block.depth > depth) {
      block = block.parent;
    }
    return block == this;
  }
}
