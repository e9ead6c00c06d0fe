package dev.gradlet.engine.plan;

import dev.gradlet.engine.run.Frame;
import dev.gradlet.engine.run.Instruction;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which nodes the instructions of a loop come from: kept for a plan that is to be read, not for one that is to run. */
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

  /** An expression computes a node. */
  void add(Expr expression, int node) {
    nodes.computeIfAbsent(expression.number(), key -> new TreeSet<>()).add(node);
  }

  /** An instruction that is there for an expression. */
  Instruction traced(Instruction instruction, Expr expression) {
    return new Traced(instruction, nodes.getOrDefault(expression.number(), Set.of()));
  }

  /**
   * The same where it may also do some of what the expression is computed from.
   *
   * @param computed the values that instructions of their own compute, by expression
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
