package dev.gradlet.inspect;

import dev.gradlet.DType;
import java.util.List;
import java.util.Objects;

/** What a {@link GradCheck} found. It prints as a sentence for each finding. */
public final class GradReport {
  private final List<String> names;
  private final List<Finding> findings;
  private final List<String> notes;

  GradReport(List<String> names, List<Finding> findings, List<String> notes) {
    this.names = List.copyOf(names);
    this.findings = List.copyOf(findings);
    this.notes = List.copyOf(notes);
  }

  /**
   * A place where gradient and differences do not agree.
   *
   * @param isMistake whether the gradient is wrong; at a kink it is one of several that are right
   * @param order 1 or 2
   * @param input its name
   * @param element its index in the row-major order of the input; −1 if the gradient could not be computed
   * @param analytic by the walk backwards
   * @param numeric by differences; NaN if there is no single one
   * @param sentence that says so
   */
  public record Finding(
      boolean isMistake, int order, DType dtype, String input, long element, double analytic, double numeric,
      String sentence) {
    @Override
    public String toString() {
      return sentence;
    }
  }

  /** Whether no gradient is wrong. */
  public boolean passed() {
    return findings.stream().noneMatch(Finding::isMistake);
  }

  /** Mistakes and kinks. */
  public List<Finding> findings() {
    return findings;
  }

  /** Returns this report if all is right. */
  public GradReport orThrow() {
    if (!passed()) {
      throw new IllegalStateException(toString());
    }
    return this;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("gradients for ").append(String.join(", ", names))
        .append(passed() ? ": right" : ": wrong");
    findings.forEach(finding -> text.append("\n  ").append(finding));
    notes.stream().filter(Objects::nonNull).forEach(note -> text.append("\n  ").append(note));
    return text.toString();
  }
}
