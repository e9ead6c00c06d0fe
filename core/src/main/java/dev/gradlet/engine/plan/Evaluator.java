package dev.gradlet.engine.plan;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.Operation.Moving;
import dev.gradlet.engine.graph.Operation.OfArrays;
import dev.gradlet.engine.graph.Pending;
import dev.gradlet.engine.graph.Scoped;
import dev.gradlet.engine.graph.View;
import dev.gradlet.engine.graph.ViewMap;
import dev.gradlet.engine.graph.Watcher;
import dev.gradlet.engine.run.ArrayPool;
import dev.gradlet.engine.run.LoopRunner;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.BiConsumer;

/**
 * Computes nodes: collects what they depend on, looks up or works out the {@link Schedule}, runs it, and remembers
 * the values. Several threads may do so at once, even for the same nodes: they then compute the same bits twice.
 */
public final class Evaluator {
  private static final ScheduleCache SHARED = new ScheduleCache();
  private static final boolean FUSES = !"off".equals(System.getProperty("gradlet.fusion"));

  /** The cache that a test uses in place of the shared one. */
  private static final Scoped<ScheduleCache> SCHEDULES = new Scoped<>();

  /** Whether operations are fused; if not, every one is a loop of its own. {@link #FUSES} if nobody said. */
  private static final Scoped<Boolean> FUSING = new Scoped<>();

  /** Told of the array that an evaluation takes for each stored node; copies of operands (packing) are not told. */
  private static final Scoped<BiConsumer<Node, Data>> LISTENER = new Scoped<>();

  private Evaluator() {}

  public static void evaluate(Collection<Node> roots) {
    evaluate(roots, true);
  }

  /**
   * Computes the roots.
   *
   * @param differentiatedLater whether to keep values that VJPs would read: not if the histories were just walked
   */
  public static void evaluate(Collection<Node> roots, boolean differentiatedLater) {
    if (hasPending(roots)) {
      Graph graph = Graph.of(roots, differentiatedLater);
      Schedule schedule = schedule(graph);
      Lifetimes.tellOfAsking(graph);
      Data[] values = run(graph, schedule);
      Watcher watcher = Watcher.current();
      if (watcher != null) {
        show(watcher, graph, values);
      }
      store(graph, schedule, values);
    }
  }

  // A loop beside calls of much else has HotSpot compile all of that with the loop, twice: the kernels wait meanwhile.
  // So each of the loops below, which any evaluation passes, is a method of its own.

  private static boolean hasPending(Collection<Node> roots) {
    for (Node root : roots) {
      if (root.data() == null) {
        return true;
      }
    }
    return false;
  }

  /** Lets the nodes remember their values. */
  private static void store(Graph graph, Schedule schedule, Data[] values) {
    boolean[] isRoot = graph.isRoot();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] == null ? values[schedule.firstOfSame()[i]] : values[i];
      // Once its elements are there, what is detached forgets where they are from.
      values[i] = values[i] == null && schedule.aliases()[i] ? values[graph.inputs[i][0]] : values[i];
      boolean passes = !isRoot[i] && Pending.isPassingOn(graph.nodes[i]);
      if (values[i] != null && !graph.isLeaf(i) && !(passes && values[i].isCounted())) {
        graph.nodes[i].store(values[i]);
      }
    }
  }

  /** What a tool has seen is never used again, as it may keep that. */
  private static void show(Watcher watcher, Graph graph, Data[] values) {
    for (Data value : values) {
      if (value != null) {
        value.retain();
      }
    }
    watcher.computed(graph, values);
  }

  static Schedule schedule(Graph graph) {
    ScheduleCache schedules = SCHEDULES.get();
    return fuses() ? (schedules == null ? SHARED : schedules).of(graph) : Schedule.of(graph, false);
  }

  private static boolean fuses() {
    Boolean fusing = FUSING.get();
    return fusing == null ? FUSES : fusing;
  }

  /** The values of the roots, and others that nodes may remember. */
  private static Data[] run(Graph graph, Schedule schedule) {
    Data[] values = leaves(graph, schedule);
    boolean[] passing = schedule.lifetimes().passing(graph, schedule.firstOfSame());
    for (int at = 0; at < schedule.tasks().size(); at++) {
      run(graph, schedule, schedule.tasks().get(at), values, passing);
      passOn(graph, schedule.lifetimes(), at, values, passing);
    }
    for (int root : graph.roots) {
      values[root] = resolve(graph, schedule, values, root);
    }
    return values;
  }

  private static Data[] leaves(Graph graph, Schedule schedule) {
    Data[] values = graph.data.clone();
    for (int i = 0; i < values.length; i++) {
      if (schedule.rowMajorLeaves()[i]) {
        values[i] = values[i].contiguous();
      }
    }
    return values;
  }

  private static void run(Graph graph, Schedule schedule, Schedule.Task task, Data[] values, boolean[] passing) {
    if (task instanceof Schedule.LoopTask loop) {
      run(graph, loop, values, passing);
    } else {
      run(graph, schedule, ((Schedule.ArrayTask) task).node(), values, passing);
    }
  }

  /** Gives arrays back that no later task reads. */
  private static void passOn(Graph graph, Lifetimes lifetimes, int task, Data[] values, boolean[] passing) {
    for (int node : lifetimes.lastUses(task)) {
      if (passing[node] && values[node] != null) {
        ArrayPool.give(values[node].dtype, values[node].array);
        values[node] = null;
        lifetimes.pass(graph, node);
      }
    }
  }

  private static void run(Graph graph, Schedule.LoopTask loop, Data[] values, boolean[] passing) {
    for (Schedule.Output output : loop.outputs()) {
      values[output.node()] = array(graph, values, output, passing[output.node()]);
    }
    LoopRunner.run(loop.plan(), values);
    for (Schedule.Output output : loop.outputs()) {
      if (output.taken() >= 0) {
        values[output.taken()] = null;
      }
    }
  }

  /** An operation of whole arrays. */
  private static void run(Graph graph, Schedule schedule, int node, Data[] values, boolean[] passing) {
    Data[] inputs = new Data[graph.inputs[node].length];
    for (int j = 0; j < inputs.length; j++) {
      inputs[j] = resolve(graph, schedule, values, graph.inputs[node][j]);
    }
    values[node] = array(graph, node, View.rowMajor(graph.shape(node)), passing[node]);
    ((OfArrays) graph.operation(node)).compute(values[node], inputs);
  }

  /** Where a loop writes what it computes: in a new array, or in that of an operand which it takes over. */
  private static Data array(Graph graph, Data[] values, Schedule.Output output, boolean passing) {
    return output.taken() >= 0
        ? data(graph.dtype(output.node()), values[output.taken()].array, output.layout(), passing)
        : array(graph, output.node(), output.layout(), passing);
  }

  private static Data array(Graph graph, int node, View layout, boolean passing) {
    DType dtype = graph.dtype(node);
    Object array = ArrayPool.take(graph.operation(node).label(), dtype, graph.shape(node));
    Data value = data(dtype, array, layout, passing);
    BiConsumer<Node, Data> listener = LISTENER.get();
    if (listener != null) {
      listener.accept(graph.nodes[node], value);
    }
    return value;
  }

  /** What is needed in this evaluation alone is in no node, so there is nothing to count. */
  private static Data data(DType dtype, Object array, View layout, boolean passing) {
    return passing || !ArrayPool.keeps(dtype, array)
        ? new Data(dtype, array, layout)
        : Data.counted(dtype, array, layout);
  }

  /** Gives up the value of a node. Its array is used again if no other node has it. */
  public static void free(Node node) {
    Data last = node.free();
    if (last != null) {
      ArrayPool.give(last.dtype, last.array);
    }
  }

  /** The value of a node, through the views from the stored one that it is a view of. */
  private static Data resolve(Graph graph, Schedule schedule, Data[] values, int node) {
    int base = schedule.firstOfSame()[node];
    if (values[base] != null) {
      return values[base];
    }
    Deque<ViewMap> views = new ArrayDeque<>();
    while (values[base] == null) {
      views.push(((Moving) graph.operation(base)).map());
      base = schedule.firstOfSame()[graph.inputs[base][0]];
    }
    Data value = values[base];
    while (!views.isEmpty()) {
      value = value.moved(views.pop());
    }
    return value;
  }

  /** Evaluates operation by operation while the body runs, for comparison. */
  public static void withoutFusion(Runnable body) {
    FUSING.during(false, body);
  }

  /** Tells the listener of every array made while the body runs. */
  public static void listening(BiConsumer<Node, Data> listener, Runnable body) {
    LISTENER.during(listener, body);
  }

  /** Remembers schedules in another cache while the body runs. */
  public static void remembering(ScheduleCache schedules, Runnable body) {
    SCHEDULES.during(schedules, body);
  }

  /** Tests let even the smallest values pass that only an evaluation needs. */
  public static void setPassAll(boolean all) {
    Lifetimes.setAll(all);
  }

  /** What evaluating a graph would run, with the nodes that each line of a loop comes from: {@code … ← 3 5}. */
  public static Schedule explain(Graph graph) {
    return Schedule.of(graph, fuses(), true);
  }

  /** What evaluating these nodes would run. */
  public static Schedule explain(Collection<Node> roots) {
    return schedule(Graph.of(roots));
  }
}
