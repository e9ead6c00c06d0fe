package dev.gradlet.engine.plan;

import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation.Moving;
import dev.gradlet.engine.graph.Operation.OfArrays;
import dev.gradlet.engine.graph.View;
import dev.gradlet.engine.graph.ViewMap;
import dev.gradlet.engine.run.LoopPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How the nodes of a graph are computed: loops and array operations one after the other. It refers to nodes by number,
 * so it serves every graph with the same {@link Graph#key}.
 *
 * @param aliases whether a node has the elements of its input
 * @param firstOfSame for each node the one that is computed in its place, see {@link Graph#firstOfSame}
 */
public record Schedule(
    List<Task> tasks, Lifetimes lifetimes, boolean[] rowMajorLeaves, boolean[] aliases, int[] firstOfSame) {

  /** Something that computes one node or more. */
  public sealed interface Task {}

  /** A fused loop. */
  public record LoopTask(LoopPlan plan, List<Output> outputs) implements Task {}

  /**
   * What a loop computes.
   *
   * @param taken the node whose array it takes over, or −1
   */
  public record Output(int node, View layout, int taken) {}

  /** What is computed as a whole. */
  public record ArrayTask(int node) implements Task {}

  /** Works out the schedule: first which loops there are, then what each does. */
  static Schedule of(Graph given, boolean fuse) {
    return of(given, fuse, false);
  }

  /** @param traced whether the lines of loops say which nodes they come from: such a plan is to be read */
  static Schedule of(Graph given, boolean fuse, boolean traced) {
    int[] firstOfSame = fuse ? given.firstOfSame() : IntStream.range(0, given.size()).toArray();
    Graph graph = given.readingOnly(firstOfSame);
    Spaces spaces = new Spaces(graph);
    Fusion fusion = new Fusion(graph, spaces, fuse, true);
    int[] order = fusion.order();
    if (order == null) {
      fusion = new Fusion(graph, spaces, fuse, false);
      order = fusion.order();
    }
    List<Task> tasks = new ArrayList<>();
    View[] layouts = new View[graph.size()];
    boolean[] rowMajorLeaves = new boolean[graph.size()];
    boolean[] aliases = new boolean[graph.size()];
    for (int i = 0; i < layouts.length; i++) {
      if (graph.isLeaf(i)) {
        rowMajorLeaves[i] = fusion.copied[i];
        layouts[i] = fusion.copied[i] ? View.rowMajor(graph.shape(i)) : graph.data[i].view.fromStart();
      }
      aliases[i] = !given.isLeaf(i) && given.operation(i) instanceof Moving moving && moving.map() == ViewMap.Same.SAME;
    }
    for (int i : order) {
      if (graph.operation(i) instanceof OfArrays) {
        layouts[i] = View.rowMajor(graph.shape(i));
        tasks.add(new ArrayTask(i));
      } else {
        LoopTask loop = loop(graph, spaces, fusion, layouts, i, traced);
        loop.outputs().forEach(output -> layouts[output.node()] = output.layout());
        tasks.add(loop);
      }
    }
    return new Schedule(List.copyOf(tasks), new Lifetimes(graph, tasks), rowMajorLeaves, aliases, firstOfSame);
  }

  /** Plans the loop of a root, step by step: each reads what those before it found, and changes none of it. */
  private static LoopTask loop(
      Graph graph, Spaces spaces, Fusion fusion, View[] layouts, int root, boolean traced) {
    LoopBody body = LoopBodies.of(graph, spaces, fusion, layouts, root, traced);
    ExprAnalysis analysis = new ExprAnalysis(body);
    LoopAxes axes = new LoopAxes(body, analysis.expressions.size());
    OperandLayout layout = new OperandLayout(graph, body, axes);
    Map<Integer, Integer> taken = TakeOver.of(graph, fusion, root, body, analysis, axes, layout);
    List<Output> outputs = layout.outputs.entrySet().stream()
        .map(output -> new Output(output.getKey(), output.getValue(), taken.getOrDefault(output.getKey(), -1)))
        .toList();
    return new LoopTask(LoopCompiler.compile(body, analysis, axes, layout), outputs);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Task task : tasks) {
      if (task instanceof LoopTask loop) {
        text.append("loop\n").append(loop.plan().toString().indent(2));
      } else {
        text.append("array operation of node ").append(((ArrayTask) task).node()).append('\n');
      }
    }
    return text.toString();
  }
}
