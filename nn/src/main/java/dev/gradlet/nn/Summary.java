package dev.gradlet.nn;

import dev.gradlet.Autograd;
import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A table of a model: each module, the shape of its output for an example input, its parameters. Printing it gives
 *
 * <pre>
 * module          output     parameters
 * Sequential      [32, 3]            31
 *   0: Linear     [32, 4]            16
 *   1: ReLU       [32, 4]             0
 *   2: Linear     [32, 3]            15
 * 31 parameters, 0 of them frozen
 * </pre>
 *
 * @param rows each module before those below it
 * @param parameters the number of elements of all parameters, those that modules share counted once
 * @param frozen how many of these are not learnt at present
 */
public record Summary(List<Row> rows, long parameters, long frozen) {
  /**
   * A module.
   *
   * @param depth how many modules it is below
   * @param name under which the module above holds it; empty for the whole
   * @param type the name of its class
   * @param output the shape of its output; null where it is not known
   * @param parameters the number of elements of its parameters, those below it included
   */
  public record Row(int depth, String name, String type, Shape output, long parameters) {
    private String title() {
      return "  ".repeat(depth) + ("".equals(name) ? type : name + ": " + type);
    }
  }

  /** The rows are copied. */
  public Summary {
    for (Object row : Given.notNull("Summary", "rows", rows)) {
      Given.instance(Row.class, "Summary", "row", row);
    }
    rows = List.copyOf(rows);
  }

  /** Without the shapes, which only a forward pass tells. */
  static Summary of(Module module) {
    return of(module, null);
  }

  /** With the shapes of a forward pass, in which nothing is computed that no layer reads; it leaves no trace. */
  static Summary of(Module module, Tensor example) {
    Map<Buffer, Tensor> before = new HashMap<>();
    module.buffers().forEach(buffer -> before.put(buffer, buffer.value()));
    List<Modal> training = Members.named(module, Modal.class).values().stream().filter(Modal::isTraining).toList();
    List<Row> rows = new ArrayList<>();
    try {
      training.forEach(modal -> modal.training(false));
      Autograd.noGrad(() -> {
        add("", module, example, Members.identitySet(), rows);
      });
    } finally {
      training.forEach(modal -> modal.training(true));
      before.forEach(Buffer::assign);
    }
    long frozen = module.parameters().stream().filter(Parameter::isFrozen).mapToLong(Tensor::elements).sum();
    return new Summary(rows, count(module), frozen);
  }

  /** Adds a module and all below it; returns its output, or null if that is not known. */
  private static Tensor add(String name, Module module, Tensor input, Set<Object> path, List<Row> rows) {
    int at = rows.size();
    int depth = path.size();
    if (!path.add(module)) {
      rows.add(new Row(depth, name, ModuleTree.name(module) + "(...)", null, count(module)));
      return null;
    }
    Tensor output = input;
    boolean isChain = module instanceof Sequential;
    for (Map.Entry<String, Module> child : Members.children(module).entrySet()) {
      Tensor below = add(child.getKey(), child.getValue(), isChain ? output : null, path, rows);
      output = isChain ? below : output;
    }
    path.remove(module);
    if (!isChain) {
      output = input != null && module instanceof Layer layer ? layer.forward(input) : null;
    }
    rows.add(at, new Row(
        depth, name, ModuleTree.name(module), output == null ? null : output.shape(), count(module)));
    return output;
  }

  static long count(Module module) {
    return Members.named(module, Parameter.class).values().stream().mapToLong(Tensor::elements).sum();
  }

  @Override
  public String toString() {
    int title = width("module", rows.stream().map(Row::title).toList());
    int shape = width("output", rows.stream().map(r -> shape(r.output)).toList());
    int count = width("parameters", rows.stream().map(r -> digits(r.parameters)).toList());
    String format = "%-" + title + "s  %-" + shape + "s  %" + count + "s%n";
    StringBuilder text = new StringBuilder(String.format(format, "module", "output", "parameters"));
    rows.forEach(r -> text.append(String.format(format, r.title(), shape(r.output), digits(r.parameters))));
    return text.append(digits(parameters)).append(" parameters, ").append(digits(frozen)).append(" of them frozen")
        .toString();
  }

  private static int width(String heading, List<String> cells) {
    return Math.max(heading.length(), cells.stream().mapToInt(String::length).max().orElse(0));
  }

  private static String shape(Shape shape) {
    return shape == null ? "" : shape.toString();
  }

  private static String digits(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
