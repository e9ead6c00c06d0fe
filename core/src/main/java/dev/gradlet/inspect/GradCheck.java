package dev.gradlet.inspect;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Gradients against differences: of Σ w·f for random w, along random directions, from the walk backwards and from
 * central differences at two steps, extrapolated to none (L. F. Richardson, 1911); then the same of Σ v·∇(Σ w·f). Where
 * they differ, halves of the direction lead to the element.
 *
 * <pre>{@code
 * GradCheck.of(x -> Autograd.apply(new Cube(), x), Tensor.randn(3, 4)).run().orThrow();
 * System.out.println(GradCheck.ofLoss(() -> mse.forward(model.forward(x), y), model.namedParameters()).run());
 * }</pre>
 *
 * <p>A function of tensors is checked in FLOAT64, whatever it is given, and its FLOAT32 gradients are compared with
 * those. What only takes the dtype that it is given, and the loss of a module, are checked by differences in that one;
 * in FLOAT32 these are coarse. Where slopes on both sides of a point differ however near it they are taken, a kink is
 * reported, and any gradient between them is right.
 */
public final class GradCheck {
  private final Subject subject;
  private final List<String> names;
  private final long seed;
  private final int directions;
  private final boolean second;
  private final double tolerance;

  private GradCheck(
      Subject subject, List<String> names, long seed, int directions, boolean second, double tolerance) {
    this.subject = subject;
    this.names = names;
    this.seed = seed;
    this.directions = directions;
    this.second = second;
    this.tolerance = tolerance;
  }

  private static GradCheck of(Subject subject, List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("gradCheck: there is no input, must be at least one");
    }
    for (int i = 0; i < names.size(); i++) {
      if (!subject.at()[i].dtype().isFloating()) {
        throw new IllegalArgumentException(
            "gradCheck: " + names.get(i) + " of dtype " + subject.at()[i].dtype()
                + " has no gradient; capture it in the function instead of passing it");
      }
    }
    return new GradCheck(subject, names, 1, 2, true, 1e-6);
  }

  /** Of a function of one tensor, of any shape, at that point. */
  public static GradCheck of(UnaryOperator<Tensor> f, Tensor at) {
    Objects.requireNonNull(f, "gradCheck: the function is null");
    return of((Tensor[] x) -> f.apply(x[0]), new Tensor[] {at}).named("x");
  }

  /** Of a function of several tensors, which the report calls x0, x1, …, at that point. */
  public static GradCheck of(Function<Tensor[], Tensor> f, Tensor... at) {
    Objects.requireNonNull(f, "gradCheck: the function is null");
    Objects.requireNonNull(at, "gradCheck: the array of inputs is null");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < at.length; i++) {
      names.add("x" + i);
      Objects.requireNonNull(at[i], "gradCheck: input " + i + " is null");
    }
    return of(new Subject.OfFunction(f, Arrays.stream(at).map(Tensor::detach).toArray(Tensor[]::new)), names);
  }

  /**
   * Of a loss for the variables that it captures, by name. They are moved while it runs, and have their values again
   * when it has run; what else the loss changes, such as running statistics, it leaves changed.
   */
  public static GradCheck ofLoss(Supplier<Tensor> loss, Map<String, ? extends Tensor> variables) {
    Objects.requireNonNull(loss, "gradCheck: the loss is null");
    Named named = Named.of("gradCheck", variables);
    for (int i = 0; i < named.tensors().size(); i++) {
      if (!named.tensors().get(i).isVariable()) {
        throw new IllegalArgumentException(
            "gradCheck: " + named.names().get(i) + " is no variable; make it one with requireGrad()");
      }
    }
    return of(new Subject.OfLoss(loss, named.tensors().toArray(Tensor[]::new)), named.names());
  }

  /** The same with other names of the inputs in the report. */
  public GradCheck named(String... inputs) {
    Objects.requireNonNull(inputs, "gradCheck: the array of names is null");
    if (inputs.length != names.size() || Arrays.asList(inputs).contains(null)) {
      throw new IllegalArgumentException(
          "gradCheck: " + inputs.length + " names for " + names.size() + " inputs, must be one for each");
    }
    return new GradCheck(subject, List.of(inputs), seed, directions, second, tolerance);
  }

  /** The same with other random directions. */
  public GradCheck seed(long newSeed) {
    return new GradCheck(subject, names, newSeed, directions, second, tolerance);
  }

  /** The same along so many directions, at first 2. */
  public GradCheck directions(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("gradCheck: " + count + " directions, must be at least one");
    }
    return new GradCheck(subject, names, seed, count, second, tolerance);
  }

  /** The same without second derivatives. */
  public GradCheck firstOrderOnly() {
    return new GradCheck(subject, names, seed, directions, false, tolerance);
  }

  /** The same with another relative tolerance in FLOAT64, at first 1e-6; that of FLOAT32 is 10,000 times as large. */
  public GradCheck tolerance(double relative) {
    if (!(relative > 0 && relative < 1e-4)) {
      throw new IllegalArgumentException("gradCheck: tolerance " + relative + ", must be between 0 and 1e-4");
    }
    return new GradCheck(subject, names, seed, directions, second, relative);
  }

  /**
   * Compares, and says what it found.
   *
   * @throws IllegalArgumentException if the function has no finite value there, returns nothing, or not the same twice
   */
  public GradReport run() {
    List<GradReport.Finding> findings = new ArrayList<>();
    Tensor[] at = subject.at();
    try {
      List<String> notes = new ArrayList<>();
      DType dtype = differencesIn(notes);
      check(dtype, findings);
      boolean right = findings.stream().noneMatch(GradReport.Finding::isMistake);
      if (right && dtype == DType.FLOAT64 && subject.takesAnyDType()) {
        compareFloat32(findings, notes);
      }
      return new GradReport(names, findings, notes);
    } finally {
      subject.moveTo(at);
    }
  }

  /** FLOAT64 if the function takes it, else the dtype that it was given. */
  private DType differencesIn(List<String> notes) {
    boolean only64 = Arrays.stream(subject.at()).allMatch(x -> x.dtype() == DType.FLOAT64);
    DType given = only64 ? DType.FLOAT64 : DType.FLOAT32;
    Slopes.value(subject, subject.at());
    if (only64 || !subject.takesAnyDType()) {
      return given;
    }
    try {
      Slopes.value(subject, Slopes.to(DType.FLOAT64, subject.at()));
      return DType.FLOAT64;
    } catch (IllegalArgumentException | IllegalStateException refused) {
      notes.add("checked in FLOAT32 only, as in FLOAT64 it says: " + refused.getMessage());
      return given;
    }
  }

  private void check(DType dtype, List<GradReport.Finding> findings) {
    Tensor[] point = subject.takesAnyDType() ? Slopes.to(dtype, subject.at()) : subject.at();
    for (int order = 1; order <= (second ? 2 : 1); order++) {
      Slopes slopes = new Slopes(subject, names, point, dtype, order, seed, tolerance);
      slopes.check(directions, findings);
      if (findings.stream().anyMatch(GradReport.Finding::isMistake)) {
        return;
      }
    }
  }

  private void compareFloat32(List<GradReport.Finding> findings, List<String> notes) {
    Tensor[] single = Slopes.to(DType.FLOAT32, subject.at());
    try {
      Slopes in32 = new Slopes(subject, names, single, DType.FLOAT32, 1, seed, tolerance);
      Slopes in64 =
          new Slopes(subject, names, Slopes.to(DType.FLOAT64, single), DType.FLOAT64, 1, seed, tolerance);
      in32.compare(in64, findings);
    } catch (IllegalArgumentException | IllegalStateException refused) {
      notes.add("checked in FLOAT64 only, as in FLOAT32 it says: " + refused.getMessage());
    }
  }
}
