package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.Shape;
import dev.gradlet.engine.graph.Storage;
import java.lang.ref.SoftReference;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrays that are no longer needed, for later evaluations: they are not zeroed again, and often still in the cache. Each
 * thread has a few of its own, which the garbage collector takes when memory is short. An array that is given must
 * not be reachable from anywhere else, so no node may hold it. With {@code -Dgradlet.poison=true}, as in the tests, an
 * array is overwritten when it is given or newly made: reading an element before it is written gives NaN.
 */
public final class ArrayPool {
  /** Arrays of fewer bytes are not kept: making them anew is as fast. */
  public static final int SMALL = 1 << 10;

  static final int MOST_ARRAYS = 256;
  static final long MOST_BYTES = Math.min(1 << 28, Runtime.getRuntime().maxMemory() / 32);
  /** Neither an index nor a count: poison for integers. */
  private static final int RARE = 0x81234567;

  private static final ThreadLocal<SoftReference<ArrayPool>> OF_THREAD = new ThreadLocal<>();
  private static final boolean POISON = Boolean.getBoolean("gradlet.poison");

  /** The array that was given last comes last. */
  private final List<Object> free = new ArrayList<>();
  private long bytes;

  private ArrayPool() {}

  /** An array for the elements of a shape, with anything in it, or an error that names the operation. */
  public static Object take(String operation, DType dtype, Shape shape) {
    Object array = find(dtype, Storage.length(operation, shape));
    return array == null ? poisoned(dtype, Storage.zeros(operation, dtype, shape)) : array;
  }

  /** An array of that length, with anything in it. */
  static Object take(DType dtype, int length) {
    Object array = find(dtype, length);
    return array == null ? poisoned(dtype, Storage.zeros(dtype, length)) : array;
  }

  /** Gives an array that nobody else can reach and nobody reads or writes any more. */
  public static void give(DType dtype, Object array) {
    poisoned(dtype, array);
    if (keeps(dtype, array)) {
      ofThread().add(array, size(dtype, array));
    }
  }

  /** Whether an array has a size that is kept. */
  public static boolean keeps(DType dtype, Object array) {
    long size = size(dtype, array);
    return size >= SMALL && size <= MOST_BYTES;
  }

  private static long size(DType dtype, Object array) {
    return (long) Array.getLength(array) * Storage.bytes(dtype);
  }

  private static ArrayPool ofThread() {
    SoftReference<ArrayPool> known = OF_THREAD.get();
    ArrayPool pool = known == null ? null : known.get();
    if (pool == null) {
      pool = new ArrayPool();
      OF_THREAD.set(new SoftReference<>(pool));
    }
    return pool;
  }

  /** Null where there is none. */
  private static Object find(DType dtype, int length) {
    return (long) length * Storage.bytes(dtype) < SMALL ? null : ofThread().remove(dtype, length);
  }

  private Object remove(DType dtype, int length) {
    for (int i = free.size() - 1; i >= 0; i--) {
      Object array = free.get(i);
      if (Storage.dtype(array) == dtype && Array.getLength(array) == length) {
        bytes -= (long) length * Storage.bytes(dtype);
        return free.remove(i);
      }
    }
    return null;
  }

  private void add(Object array, long size) {
    if (POISON && free.stream().anyMatch(other -> other == array)) {
      throw new AssertionError("an array was given twice");
    }
    free.add(array);
    bytes += size;
    while (bytes > MOST_BYTES || free.size() > MOST_ARRAYS) {
      Object eldest = free.remove(0);
      bytes -= size(Storage.dtype(eldest), eldest);
    }
  }

  private static Object poisoned(DType dtype, Object array) {
    if (POISON) {
      Storage.fill(dtype, array, 0, Array.getLength(array), dtype.isFloating() ? Double.NaN : RARE);
    }
    return array;
  }

  // ---- for tests ----

  /** Empties the pool of this thread, as the garbage collector does when memory is short. */
  public static void forget() {
    SoftReference<ArrayPool> known = OF_THREAD.get();
    if (known != null) {
      known.clear();
    }
  }

  /** Whether this thread has an array here. */
  public static boolean holds(Object array) {
    return ofThread().free.stream().anyMatch(free -> free == array);
  }

  /** How many arrays this thread has here. */
  public static int size() {
    return ofThread().free.size();
  }
}
