package dev.gradlet.engine.hot;

import static dev.gradlet.engine.hot.ClassNames.ANY_VECTOR;
import static dev.gradlet.engine.hot.ClassNames.AN_INT_VECTOR;
import static dev.gradlet.engine.hot.ClassNames.A_MASK;
import static dev.gradlet.engine.hot.ClassNames.A_VECTOR;
import static dev.gradlet.engine.hot.ClassNames.COMPARISON;
import static dev.gradlet.engine.hot.ClassNames.COMPARISONS;
import static dev.gradlet.engine.hot.ClassNames.FUNCTIONS;
import static dev.gradlet.engine.hot.ClassNames.INT_VECTOR;
import static dev.gradlet.engine.hot.ClassNames.KERNELS;
import static dev.gradlet.engine.hot.ClassNames.LANES;
import static dev.gradlet.engine.hot.ClassNames.MASK;
import static dev.gradlet.engine.hot.ClassNames.SPECIES;
import static dev.gradlet.engine.hot.ClassNames.VECTOR;

import java.util.Map;

/**
 * What a compiled program calls for an operation: a method of the first operand, or a static method of ours.
 *
 * <p>HotSpot's second compiler must inline all of a program, or each vector becomes an object and a loop takes ten
 * times as long. Methods of the Vector API are always inlined; ours only while a method has fewer than 18,000 nodes
 * ({@code NodeCountInliningCutoff}), of which an addition takes about 350 and tanh 9,000. Hence the weights and the
 * room. A longer program would also take longer to compile, and save little more. What ends a long program, as extrema
 * do, calls the Vector API itself.
 *
 * @param after a constant that follows the first operand, or null
 */
record LaneOperation(String owner, String method, String descriptor, int weight, Constant after) {
  /** The weights of a program's operations are no more than that together. */
  static final int ROOM = 45;

  record Constant(String owner, String field, String descriptor) {}

  private static final Map<String, LaneOperation> OPERATIONS = Map.ofEntries(
      binary("add", "add"), binary("sub", "sub"), binary("mul", "mul"), binary("div", "div"),
      binary("maximum", "max"), binary("minimum", "min"),
      unary("neg", "neg"), unary("abs", "abs"), unary("sqrt", "sqrt"), unary("root", "sqrt"),
      own(LANES, "rsqrt", 1, 5), own(LANES, "reciprocal", 1, 5), own(LANES, "relu", 1, 5),
      own(LANES, "keepAbove", 4, 5), own(LANES, "keepAboveAndNaN", 4, 5),
      comparison("differs", "NE"), comparison("isAtMost", "LE"), comparison("isAtLeast", "GE"),
      Map.entry("or", new LaneOperation(MASK, "or", "(" + A_MASK + ")" + A_MASK, 1)),
      Map.entry("ofInts", new LaneOperation(
          MASK, "cast", "(" + SPECIES + ")" + A_MASK, 1, new Constant(LANES, "INTS", SPECIES))),
      Map.entry("choose", new LaneOperation(VECTOR, "blend", "(" + ANY_VECTOR + A_MASK + ")" + A_VECTOR, 1)),
      Map.entry("chooseInts", new LaneOperation(
          INT_VECTOR, "blend", "(" + ANY_VECTOR + A_MASK + ")" + AN_INT_VECTOR, 1)),
      Map.entry("equalInRow", new LaneOperation(
          LANES, "equalInRow", "(" + AN_INT_VECTOR.repeat(2) + A_VECTOR.repeat(2) + ")" + A_VECTOR, 5)),
      function("exp"), function("expm1"), function("tanh"), function("sigmoid"), function("softplus"), function("erf"));

  static LaneOperation of(String label) {
    return OPERATIONS.get(label);
  }

  /** How much of the {@link #ROOM} of a program the operation takes; 0 if it cannot be part of one. */
  static int weight(String label) {
    LaneOperation known = OPERATIONS.get(label);
    return known == null ? 0 : known.weight;
  }

  private static Map.Entry<String, LaneOperation> binary(String label, String method) {
    return Map.entry(label, new LaneOperation(VECTOR, method, "(" + ANY_VECTOR + ")" + A_VECTOR, 1));
  }

  private static Map.Entry<String, LaneOperation> unary(String label, String method) {
    return Map.entry(label, new LaneOperation(VECTOR, method, "()" + A_VECTOR, 1));
  }

  private static Map.Entry<String, LaneOperation> function(String label) {
    return own(FUNCTIONS, label, 1, 25);
  }

  private static Map.Entry<String, LaneOperation> comparison(String label, String comparison) {
    return Map.entry(label, new LaneOperation(
        VECTOR, "compare", "(" + COMPARISON + ANY_VECTOR + ")" + A_MASK, 1,
        new Constant(COMPARISONS, comparison, COMPARISON)));
  }

  private static Map.Entry<String, LaneOperation> own(String owner, String label, int operands, int weight) {
    return Map.entry(label, new LaneOperation(owner, label, "(" + A_VECTOR.repeat(operands) + ")" + A_VECTOR, weight));
  }

  private LaneOperation(String owner, String method, String descriptor, int weight) {
    this(owner, method, descriptor, weight, null);
  }

  boolean isStatic() {
    return owner.startsWith(KERNELS);
  }

  String result() {
    return descriptor.substring(descriptor.indexOf(')') + 1);
  }
}
