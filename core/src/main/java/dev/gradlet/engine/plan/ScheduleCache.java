package dev.gradlet.engine.plan;

import dev.gradlet.engine.graph.Graph;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Schedules by the structure of their graphs. Forgets the least recently used ones when there are too many nodes. */
public final class ScheduleCache {
  /** About what a node takes up in a key and a schedule. */
  private static final long BYTES_A_NODE = 256;
  private static final long A_SIXTEENTH_OF_THE_HEAP = Runtime.getRuntime().maxMemory() / 16;

  private final Map<Graph.Key, Schedule> schedules = new LinkedHashMap<>(64, 0.75f, true);
  private final long mostNodes;
  private long nodes;

  ScheduleCache() {
    this(Math.min(1 << 20, A_SIXTEENTH_OF_THE_HEAP / BYTES_A_NODE));
  }

  /** @param mostNodes how many nodes are remembered; more only if the last graph alone has more */
  public ScheduleCache(long mostNodes) {
    this.mostNodes = mostNodes;
  }

  /** The schedule that is known for the graph's structure, or a new one. */
  public Schedule of(Graph graph) {
    Tuning tuning = Tuning.current();
    Graph.Key structure = graph.key(tuning.longEnough(), tuning.shortestLane());
    Schedule schedule = get(structure);
    if (schedule == null) {
      schedule = Schedule.of(graph, true);
      put(structure, schedule);
    }
    return schedule;
  }

  private synchronized Schedule get(Graph.Key structure) {
    return schedules.get(structure);
  }

  private synchronized void put(Graph.Key structure, Schedule schedule) {
    if (schedules.put(structure, schedule) == null) {
      nodes += structure.nodes();
    }
    Iterator<Graph.Key> eldest = schedules.keySet().iterator();
    while (nodes > mostNodes && schedules.size() > 1) {
      nodes -= eldest.next().nodes();
      eldest.remove();
    }
  }

  /** How many schedules are remembered. */
  public synchronized int size() {
    return schedules.size();
  }
}
