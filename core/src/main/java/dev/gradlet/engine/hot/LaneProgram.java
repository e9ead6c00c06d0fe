package dev.gradlet.engine.hot;

import java.util.List;

/**
 * Straight-line code of elementwise operations on windows of arrays, as data. For every lane of every row, the values
 * are read or computed from earlier ones, in order; then some of them are stored.
 *
 * <p>Rows are adjacent in a window. In each vector everything is read before anything is stored, so the same window may
 * be read and written.
 *
 * @param arrays what is known about each array, in the order of their numbers
 */
public record LaneProgram(List<Array> arrays, List<Value> values, List<Store> stores) {

  /**
   * Whether a window of floats starts anywhere in its array, or at the first element; one of ints starts anywhere.
   * Tiles are an array of arrays, whose windows start at the first element.
   */
  public enum Array { ANYWHERE, FROM_START, INTS, TILES }

  /** A read or computed value; values are numbered in order. */
  public sealed interface Value {}

  /** What selects an element of an array: the lane, counted over all rows or within its row; the row; or nothing. */
  public enum Index { LANE, LANE_OF_ROW, ROW, NONE }

  /**
   * Reads an element for each lane (every row the same ones with LANE_OF_ROW), for each row, or for all lanes.
   *
   * @param ahead how many elements, or tiles, beyond the start of the window; at most {@link #FARTHEST}
   */
  public record Read(int array, Index index, int ahead) implements Value {}

  static final int FARTHEST = 1 << 14;

  /** A number in all lanes. */
  public record Constant(float value) implements Value {}

  /** The element of an array of ints at the start of its window, and so much more, in all lanes. */
  public record Place(int array, int more) implements Value {}

  /** Applies the operation of that label (see {@link LaneOperation}) to earlier values. */
  public record Apply(String operation, List<Integer> operands) implements Value {}

  /** Stores a value to an element for each lane; with LANE_OF_ROW, every row to the same elements. */
  public record Store(int value, int array, Index index) {}
}
