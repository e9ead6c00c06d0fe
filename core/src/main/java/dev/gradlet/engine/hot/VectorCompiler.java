package dev.gradlet.engine.hot;

import static dev.gradlet.engine.hot.ClassNames.AN_INT_VECTOR;
import static dev.gradlet.engine.hot.ClassNames.A_VECTOR;
import static dev.gradlet.engine.hot.ClassNames.FLOATS;
import static dev.gradlet.engine.hot.ClassNames.INTS;
import static dev.gradlet.engine.hot.ClassNames.INT_VECTOR;
import static dev.gradlet.engine.hot.ClassNames.LANES;
import static dev.gradlet.engine.hot.ClassNames.PROGRAM;
import static dev.gradlet.engine.hot.ClassNames.SPECIES;
import static dev.gradlet.engine.hot.ClassNames.TILES;
import static dev.gradlet.engine.hot.ClassNames.VECTOR;

import dev.gradlet.kernel.Lanes;
import dev.gradlet.kernel.Windows;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiles a {@link LaneProgram} to a class whose values stay in vector registers from the first to the last:
 *
 * <pre>
 * for (row = lane = end = 0; row &lt; rows; row++)
 *   for (end += length; lane &lt; end; lane += Lanes.FLOATS.length())
 *     v0 = FloatVector.fromArray(Lanes.FLOATS, a0, at0 + lane); v1 = VectorFunctions.tanh(v0); v2 = v1.mul(v0); …
 *     v2.intoArray(a1, at1 + lane); …
 * </pre>
 */
final class VectorCompiler {
  private static final String COMPILED = "dev/gradlet/engine/hot/Compiled";

  private final LaneProgram program;
  private final ClassFile file = new ClassFile(COMPILED);
  private final Code code = new Code(file);
  /** The local variable of each array. */
  private final int[] arrays;
  /** The local variable of each index at which a window starts. */
  private final int[] at;
  /** The local variable of each value. */
  private final int[] values;
  /** The local variable of each tile, by what reads it. */
  private final Map<LaneProgram.Read, Integer> tiles = new HashMap<>();
  /** The local variables of the current row, the current lane, and the first lane of the row. */
  private int row;
  private int lane;
  private int start;

  private VectorCompiler(LaneProgram program) {
    this.program = program;
    this.arrays = new int[program.arrays().size()];
    this.at = new int[arrays.length];
    this.values = new int[program.values().size()];
  }

  static Windows.Program compile(LaneProgram program) {
    try {
      return (Windows.Program) MethodHandles.lookup()
          .defineHiddenClass(new VectorCompiler(program).bytes(), true)
          .lookupClass().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private byte[] bytes() {
    code.local(file.type(COMPILED)); // this
    int windows = code.local(file.type(TILES));
    int starts = code.local(file.type(INTS));
    int length = code.local(Code.INT);
    int rows = code.local(Code.INT);
    bindArrays(windows, starts);
    bindTiles();
    row = zero();
    lane = zero();
    start = zero();
    int end = zero();
    numbers(LaneProgram.Index.NONE);
    code.whileLess(row, rows, () -> {
      code.loadInt(end);
      code.storeInt(start);
      code.loadInt(end);
      code.loadInt(length);
      code.addInts();
      code.storeInt(end);
      numbers(LaneProgram.Index.ROW);
      code.whileLess(lane, end, () -> {
        values();
        stores();
        code.increment(lane, Lanes.FLOATS.length());
      });
      code.increment(row, 1);
    });
    code.returnNothing();
    return file.implementing(PROGRAM, "apply", "([Ljava/lang/Object;[III)V", code);
  }

  /** Puts each array, and the index at which its window starts, into a local variable. */
  private void bindArrays(int windows, int starts) {
    for (int k = 0; k < arrays.length; k++) {
      int type = file.type(switch (program.arrays().get(k)) {
        case INTS -> INTS;
        case TILES -> TILES;
        default -> FLOATS;
      });
      arrays[k] = code.local(type);
      code.loadReference(windows);
      code.push(k);
      code.elementOfReferences();
      code.cast(type);
      code.storeReference(arrays[k]);
      if (isAnywhere(k)) {
        at[k] = code.local(Code.INT);
        code.loadReference(starts);
        code.push(k);
        code.elementOfInts();
        code.storeInt(at[k]);
      }
    }
  }

  /** Puts each tile that is read into a local variable. */
  private void bindTiles() {
    for (LaneProgram.Value value : program.values()) {
      if (value instanceof LaneProgram.Read read && program.arrays().get(read.array()) == LaneProgram.Array.TILES) {
        int type = file.type(FLOATS);
        int tile = code.local(type);
        code.loadReference(arrays[read.array()]);
        code.loadInt(at[read.array()]);
        code.push(read.ahead());
        code.addInts();
        code.elementOfReferences();
        code.cast(type);
        code.storeReference(tile);
        tiles.put(read, tile);
      }
    }
  }

  private int zero() {
    int local = code.local(Code.INT);
    code.push(0);
    code.storeInt(local);
    return local;
  }

  // ---- values ----

  /** Reads the values that are numbers, for each row or for all lanes. */
  private void numbers(LaneProgram.Index by) {
    for (int v = 0; v < values.length; v++) {
      LaneProgram.Value value = program.values().get(v);
      if (value instanceof LaneProgram.Read number && number.index() == by) {
        element(number.array(), row, number.ahead());
        boolean ints = isOfInts(number.array());
        code.invokeStatic(LANES, "number", ints ? "([II)" + AN_INT_VECTOR : "([FI)" + A_VECTOR);
        set(v, ints ? AN_INT_VECTOR : A_VECTOR);
      } else if (value instanceof LaneProgram.Constant constant && by == LaneProgram.Index.NONE) {
        code.getStatic(LANES, "FLOATS", SPECIES);
        code.push(constant.value());
        code.invokeStatic(VECTOR, "broadcast", "(" + SPECIES + "F)" + A_VECTOR);
        set(v, A_VECTOR);
      } else if (value instanceof LaneProgram.Place place && by == LaneProgram.Index.NONE) {
        element(place.array(), row, 0);
        code.push(place.more());
        code.invokeStatic(LANES, "place", "([III)" + AN_INT_VECTOR);
        set(v, AN_INT_VECTOR);
      }
    }
  }

  private void values() {
    for (int v = 0; v < values.length; v++) {
      LaneProgram.Value value = program.values().get(v);
      if (value instanceof LaneProgram.Apply apply) {
        LaneOperation operation = LaneOperation.of(apply.operation());
        apply(operation, apply.operands());
        set(v, operation.result());
      } else if (value instanceof LaneProgram.Read read && isOfLanes(read.index())) {
        read(read);
        set(v, isOfInts(read.array()) ? AN_INT_VECTOR : A_VECTOR);
      }
    }
  }

  private static boolean isOfLanes(LaneProgram.Index index) {
    return index == LaneProgram.Index.LANE || index == LaneProgram.Index.LANE_OF_ROW;
  }

  private void apply(LaneOperation operation, List<Integer> operands) {
    for (int i = 0; i < operands.size(); i++) {
      code.loadReference(values[operands.get(i)]);
      if (i == 0 && operation.after() != null) {
        code.getStatic(operation.after().owner(), operation.after().field(), operation.after().descriptor());
      }
    }
    if (operation.isStatic()) {
      code.invokeStatic(operation.owner(), operation.method(), operation.descriptor());
    } else {
      code.invokeVirtual(operation.owner(), operation.method(), operation.descriptor());
    }
  }

  private void read(LaneProgram.Read read) {
    boolean ints = isOfInts(read.array());
    code.getStatic(LANES, ints ? "INTS" : "FLOATS", SPECIES);
    if (tiles.containsKey(read)) {
      code.loadReference(tiles.get(read));
      code.loadInt(lane);
    } else {
      lanes(read.array(), read.index(), read.ahead());
    }
    code.invokeStatic(ints ? INT_VECTOR : VECTOR, "fromArray",
        "(" + SPECIES + (ints ? "[II)" + AN_INT_VECTOR : "[FI)" + A_VECTOR));
  }

  private void set(int value, String descriptor) {
    values[value] = code.local(file.type(descriptor.substring(1, descriptor.length() - 1)));
    code.storeReference(values[value]);
  }

  private void stores() {
    for (LaneProgram.Store store : program.stores()) {
      code.loadReference(values[store.value()]);
      lanes(store.array(), store.index(), 0);
      boolean ints = isOfInts(store.array());
      code.invokeVirtual(ints ? INT_VECTOR : VECTOR, "intoArray", ints ? "([II)V" : "([FI)V");
    }
  }

  // ---- places ----

  /** Pushes an array and where the current lanes are in it. */
  private void lanes(int array, LaneProgram.Index by, int ahead) {
    element(array, lane, ahead);
    if (by == LaneProgram.Index.LANE_OF_ROW) {
      code.loadInt(start);
      code.subtractInts();
    }
  }

  private void element(int array, int index, int ahead) {
    code.loadReference(arrays[array]);
    code.loadInt(index);
    if (ahead != 0) {
      code.push(ahead);
      code.addInts();
    }
    if (isAnywhere(array)) {
      code.loadInt(at[array]);
      code.addInts();
    }
  }

  private boolean isOfInts(int array) {
    return program.arrays().get(array) == LaneProgram.Array.INTS;
  }

  private boolean isAnywhere(int array) {
    return program.arrays().get(array) != LaneProgram.Array.FROM_START;
  }
}
