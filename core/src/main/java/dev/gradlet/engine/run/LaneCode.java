package dev.gradlet.engine.run;

import dev.gradlet.DType;

/** Takes in what instructions do to lanes, one by one; each method answers whether a compiled loop can do it. */
public interface LaneCode {

  /** Loads the lanes of an operand, which are adjacent in its array, or in tiles if it is packed. */
  boolean load(DType dtype, int to, int operand, boolean packed);

  /** Loads one row of an operand, of so many lanes, into every row. */
  boolean loadRow(DType dtype, int to, int operand, int length);

  /** Loads an element of an operand for all lanes. */
  boolean loadNumber(DType dtype, int to, int operand);

  /** Sets all lanes to a number. */
  boolean fill(DType dtype, int to, double value);

  /** Where x is better than the best so far, it becomes the best, and the index of the axis its place. */
  boolean extremum(boolean largest, DType dtype, int x, int best, int at, int axis);

  /** Applies the operation of that label; an operand may be a number, or a number for each row of so many lanes. */
  boolean apply(DType dtype, boolean uniform, int to, String label, int rowLength, Input... x);

  /** Adds rows of so many lanes to a sum for each lane of a row. */
  boolean addRows(DType dtype, int sum, int from, int length);

  /** Stores the lanes of a register, which are adjacent in the output. */
  boolean store(DType dtype, int operand, int from);
}
