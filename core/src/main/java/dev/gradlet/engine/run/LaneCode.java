package dev.gradlet.engine.run;

import dev.gradlet.DType;

/** Takes in what instructions do to lanes, one after the other; each method answers whether a compiled loop can do it. */
public interface LaneCode {

  /** The lanes of an operand, which are adjacent in its array, or in tiles if it is packed. */
  boolean load(DType dtype, int to, int operand, boolean packed);

  /** The same row of an operand, of so many lanes, in every row. */
  boolean loadRow(DType dtype, int to, int operand, int length);

  /** An element of an operand for all lanes. */
  boolean loadNumber(DType dtype, int to, int operand);

  /** An operation of that label; an operand may be a number, or one for each row of so many lanes. */
  boolean apply(DType dtype, boolean uniform, int to, String label, int rowLength, Input... x);

  /** Rows of so many lanes, each added to a sum for each lane of a row. */
  boolean addRows(DType dtype, int sum, int from, int length);

  /** The lanes of a register written side by side to an output. */
  boolean store(DType dtype, int operand, int from);
}
