package dev.gradlet.engine.hot;

/** Names and descriptors of what compiled programs use, as class files spell them. */
final class ClassNames {
  static final String KERNELS = "dev/gradlet/kernel/";
  static final String PROGRAM = KERNELS + "Windows$Program";
  static final String LANES = KERNELS + "Lanes";
  static final String FUNCTIONS = KERNELS + "VectorFunctions";

  static final String VECTOR = "jdk/incubator/vector/FloatVector";
  static final String INT_VECTOR = "jdk/incubator/vector/IntVector";
  static final String MASK = "jdk/incubator/vector/VectorMask";
  static final String COMPARISONS = "jdk/incubator/vector/VectorOperators";

  static final String A_VECTOR = "L" + VECTOR + ";";
  static final String AN_INT_VECTOR = "L" + INT_VECTOR + ";";
  static final String ANY_VECTOR = "Ljdk/incubator/vector/Vector;";
  static final String A_MASK = "L" + MASK + ";";
  static final String SPECIES = "Ljdk/incubator/vector/VectorSpecies;";
  static final String COMPARISON = "L" + COMPARISONS + "$Comparison;";

  static final String FLOATS = "[F";
  static final String INTS = "[I";
  static final String TILES = "[Ljava/lang/Object;";

  private ClassNames() {}
}
