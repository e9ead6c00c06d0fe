package dev.gradlet;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Computes tensors: collects what they depend on, looks up or works out the {@link Schedule}, runs it, and remembers
 * the values. Several threads may do so at once, even for the same tensors: they then compute the same bits twice.
 */
final class Evaluator {
  private static final int CACHED_SCHEDULES = 512;

  /** Schedules by structure, the least recently used one forgotten first. */
  private static final Map<Graph.Key, Schedule> SCHEDULES =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Graph.Key, Schedule> eldest) {
          return size() > CACHED_SCHEDULES;
        }
      };

  /** Off for comparison: then every operation is a loop of its own. Also off with {@code -Dgradlet.fusion=off}. */
  private static final ThreadLocal<Boolean> FUSING =
      ThreadLocal.withInitial(() -> !"off".equals(System.getProperty("gradlet.fusion")));

  /** Told of the array that an evaluation makes for each stored tensor; copies of operands (packing) are not told. */
  private static final ThreadLocal<BiConsumer<Tensor, Data>> LISTENER = new ThreadLocal<>();

  private Evaluator() {}

  static void evaluate(Collection<Tensor> roots) {
    evaluate(roots, true);
  }

  /**
   * Computes the roots.
   *
   * @param differentiatedLater whether to keep values that VJPs would read: not if the histories were just walked
   */
  static void evaluate(Collection<Tensor> roots, boolean differentiatedLater) {
    boolean pending = false;
    for (Tensor root : roots) {
      pending |= root.data() == null;
    }
    if (!pending) {
      return;
    }
    Graph graph = Graph.of(roots, differentiatedLater);
    Schedule schedule = schedule(graph);
    Data[] values = run(graph, schedule);
    for (int root : graph.roots) {
      values[root] = resolve(graph, schedule, values, root);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] == null ? values[schedule.firstOfSame()[i]] : values[i];
      if (values[i] != null && !graph.isLeaf(i)) {
        graph.tensors[i].store(values[i]);
      }
    }
  }

  static Schedule schedule(Graph graph) {
    if (!FUSING.get()) {
      return Schedule.of(graph, false);
    }
    Graph.Key key = graph.key();
    Schedule schedule;
    synchronized (SCHEDULES) {
      schedule = SCHEDULES.get(key);
    }
    if (schedule == null) {
      schedule = Schedule.of(graph, true);
      synchronized (SCHEDULES) {
        SCHEDULES.put(key, schedule);
      }
    }
    return schedule;
  }

  private static Data[] run(Graph graph, Schedule schedule) {
    Data[] values = graph.data.clone();
    for (int i = 0; i < values.length; i++) {
      if (schedule.rowMajorLeaves()[i]) {
        values[i] = values[i].rowMajor();
      }
    }
    for (Schedule.Task task : schedule.tasks()) {
      if (task instanceof Schedule.LoopTask loop) {
        loop.layouts().forEach((node, layout) -> values[node] = output(graph, loop, values, node, layout));
        LoopRunner.run(loop.plan(), values);
        for (int taken : loop.taken().values()) {
          values[taken] = null;
        }
      } else {
        int node = ((Schedule.ArrayTask) task).node();
        Data[] inputs = new Data[graph.inputs[node].length];
        for (int j = 0; j < inputs.length; j++) {
          inputs[j] = resolve(graph, schedule, values, graph.inputs[node][j]);
        }
        values[node] = ((ArrayOp) graph.op(node)).compute(graph.shape(node), graph.dtype(node), inputs);
        tell(graph.tensors[node], values[node]);
      }
    }
    return values;
  }

  /** Where a loop writes a node: in a new array, or in that of an operand which it takes over. */
  private static Data output(Graph graph, Schedule.LoopTask loop, Data[] values, int node, View layout) {
    DType dtype = graph.dtype(node);
    Integer taken = loop.taken().get(node);
    if (taken != null) {
      return new Data(dtype, values[taken].array, layout);
    }
    Data fresh = new Data(dtype, dtype.newArray(graph.op(node).label(), graph.shape(node)), layout);
    tell(graph.tensors[node], fresh);
    return fresh;
  }

  private static void tell(Tensor tensor, Data value) {
    BiConsumer<Tensor, Data> listener = LISTENER.get();
    if (listener != null) {
      listener.accept(tensor, value);
    }
  }

  /** The value of a node, through the views from the stored one that it is a view of. */
  private static Data resolve(Graph graph, Schedule schedule, Data[] values, int node) {
    int base = schedule.firstOfSame()[node];
    if (values[base] != null) {
      return values[base];
    }
    Deque<Movement> views = new ArrayDeque<>();
    while (values[base] == null) {
      views.push((Movement) graph.op(base));
      base = schedule.firstOfSame()[graph.inputs[base][0]];
    }
    Data value = values[base];
    while (!views.isEmpty()) {
      value = value.moved(views.pop());
    }
    return value;
  }

  /** Evaluates operation by operation while the body runs, for comparison. */
  static void withoutFusion(Runnable body) {
    FUSING.set(false);
    try {
      body.run();
    } finally {
      FUSING.remove();
    }
  }

  /** Tells the listener of every array made while the body runs. */
  static void listening(BiConsumer<Tensor, Data> listener, Runnable body) {
    LISTENER.set(listener);
    try {
      body.run();
    } finally {
      LISTENER.remove();
    }
  }

  /** What evaluating these tensors would run. */
  static Schedule explain(Collection<Tensor> roots) {
    return schedule(Graph.of(roots.stream().map(Tensor::captured).toList()));
  }
}
