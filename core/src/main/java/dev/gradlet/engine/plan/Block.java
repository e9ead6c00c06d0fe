package dev.gradlet.engine.plan;

import dev.gradlet.engine.run.Step;
import java.util.ArrayList;
import java.util.List;

/** The steps at one level of the nest. */
final class Block {
  final Block parent;
  final Expr.Axis axis;
  final int depth;
  final long bound;
  /** How often its steps run, lanes counted one by one. */
  final long times;
  final List<Step> steps = new ArrayList<>();
  /** Of the loop of a long sum: how it is cut, or null. */
  Chunks chunks;

  /** What is cut then. */
  List<Step.Accumulator> sums;

  /** The sums that are complete after this block's loop, and wait in a cascade; or null. */
  List<Step.Accumulator> collected;
  final List<Value> owned = new ArrayList<>();
  /** Values from further out that nothing needs once this block's loop has run to its end. */
  final List<Value> deadAfter = new ArrayList<>();

  /** The program. */
  Block() {
    this.parent = null;
    this.axis = null;
    this.depth = 0;
    this.bound = 0;
    this.times = 1;
  }

  /** A loop over so many places of an axis. */
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

  static Block ofRows(Block parent, Expr.Axis row, int rows, Expr.Axis lane, int lanes) {
    return new Block(parent, row, row.bit() | lane.bit(), (long) rows * lanes);
  }

  /** Whether a block is this one or within it. */
  boolean encloses(Block inner) {
    Block block = inner;
    while (block.depth > depth) {
      block = block.parent;
    }
    return block == this;
  }
}
