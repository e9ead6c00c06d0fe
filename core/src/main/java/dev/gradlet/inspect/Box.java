package dev.gradlet.inspect;

import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is drawn as one: a variable, a constant, an operation, or several of them folded. */
final class Box {
  enum Kind { VARIABLE, CONSTANT, OPERATION, FOLDED }

  final Kind kind;
  /** The one, or the end of those that are folded. */
  final Node node;
  /** A name of the user's, or one that this drawing gives. */
  final String name;
  /** As {@code encoder.0}; empty for none. */
  String module = "";
  /** What it reads, without repetition; numbers are none. */
  final Set<Box> inputs = new LinkedHashSet<>();
  /** Operations by name, how often each. */
  final Map<String, Integer> folded = new LinkedHashMap<>();
  private final List<String> operands = new ArrayList<>();

  Box(Kind kind, Node node, String name) {
    this.kind = kind;
    this.node = node;
    this.name = name;
  }

  void read(Box input) {
    inputs.add(input);
    operands.add(input.name);
  }

  void read(double number) {
    operands.add(Text.number(number));
  }

  void fold(Node another) {
    folded.merge(label(another), 1, Integer::sum);
  }

  long foldedOperations() {
    return folded.values().stream().mapToLong(Integer::longValue).sum();
  }

  static String label(Node node) {
    Operation operation = node.operation();
    return operation instanceof Operation.Reducing reducing
        ? operation.label() + " over "
            + (reducing.axes().size() == 1 ? "axis " + reducing.axes().get(0) : reducing.axes())
        : operation.label();
  }

  /** As {@code n3 = mul(w, 2)}. */
  String title() {
    return switch (kind) {
      case VARIABLE, CONSTANT -> name;
      case OPERATION -> name + " = " + label(node) + "(" + String.join(", ", operands) + ")";
      case FOLDED -> name + " = … " + Text.plural(foldedOperations(), "operation") + ": " + folded.entrySet().stream()
          .limit(6).map(entry -> entry.getKey() + " ×" + entry.getValue()).collect(Collectors.joining(", "))
          + (folded.size() > 6 ? ", …" : "");
    };
  }

  String formula() {
    return kind == Kind.OPERATION ? Formulas.of(node.operation().label()) : "";
  }

  String type() {
    return node.shape() + " " + node.dtype();
  }
}
