package dev.gradlet.engine.plan;

import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation.OfArrays;
import dev.gradlet.engine.graph.View;
import dev.gradlet.engine.run.LoopPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How the nodes of a graph are computed: loops and array operations one after the other. It refers to nodes by number,
 * so it serves every graph with the same {@link Graph#key}.
 *
 * @param firstOfSame for each node the one that is computed in its place, see {@link Graph#firstOfSame}
 */
public record Schedule(List<Task> tasks, boolean[] rowMajorLeaves, int[] firstOfSame) {

  /** Something that computes one node or more. */
  public sealed interface Task {}

  /** A fused loop, the layout of each node that it computes, and the nodes whose arrays some of them take over. */
  public record LoopTask(LoopPlan plan, Map<Integer, View> layouts, Map<Integer, Integer> taken) implements Task {}

  record ArrayTask(int node) implements Task {}

  /** Works out the schedule: whatever turns out to need a row-major copy gets one, and the work starts again. */
  static Schedule of(Graph given, boolean fuse) {
    int[] firstOfSame = fuse ? given.firstOfSame() : IntStream.range(0, given.size()).toArray();
    Graph graph = given.readingOnly(firstOfSame);
    boolean[] copied = new boolean[graph.size()];
    boolean[] apart = new boolean[graph.size()];
    while (true) {
      try {
        return attempt(graph, firstOfSame, copied, apart, fuse);
      } catch (LoopBody.NotStrided notStrided) {
        if (copied[notStrided.node]) {
          throw new AssertionError("node " + notStrided.node + " is row-major and still not strided");
        }
        copied[notStrided.node] = true;
      } catch (LoopBody.NotRowByRow notRowByRow) {
        if (apart[notRowByRow.node]) {
          throw new AssertionError("node " + notRowByRow.node + " has a loop of its own and is still not row by row");
        }
        apart[notRowByRow.node] = true;
      }
    }
  }

  private static Schedule attempt(
      Graph graph, int[] firstOfSame, boolean[] copied, boolean[] apart, boolean fuse) {
    Fusion fusion = new Fusion(graph, copied, apart, fuse, true);
    int[] order = fusion.order();
    if (order == null) {
      fusion = new Fusion(graph, copied, apart, fuse, false);
      order = fusion.order();
    }
    View[] layouts = new View[graph.size()];
    boolean[] rowMajorLeaves = new boolean[graph.size()];
    for (int i = 0; i < layouts.length; i++) {
      if (graph.isLeaf(i)) {
        rowMajorLeaves[i] = copied[i];
        layouts[i] = copied[i] ? View.rowMajor(graph.shape(i)) : graph.data[i].view;
      }
    }
    List<Task> tasks = new ArrayList<>();
    for (int i : order) {
      if (graph.operation(i) instanceof OfArrays) {
        layouts[i] = View.rowMajor(graph.shape(i));
        tasks.add(new ArrayTask(i));
      } else {
        LoopBody body = new LoopBody(graph, fusion, layouts, i);
        LoopCompiler.Compiled loop = LoopCompiler.compile(graph, body, copied);
        loop.layouts().forEach((node, layout) -> layouts[node] = layout);
        tasks.add(new LoopTask(loop.plan(), loop.layouts(), loop.taken()));
      }
    }
    return new Schedule(List.copyOf(tasks), rowMajorLeaves, firstOfSame);
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
