package dev.gradlet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies between strides, row by row and plane by plane, and gathers of columns, against one element at a time. */
class StridedCopyTest {
  private static final int OFFSET = 2;

  /**
   * Sizes, and for either side the axes in the order of their strides, the last one adjacent; then what is added to
   * rows.
   */
  @ParameterizedTest
  @CsvSource({
    "5x7, 01, 01, 0", "5x7, 10, 01, 0", "5x7, 01, 10, 0", "5x7, 10, 10, 0", "1x9, 10, 01, 0", "9x1, 10, 01, 3",
    "40x256, 01, 10, 0", "256x40, 10, 01, 0", "512x9, 01, 10, 0", "3x6x5, 021, 012, 0", "3x6x5, 012, 021, 1",
    "4x3x7, 102, 012, 0", "4x3x7, 210, 012, 0", "2x3x4x5, 0132, 0123, 2", "0x4, 10, 01, 0", "13, 0, 0, 0"
  })
  void copy_betweenOrdersOfAxes_movesEveryElement(String shape, String fromOrder, String toOrder, int gap) {
    int[] sizes = List.of(shape.split("x")).stream().mapToInt(Integer::parseInt).toArray();
    int[] fromStrides = strides(sizes, fromOrder, gap);
    int[] toStrides = strides(sizes, toOrder, gap);
    for (Class<?> type : List.of(float.class, double.class, int.class)) {
      Object from = numbers(type, span(sizes, fromStrides), 1);
      Object to = numbers(type, span(sizes, toStrides), 0);
      Strided.copy(sizes, from, OFFSET, fromStrides, to, OFFSET, toStrides);
      Object expected = numbers(type, span(sizes, toStrides), 0);
      for (int i = 0; i < elements(sizes); i++) {
        Array.set(expected, at(i, sizes, toStrides), Array.get(from, at(i, sizes, fromStrides)));
      }
      assertThat(to).as("%s", type).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 5, 1", "3, 64, 4", "4, 100, 9", "10, 1024, 10", "7, 3, 20"})
  void gatherColumns_anyNumber_isAGatherEach(int columns, int n, int row) {
    for (Class<?> type : List.of(float.class, double.class, int.class)) {
      Object x = numbers(type, OFFSET + n * row + columns, 1);
      Object[] tiles = new Object[2 * columns];
      Object[] expected = new Object[2 * columns];
      for (int j = 0; j < columns; j++) {
        tiles[2 * j + 1] = Array.newInstance(type, Loops.TILE);
        expected[2 * j + 1] = Array.newInstance(type, Loops.TILE);
        for (int i = 0; i < n; i++) {
          Array.set(expected[2 * j + 1], i, Array.get(x, OFFSET + j + i * row));
        }
      }
      if (x instanceof float[] floats) {
        Copies.gatherColumns(floats, OFFSET, row, columns, tiles, 1, 2, n);
      } else if (x instanceof double[] doubles) {
        Copies.gatherColumns(doubles, OFFSET, row, columns, tiles, 1, 2, n);
      } else {
        Copies.gatherColumns((int[]) x, OFFSET, row, columns, tiles, 1, 2, n);
      }
      assertThat(tiles).as("%s", type).isEqualTo(expected);
    }
  }

  private static int[] strides(int[] sizes, String order, int gap) {
    int[] strides = new int[sizes.length];
    int stride = 1;
    for (int i = order.length() - 1; i >= 0; i--) {
      int axis = order.charAt(i) - '0';
      strides[axis] = stride;
      stride = stride * sizes[axis] + gap;
    }
    return strides;
  }

  private static int elements(int[] sizes) {
    int elements = 1;
    for (int size : sizes) {
      elements *= size;
    }
    return elements;
  }

  private static int span(int[] sizes, int[] strides) {
    int span = OFFSET + 2;
    for (int axis = 0; axis < sizes.length; axis++) {
      span += Math.max(0, sizes[axis] - 1) * strides[axis];
    }
    return span;
  }

  private static int at(int i, int[] sizes, int[] strides) {
    int at = OFFSET;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      at += i % sizes[axis] * strides[axis];
      i /= sizes[axis];
    }
    return at;
  }

  private static Object numbers(Class<?> type, int n, int step) {
    Object numbers = Array.newInstance(type, n);
    for (int i = 0; i < n; i++) {
      Array.setInt(numbers, i, i * step);
    }
    return numbers;
  }
}
