package dev.gradlet.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The loops that read each node, as far as they are decided, and how they read it. */
final class Readers {
  private final List<Reader>[] readers;

  /**
   * How a loop reads a node. If it reads it in several ways, each is true of at least one of them.
   *
   * @param loop the root of the loop
   * @param once whether it visits each element of the node exactly once
   * @param joined whether it reads the node through a reshape that joins axes
   * @param lanes for a loop over rows, the axes of the node along which its lanes move, a bit each
   */
  record Reader(int loop, boolean once, boolean joined, long lanes) {}

  @SuppressWarnings({"unchecked", "rawtypes"})
  Readers(int nodes) {
    this.readers = new List[nodes];
    Arrays.fill(readers, List.of());
  }

  /** The readers of a node, in ascending order of their loops. */
  List<Reader> of(int node) {
    return readers[node];
  }

  Reader of(int node, int loop) {
    int at = 0;
    while (readers[node].get(at).loop != loop) {
      at++;
    }
    return readers[node].get(at);
  }

  /** Adds a reader of a node, or another way in which a known one reads it. */
  void add(int node, Reader added) {
    List<Reader> known = readers[node].isEmpty() ? new ArrayList<>(2) : readers[node];
    readers[node] = known;
    int at = known.size();
    while (at > 0 && known.get(at - 1).loop > added.loop) {
      at--;
    }
    if (at == 0 || known.get(at - 1).loop != added.loop) {
      known.add(at, added);
    } else {
      Reader same = known.get(at - 1);
      known.set(at - 1, new Reader(
          added.loop, same.once || added.once, same.joined || added.joined, same.lanes | added.lanes));
    }
  }

  /** Whether a loop reads a node through a reshape that joins axes. */
  boolean isJoined(int node) {
    boolean joined = false;
    for (Reader reader : readers[node]) {
      joined |= reader.joined;
    }
    return joined;
  }
}
