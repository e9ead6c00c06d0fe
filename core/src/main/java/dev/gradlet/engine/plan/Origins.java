package dev.gradlet.engine.plan;

import dev.gradlet.engine.run.Frame;
import dev.gradlet.engine.run.Instruction;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which nodes the instructions of a loop come from. Kept only for plans that are to be read. */
final class Origins {
  /** By the number of an expression. */
  private final Map<Integer, Set<Integer>> nodes = new HashMap<>();

  /** An instruction that says where it comes from. */
  private record Traced(Instruction of, Set<Integer> nodes) implements Instruction {
    @Override
    public void run(Frame frame) {
      of.run(frame);
    }

    @Override
    public Instruction writing(int register, int output) {
      return new Traced(of.writing(register, output), nodes);
    }

    @Override
    public String toString() {
      return nodes.isEmpty() ? of.toString()
          : of + nodes.stream().map(String::valueOf).collect(Collectors.joining(" ", " ← ", ""));
    }
  }

  /** Notes that an expression computes a node. */
  void add(Expr expression, int node) {
    nodes.computeIfAbsent(expression.number(), key -> new TreeSet<>()).add(node);
  }

  /** The instruction, with the nodes of the expression that it is there for. */
  Instruction traced(Instruction instruction, Expr expression) {
    return new Traced(instruction, nodes.getOrDefault(expression.number(), Set.of()));
  }

  /**
   * The same for an instruction that may also compute some inputs of the expression: those that have no value.
   *
   * @param computed by the number of an expression, the value that an instruction of its own computes, or null
   */
  Instruction traced(Instruction instruction, Expr expression, Value[] computed) {
    Set<Integer> all = new TreeSet<>(nodes.getOrDefault(expression.number(), Set.of()));
    expression.inputs().forEach(input -> collect(input, computed, all));
    return new Traced(instruction, all);
  }

  private void collect(Expr expression, Value[] computed, Set<Integer> all) {
    if (computed[expression.number()] == null) {
      all.addAll(nodes.getOrDefault(expression.number(), Set.of()));
      expression.inputs().forEach(input -> collect(input, computed, all));
    }
  }
}
