package dev.gradlet.engine.plan;

import dev.gradlet.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands out the registers of a plan. A released one is used again first, since what was just used is in the cache;
 * whoever releases it must know that no later iteration of a loop reads it.
 */
final class RegisterAllocator {
  private final List<DType> types = new ArrayList<>();
  private final List<List<Integer>> released = new ArrayList<>();

  RegisterAllocator() {
    for (DType ignored : DType.values()) {
      released.add(new ArrayList<>());
    }
  }

  /** One that no instruction so far has used. */
  int fresh(DType dtype) {
    types.add(dtype);
    return types.size() - 1;
  }

  /** The last one released, or a fresh one. */
  int reuse(DType dtype) {
    List<Integer> candidates = released.get(dtype.ordinal());
    return candidates.isEmpty() ? fresh(dtype) : candidates.remove(candidates.size() - 1);
  }

  void release(int register) {
    released.get(types.get(register).ordinal()).add(register);
  }

  DType[] types() {
    return types.toArray(new DType[0]);
  }
}
