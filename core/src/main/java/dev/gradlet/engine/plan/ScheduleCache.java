package dev.gradlet.engine.plan;

import dev.gradlet.engine.graph.Graph;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Schedules by structure. The least recently used ones are forgotten once all are for too many nodes together. */
public final class ScheduleCache {
  /** What a node takes up in a key and a schedule, about. */
  private static final long BYTES_A_NODE = 256;
  private static final long A_SIXTEENTH_OF_THE_HEAP = Runtime.getRuntime().maxMemory() / 16;

  /** All that a schedule depends on. */
  record Structure(Graph.Key graph, Tuning tuning) {}

  private final Map<Structure, Schedule> schedules = new LinkedHashMap<>(64, 0.75f, true);
  private final long mostNodes;
  private long nodes;

  ScheduleCache() {
    this(Math.min(1 << 20, A_SIXTEENTH_OF_THE_HEAP / BYTES_A_NODE));
  }

  /** @param mostNodes that are remembered, unless the last graph alone has more */
  public ScheduleCache(long mostNodes) {
    this.mostNodes = mostNodes;
  }

  /** The schedule of a graph: the one that is known for its structure, or a new one. */
  public Schedule of(Graph graph) {
    Structure structure = new Structure(graph.key(), Tuning.current());
    Schedule schedule = get(structure);
    if (schedule == null) {
      schedule = Schedule.of(graph, true);
      put(structure, schedule);
    }
    return schedule;
  }

  private synchronized Schedule get(Structure structure) {
    return schedules.get(structure);
  }

  private synchronized void put(Structure structure, Schedule schedule) {
    if (schedules.put(structure, schedule) == null) {
      nodes += structure.graph.nodes();
    }
    Iterator<Structure> eldest = schedules.keySet().iterator();
    while (nodes > mostNodes && schedules.size() > 1) {
      nodes -= eldest.next().graph.nodes();
      eldest.remove();
    }
  }

  /** How many schedules are remembered. */
  public synchronized int size() {
    return schedules.size();
  }
}
