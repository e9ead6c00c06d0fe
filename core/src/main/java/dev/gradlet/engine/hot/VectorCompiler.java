package dev.gradlet.engine.hot;

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
 *
 * <p>HotSpot's second compiler must inline all of it, or each vector becomes an object and a loop takes ten times as
 * long. Methods of the Vector API are always inlined; ours only while a method has fewer than 18,000 nodes
 * ({@code NodeCountInliningCutoff}), of which an addition takes about 350 and tanh 9,000. Hence the weights and the
 * room. A longer program would also take longer to compile, and save little more. What ends a long program, as extrema
 * do, calls the Vector API itself.
 */
final class VectorCompiler {
  static final int ROOM = 45;

  private static final String PACKAGE = "dev/gradlet/engine/hot/";
  private static final String KERNELS = "dev/gradlet/kernel/";
  private static final String PROGRAM = KERNELS + "Windows$Program";
  private static final String LANES = KERNELS + "Lanes";
  private static final String VECTOR = "jdk/incubator/vector/FloatVector";
  private static final String FLOATS = "[F";
  private static final String TILES = "[Ljava/lang/Object;";
  private static final String SPECIES = "Ljdk/incubator/vector/VectorSpecies;";
  private static final String A_VECTOR = "L" + VECTOR + ";";
  private static final String INT_VECTOR = "jdk/incubator/vector/IntVector";
  private static final String AN_INT_VECTOR = "L" + INT_VECTOR + ";";
  private static final String ANY_VECTOR = "Ljdk/incubator/vector/Vector;";
  private static final String MASK = "jdk/incubator/vector/VectorMask";
  private static final String A_MASK = "L" + MASK + ";";
  private static final String COMPARISONS = "jdk/incubator/vector/VectorOperators";
  private static final String COMPARISON = "L" + COMPARISONS + "$Comparison;";

  /**
   * An operation: a method of its first operand, or a static method of ours.
   *
   * @param after a constant that follows the first operand, or null
   */
  private record Operation(String owner, String method, String descriptor, int weight, Constant after) {
    Operation(String owner, String method, String descriptor, int weight) {
      this(owner, method, descriptor, weight, null);
    }

    boolean isStatic() {
      return owner.startsWith(KERNELS);
    }

    String result() {
      return descriptor.substring(descriptor.indexOf(')') + 1);
    }
  }

  private record Constant(String owner, String field, String descriptor) {}

  private static final Map<String, Operation> OPERATIONS = Map.ofEntries(
      binary("add", "add"), binary("sub", "sub"), binary("mul", "mul"), binary("div", "div"),
      binary("maximum", "max"), binary("minimum", "min"),
      unary("neg", "neg"), unary("abs", "abs"), unary("sqrt", "sqrt"), unary("root", "sqrt"),
      own(LANES, "rsqrt", 1, 5), own(LANES, "reciprocal", 1, 5), own(LANES, "relu", 1, 5),
      own(LANES, "keepAbove", 4, 5), own(LANES, "keepAboveAndNaN", 4, 5),
      comparison("differs", "NE"), comparison("isAtMost", "LE"), comparison("isAtLeast", "GE"),
      Map.entry("or", new Operation(MASK, "or", "(" + A_MASK + ")" + A_MASK, 1)),
      Map.entry("ofInts", new Operation(
          MASK, "cast", "(" + SPECIES + ")" + A_MASK, 1, new Constant(LANES, "INTS", SPECIES))),
      Map.entry("choose", new Operation(VECTOR, "blend", "(" + ANY_VECTOR + A_MASK + ")" + A_VECTOR, 1)),
      Map.entry("chooseInts", new Operation(INT_VECTOR, "blend", "(" + ANY_VECTOR + A_MASK + ")" + AN_INT_VECTOR, 1)),
      Map.entry("equalInRow", new Operation(
          LANES, "equalInRow", "(" + AN_INT_VECTOR.repeat(2) + A_VECTOR.repeat(2) + ")" + A_VECTOR, 5)),
      function("exp"), function("expm1"), function("tanh"), function("sigmoid"), function("softplus"), function("erf"));

  /** How much of the {@link #ROOM} of a program an operation takes; 0 if it cannot be part of one. */
  static int weight(String operation) {
    Operation known = OPERATIONS.get(operation);
    return known == null ? 0 : known.weight();
  }

  private static Map.Entry<String, Operation> binary(String label, String method) {
    return Map.entry(label, new Operation(VECTOR, method, "(" + ANY_VECTOR + ")" + A_VECTOR, 1));
  }

  private static Map.Entry<String, Operation> unary(String label, String method) {
    return Map.entry(label, new Operation(VECTOR, method, "()" + A_VECTOR, 1));
  }

  private static Map.Entry<String, Operation> function(String label) {
    return own(KERNELS + "VectorFunctions", label, 1, 25);
  }

  private static Map.Entry<String, Operation> comparison(String label, String comparison) {
    return Map.entry(label, new Operation(
        VECTOR, "compare", "(" + COMPARISON + ANY_VECTOR + ")" + A_MASK, 1,
        new Constant(COMPARISONS, comparison, COMPARISON)));
  }

  private static Map.Entry<String, Operation> own(String owner, String label, int operands, int weight) {
    return Map.entry(label, new Operation(owner, label, "(" + A_VECTOR.repeat(operands) + ")" + A_VECTOR, weight));
  }

  private final LaneProgram program;
  private final ClassFile file = new ClassFile(PACKAGE + "Compiled");
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
    code.local(file.type(PACKAGE + "Compiled")); // this
    int windows = code.local(file.type(TILES));
    int starts = code.local(file.type("[I"));
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
        case INTS -> "[I";
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
        Operation operation = OPERATIONS.get(apply.operation());
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

  private void apply(Operation operation, List<Integer> operands) {
    for (int i = 0; i < operands.size(); i++) {
      code.loadReference(values[operands.get(i)]);
      if (i == 0 && operation.after != null) {
        code.getStatic(operation.after.owner, operation.after.field, operation.after.descriptor);
      }
    }
    if (operation.isStatic()) {
      code.invokeStatic(operation.owner, operation.method, operation.descriptor);
    } else {
      code.invokeVirtual(operation.owner, operation.method, operation.descriptor);
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
