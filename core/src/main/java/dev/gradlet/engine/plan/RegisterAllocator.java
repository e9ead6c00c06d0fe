package dev.gradlet.engine.plan;

import dev.gradlet.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands out the registers of a plan. The one released last is reused first, since it is most likely in the cache. A
 * register may be released only if no later iteration of a loop reads it.
 *
 * <p>A register with a number for each row is never reused for lanes: rows follow each other in one compiled loop, so
 * lanes would be written while numbers of later rows are still to be read.
 */
final class RegisterAllocator {
  private final List<DType> types = new ArrayList<>();
  private final List<List<Integer>> released = new ArrayList<>();
  private final List<List<Integer>> releasedPerRow = new ArrayList<>();

  RegisterAllocator() {
    for (DType ignored : DType.values()) {
      released.add(new ArrayList<>());
      releasedPerRow.add(new ArrayList<>());
    }
  }

  /** A register that no instruction has used yet. */
  int fresh(DType dtype) {
    types.add(dtype);
    return types.size() - 1;
  }

  /** The register released last, or a fresh one. */
  int reuse(DType dtype, boolean perRow) {
    List<Integer> candidates = released(perRow).get(dtype.ordinal());
    return candidates.isEmpty() ? fresh(dtype) : candidates.remove(candidates.size() - 1);
  }

  void release(int register, boolean perRow) {
    released(perRow).get(types.get(register).ordinal()).add(register);
  }

  private List<List<Integer>> released(boolean perRow) {
    return perRow ? releasedPerRow : released;
  }

  DType[] types() {
    return types.toArray(new DType[0]);
  }
}
