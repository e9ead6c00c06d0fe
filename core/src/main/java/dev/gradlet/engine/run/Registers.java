package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.kernel.Loops;
import java.util.ArrayList;
import java.util.List;

/** The registers of a thread. All its loops use the same ones, so they are made once and stay in the cache. */
public final class Registers {
  private static final int DTYPES = DType.values().length;
  private static final ThreadLocal<Registers> OF_THREAD = ThreadLocal.withInitial(Registers::new);

  private final List<List<Object>> byType = new ArrayList<>();

  private Registers() {
    for (int i = 0; i < DTYPES; i++) {
      byType.add(new ArrayList<>());
    }
  }

  /** Registers of the given types, with whatever the last loop left in them. */
  public static Object[] of(DType[] types) {
    Registers own = OF_THREAD.get();
    int[] used = new int[DTYPES];
    Object[] registers = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      List<Object> known = own.byType.get(types[i].ordinal());
      int next = used[types[i].ordinal()]++;
      if (next == known.size()) {
        known.add(Storage.zeros(types[i], Loops.TILE));
      }
      registers[i] = known.get(next);
    }
    return registers;
  }
}
