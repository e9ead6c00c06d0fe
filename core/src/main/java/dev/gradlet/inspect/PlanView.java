package dev.gradlet.inspect;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.plan.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * How tensors would be computed now: which operations become one loop, what it reads and stores, and its lines, each
 * with the operations of the user's that it comes from. Nothing is computed.
 *
 * <pre>{@code System.out.println(PlanView.of(Map.of("points", x, "centroids", c), loss));}</pre>
 *
 * <p>In a loop {@code m0} is an operand, {@code r0} a register that holds a tile of lanes; {@code one of} and
 * {@code row's} mean one number for all lanes, or for each row. After an arrow stand the
 * operations that a line comes from.
 */
public final class PlanView {
  private final Graph graph;
  private final Schedule schedule;
  private final Box[] boxes;
  /** What has an array of its own in the end. */
  private final Set<Integer> stored = new HashSet<>();
  private final StringBuilder text = new StringBuilder();

  private PlanView(Named names, List<Node> roots) {
    this.graph = Graph.of(roots);
    this.schedule = Evaluator.explain(graph);
    this.boxes = boxes(names);
    for (Schedule.Task task : schedule.tasks()) {
      if (task instanceof Schedule.LoopTask loop) {
        loop.outputs().forEach(output -> stored.add(output.node()));
      } else if (task instanceof Schedule.ArrayTask whole) {
        stored.add(whole.node());
      }
    }
    write();
  }

  /** Of tensors that would be computed together. */
  public static PlanView of(Tensor... roots) {
    return of(Map.of(), roots);
  }

  /** The same, with names of parameters and inputs. */
  public static PlanView of(Map<String, ? extends Tensor> names, Tensor... roots) {
    if (roots == null) {
      throw new NullPointerException("plan: the array of tensors is null");
    }
    List<Node> nodes = new ArrayList<>();
    for (Tensor root : roots) {
      nodes.add(Tensors.node("plan", root));
    }
    return new PlanView(Named.of("plan", names), nodes);
  }

  private Box[] boxes(Named names) {
    Map<Node, String> known = names.byNode();
    Map<Object, String> arrays = names.byArray();
    Box[] made = new Box[graph.size()];
    int operations = 0;
    int constants = 0;
    for (int i = 0; i < made.length; i++) {
      Node node = graph.nodes[i];
      String name = known.get(node);
      if (graph.isLeaf(i)) {
        name = name != null ? name : arrays.get(node.data().array);
        boolean number = Tensors.isNumber(node) && name == null;
        made[i] = new Box(Box.Kind.CONSTANT, node, name != null ? name
            : number ? Text.number(node.data().at(0)) : "constant" + ++constants);
      } else {
        made[i] = new Box(Box.Kind.OPERATION, node, name != null ? name : "n" + ++operations);
        for (int input : graph.inputs[i]) {
          made[i].read(made[input]);
        }
      }
    }
    return made;
  }

  // ---- text ----

  private void write() {
    if (schedule.tasks().isEmpty()) {
      text.append("nothing to compute: the values are there, or are views of such\n");
    }
    int number = 0;
    for (Schedule.Task task : schedule.tasks()) {
      number++;
      if (task instanceof Schedule.LoopTask loop) {
        loop(number, loop);
      } else if (task instanceof Schedule.ArrayTask whole) {
        text.append(number).append(". whole arrays\n   ").append(boxes[whole.node()].title()).append("  ")
            .append(boxes[whole.node()].type()).append(", stored\n");
      }
    }
    for (int i = 0; i < boxes.length; i++) {
      int first = schedule.firstOfSame()[i];
      if (first != i && !graph.isLeaf(i)) {
        text.append(boxes[i].title()).append(" is the same as ").append(boxes[first].name).append('\n');
      }
    }
  }

  private void loop(int number, Schedule.LoopTask loop) {
    text.append(number).append(". loop\n");
    for (int node : computed(loop)) {
      text.append("   ").append(boxes[node].title()).append("  ").append(boxes[node].type());
      for (Schedule.Output output : loop.outputs()) {
        if (output.node() == node) {
          text.append(", stored").append(
              output.taken() < 0 ? ": " + bytes(node) : " in the array of " + boxes[output.taken()].name);
        }
      }
      text.append('\n');
    }
    for (String line : loop.plan().toString().split("\n")) {
      text.append("     ").append(annotated(line)).append('\n');
    }
  }

  /** The operations between what a loop writes and what it reads, in order. */
  private Set<Integer> computed(Schedule.LoopTask loop) {
    Set<Integer> computed = new TreeSet<>();
    List<Integer> left = new ArrayList<>();
    loop.outputs().forEach(output -> left.add(output.node()));
    while (!left.isEmpty()) {
      int node = left.remove(left.size() - 1);
      if (computed.add(node)) {
        for (int input : graph.inputs[node]) {
          int first = schedule.firstOfSame()[input];
          if (!graph.isLeaf(first) && !stored.contains(first)) {
            left.add(first);
          }
        }
      }
    }
    return computed;
  }

  private String bytes(int node) {
    DType dtype = graph.dtype(node);
    long size = dtype == DType.FLOAT64 ? 8 : dtype == DType.BOOL ? 1 : 4;
    return Text.plural(graph.shape(node).elements() * size, "byte");
  }

  /** A line of the plan: operands by name, and where it comes from. */
  private String annotated(String line) {
    String operand = line.replaceAll("^(?:in |out) +m\\d+ = node (\\d+) .*", "$1");
    if (!operand.equals(line)) {
      return line.replaceFirst("node \\d+", Matcher.quoteReplacement(name(operand)));
    }
    String[] parts = line.split(" ← ");
    return parts.length == 1 ? line
        : String.format("%-44s ← %s", parts[0],
            Arrays.stream(parts[1].split(" ")).map(this::name).collect(Collectors.joining(", ")));
  }

  private String name(String node) {
    return boxes[Integer.parseInt(node)].name;
  }

  /** How many loops and operations on whole arrays there are. */
  public int steps() {
    return schedule.tasks().size();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
