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

  /** The elements of a window. */
  public record Window(int array) implements Value {}

  /** The elements of a window as long as one row, again for every row. */
  public record RowWindow(int array) implements Value {}

  /** One element for all lanes. */
  public record Number(int array) implements Value {}

  /** One element for all lanes of a row, the next one for the next row. */
  public record RowNumber(int array) implements Value {}

  /** An operation of that label, see {@link VectorCompiler}, on earlier values. */
  public record Apply(String operation, List<Integer> operands) implements Value {}

  /** A value that is written to a window, or to one as long as one row, again for every row. */
  public record Store(int value, int array, boolean everyRow) {}
}
