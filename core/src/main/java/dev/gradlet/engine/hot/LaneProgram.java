package dev.gradlet.engine.hot;

import java.util.List;

/**
 * A straight line of elementwise operations on windows, as data. For every lane of every row: the values, one after the
 * other, are read or computed from earlier ones; then some of them are stored.
 *
 * <p>Rows lie one after the other in a window. All that is stored is stored after all is read, vector by vector, so the
 * same window may be read and written.
 *
 * @param arrays what is known of each of the arrays, which are numbered in this order
 */
public record LaneProgram(List<Array> arrays, List<Value> values, List<Store> stores) {

  /** Whether a window is anywhere in its array, or from the first element on. */
  public enum Array { ANYWHERE, FROM_START }

  /** What a value is. */
  public sealed interface Value {}

  /** By what an element of an array is found: by the lane, counted over all rows or within the row, or by the row. */
  public enum Index { LANE, LANE_OF_ROW, ROW, NONE }

  /** An element for each lane, of which each row may read the same ones; or one for all lanes of a row, or for all. */
  public record Read(int array, Index index) implements Value {}

  /** An operation of that label, see {@link VectorCompiler}, on earlier values. */
  public record Apply(String operation, List<Integer> operands) implements Value {}

  /** A value that is written to an element for each lane, or again and again to those of one row. */
  public record Store(int value, int array, Index index) {}
}
