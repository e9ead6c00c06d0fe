package dev.gradlet.kernel;

import dev.gradlet.kernel.Loops.FloatUnary;
import java.util.Map;
import jdk.incubator.vector.FloatVector;

/** Kernels with the Vector API where it pays, plain Java for the rest. */
final class VectorKernels extends PlainKernels {
  static final Map<String, FloatUnary> UNARY = Map.ofEntries(
      Map.entry("EXP", VectorFunctions::exp),
      Map.entry("EXPM1", VectorFunctions::expm1),
      Map.entry("LOG", VectorFunctions::log),
      Map.entry("LOG1P", VectorFunctions::log1p),
      Map.entry("SIN", VectorFunctions::sin),
      Map.entry("COS", VectorFunctions::cos),
      Map.entry("TANH", VectorFunctions::tanh),
      Map.entry("SIGMOID", VectorFunctions::sigmoid),
      Map.entry("SOFTPLUS", VectorFunctions::softplus),
      Map.entry("ERF", VectorFunctions::erf));

  /** Whether vectors are worth it here: below 128 bits the machine has none. */
  static boolean supported() {
    return FloatVector.SPECIES_PREFERRED.vectorBitSize() >= 128;
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public FloatUnary unary(String op, FloatUnary plain) {
    return UNARY.getOrDefault(op, plain);
  }
}
