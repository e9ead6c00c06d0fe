package dev.gradlet.inspect;

import java.util.Map;
import java.util.Set;

/** What operations compute, and what their inputs get of the cotangent g, in the words of their rows. */
final class Formulas {
  private static final Map<String, String> BY_LABEL = Map.ofEntries(
      Map.entry("neg", "y = −x;  dx = −g."),
      Map.entry("abs", "y = |x|;  dx = g sign x."),
      Map.entry("sign", "y = −1, 0 or 1;  dx = 0."),
      Map.entry("square", "y = x²;  dx = 2 g x."),
      Map.entry("sqrt", "y = √x;  dx = g / 2y, infinite at 0."),
      Map.entry("root", "y = √x with dx = 0 where y = 0: the root of a sum of squares, as norm and std need it."),
      Map.entry("rsqrt", "y = 1/√x;  dx = −g y³ / 2."),
      Map.entry("reciprocal", "y = 1/x;  dx = −g y²."),
      Map.entry("exp", "y = eˣ;  dx = g y."),
      Map.entry("log", "y = ln x;  dx = g / x."),
      Map.entry("log1p", "y = ln(1 + x);  dx = g / (1 + x)."),
      Map.entry("expm1", "y = eˣ − 1;  dx = g (y + 1)."),
      Map.entry("sin", "y = sin x;  dx = g cos x."),
      Map.entry("cos", "y = cos x;  dx = −g sin x."),
      Map.entry("tanh", "y = tanh x;  dx = g (1 − y²)."),
      Map.entry("sigmoid", "y = 1 / (1 + e⁻ˣ);  dx = g y (1 − y)."),
      Map.entry("erf", "y = 2/√π · ∫₀ˣ e^(−t²) dt;  dx = 2/√π · g e^(−x²)."),
      Map.entry("relu", "y = max(x, 0);  dx = 0 where x ≤ 0, else g."),
      Map.entry("softplus", "y = ln(1 + eˣ);  dx = g sigmoid x."),
      Map.entry("add", "y = a + b;  da = g, db = g."),
      Map.entry("sub", "y = a − b;  da = g, db = −g."),
      Map.entry("mul", "y = a b;  da = g b, db = g a."),
      Map.entry("div", "y = a / b;  da = g / b, db = −g y / b."),
      Map.entry("pow",
          "y = aᵇ;  da = g b aᵇ⁻¹ (0 where b = 0), db = g y ln a (0 where a = 0 and b ≥ 0). What is not chosen "
              + "is finite, so that it has no share in further derivatives."),
      Map.entry("maximum", "y = max(a, b), NaN wins;  g goes to the larger one, half of it to each of two equal ones."),
      Map.entry("minimum",
          "y = min(a, b), NaN wins;  g goes to the smaller one, half of it to each of two equal ones."),
      Map.entry("floor", "The largest integer that is not above x;  dx = 0."),
      Map.entry("ceil", "The smallest integer that is not below x;  dx = 0."),
      Map.entry("round", "The nearest integer, of two the even one;  dx = 0."),
      Map.entry("log2", "y = log₂ x;  dx = g / (x ln 2)."),
      Map.entry("log10", "y = log₁₀ x;  dx = g / (x ln 10)."),
      Map.entry("atan", "y = arctan x;  dx = g / (1 + x²)."),
      Map.entry("sinh", "y = sinh x;  dx = g cosh x."),
      Map.entry("cosh", "y = cosh x;  dx = g sinh x."),
      Map.entry("sum", "y = Σ x;  dx = g, repeated over what was summed."),
      Map.entry("min", "y = min x;  dx = g at the index, or g shared among all elements equal to y."),
      Map.entry("max", "y = max x;  dx = g at the index, or g shared among all elements equal to y."),
      Map.entry("argMin", "y = the index of the smallest x, the first of equal ones;  dx = 0."),
      Map.entry("argMax", "y = the index of the largest x, the first of equal ones;  dx = 0."),
      Map.entry("matmul", "Y = A B;  dA = G Bᵀ, dB = Aᵀ G."),
      Map.entry("reshape", "y = x in another shape;  dx = g in that of x."),
      Map.entry("permute", "y = x with other axes;  dx = g with the axes back."),
      Map.entry("expand", "y = x repeated;  dx = g summed over what was repeated."),
      Map.entry("slice", "y = some elements of x;  dx = g there, 0 elsewhere."),
      Map.entry("unfold", "y = windows of x;  dx = at each element the sum of g over its places."),
      Map.entry("alias", "y = x without its history;  dx = 0."),
      Map.entry("logSumExp", "y = ln Σ eˣ;  dx = g eˣ⁻ᵐ / Σ eˣ⁻ᵐ, m the largest x."),
      Map.entry("where", "y = a where the mask is true, else b;  g goes to the chosen one."),
      Map.entry("gather", "y = x at the indices;  dx = g added up at the indices."),
      Map.entry("scatterAdd", "y = x, then y at the indices ± source;  dx = g, dsource = ±g at the indices."),
      Map.entry("embed", "y = x at some elements, 0 elsewhere;  dx = g there."),
      Map.entry("concat", "y = tensors one after the other;  each gets its part of g."),
      Map.entry("fold", "y = windows of x, added up at their places;  dx = the windows of g."),
      Map.entry("argSort", "y = the indices that sort x, equal elements in their order;  dx = 0."),
      Map.entry("spread", "y = values at the indices, 0 elsewhere;  dvalues = g at the indices."),
      Map.entry("eq", "y = a = b;  da = 0, db = 0."),
      Map.entry("ne", "y = a ≠ b;  da = 0, db = 0."),
      Map.entry("lt", "y = a < b;  da = 0, db = 0."),
      Map.entry("le", "y = a ≤ b;  da = 0, db = 0."),
      Map.entry("gt", "y = a > b;  da = 0, db = 0."),
      Map.entry("ge", "y = a ≥ b;  da = 0, db = 0."),
      Map.entry("cumSum", "yᵢ = x₀ + … + xᵢ;  dx = the same sums of g from the other end."));

  private Formulas() {}

  /** The formula of the operation with that label; one that is in no table is a user's. */
  static String of(String label) {
    if (label.startsWith("to ")) {
      return "y = x as " + label.substring(3) + ";  dx = g in the dtype of x.";
    }
    return BY_LABEL.getOrDefault(label, "y = " + label + "(x);  dx = its vjp of g.");
  }

  /** Those of all operations but conversions. */
  static Set<String> labels() {
    return BY_LABEL.keySet();
  }
}
