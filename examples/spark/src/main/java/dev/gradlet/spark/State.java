package dev.gradlet.spark;

import dev.gradlet.Tensor;
import dev.gradlet.nn.Module;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * A module's state dict as it is broadcast. Executors keep modules of the same architecture, which tasks borrow one by
 * one and give these values.
 */
final class State<M extends Module> implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Modules that no task uses now, by the {@link #id} of the driver's: at most one is there. */
  private static final Map<String, Queue<Module>> IDLE = new ConcurrentHashMap<>();

  private final String id;
  private final Architecture<M> architecture;
  private final Map<String, Values> values = new LinkedHashMap<>();
  private transient Map<String, Tensor> tensors;

  State(String id, Architecture<M> architecture, M module) {
    this.id = id;
    this.architecture = architecture;
    module.stateDict().forEach((name, tensor) -> values.put(name, Values.of(tensor)));
  }

  /** What a function makes of a module in this state, in training mode and without gradients. */
  <R> R borrow(Function<M, R> function) {
    IDLE.keySet().removeIf(other -> !other.equals(id));
    Queue<Module> idle = IDLE.computeIfAbsent(id, key -> new ConcurrentLinkedQueue<>());
    @SuppressWarnings("unchecked") // Its architecture is that of its id.
    M known = (M) idle.poll();
    M module = known == null ? architecture.build() : known;
    module.loadStateDict(tensors());
    module.zeroGrad();
    module.train();
    R result = function.apply(module);
    idle.add(module);
    return result;
  }

  /** Made once in each executor; all its modules share them. */
  private synchronized Map<String, Tensor> tensors() {
    if (tensors == null) {
      tensors = new LinkedHashMap<>();
      values.forEach((name, value) -> tensors.put(name, value.tensor()));
    }
    return tensors;
  }
}
