package dev.gradlet.nn.io;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Stateful;
import dev.gradlet.nn.given.Given;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything from which training goes on as if it had not stopped, bit for bit: models, optimizers, schedules and
 * generators, each under a name, in one file of the safetensors format.
 *
 * <pre>{@code
 * var checkpoint = new Checkpoint().with("model", model).with("optimizer", optimizer).with("random", random);
 * int epoch = Files.exists(file) ? Integer.parseInt(checkpoint.load(file).get("epoch")) : 0;
 * while (epoch < epochs) {
 *   ...
 *   checkpoint.save(file, Map.of("epoch", ++epoch));
 * }
 * }</pre>
 */
public final class Checkpoint {
  private final Map<String, Stateful> parts = new LinkedHashMap<>();

  /** A checkpoint of nothing yet. */
  public Checkpoint() {}

  /**
   * Takes in a module, an optimizer, a schedule. Returns this.
   *
   * @throws IllegalArgumentException if the name is taken, empty, or has a dot
   */
  public Checkpoint with(String name, Stateful part) {
    Given.notNull("Checkpoint", "the name", name);
    Given.notNull("Checkpoint", "'" + name + "'", part);
    if (name.isEmpty() || name.indexOf('.') >= 0 || parts.containsKey(name)) {
      throw new IllegalArgumentException("Checkpoint: '" + name + "' must be a name without a dot, for one part only");
    }
    parts.put(name, part);
    return this;
  }

  /** Takes in a generator. Returns this. */
  public Checkpoint with(String name, Generator random) {
    return with(name, new GeneratorState(Given.notNull("Checkpoint", "'" + name + "'", random)));
  }

  /**
   * Writes the state of all parts as it is now; the old file is there until the new one is complete.
   *
   * @throws DataException if the file cannot be written
   */
  public void save(Path file) {
    save(file, Map.of());
  }

  /**
   * Writes the state of all parts as it is now, and values such as the number of the epoch, as text. The old file is
   * there until the new one is complete.
   *
   * @throws DataException if the file cannot be written
   */
  public void save(Path file, Map<String, ?> metadata) {
    Map<String, Tensor> all = new LinkedHashMap<>();
    parts.forEach((name, part) -> part.stateDict().forEach((key, tensor) -> all.put(name + "." + key, tensor)));
    Map<String, String> texts = new LinkedHashMap<>();
    Given.named(Object.class, "save", "metadata", metadata)
        .forEach((name, value) -> texts.put(name, String.valueOf(value)));
    SafeTensors.save(file, all, texts);
  }

  /**
   * Gives all parts the state that was saved, or none if something does not fit. Returns the metadata.
   *
   * @throws DataException if the file cannot be read, or is not a checkpoint of these parts
   */
  public Map<String, String> load(Path file) {
    SafeTensors.Contents contents = SafeTensors.read(file);
    Map<String, Map<String, Tensor>> states = new LinkedHashMap<>();
    parts.keySet().forEach(name -> states.put(name, new LinkedHashMap<>()));
    contents.tensors().forEach((key, tensor) -> {
      String name = key.substring(0, Math.max(0, key.indexOf('.')));
      if (!states.containsKey(name)) {
        throw new DataException(file + ": '" + key + "' belongs to none of the parts " + parts.keySet());
      }
      states.get(name).put(key.substring(name.length() + 1), tensor);
    });
    load(file, states);
    return contents.metadata();
  }

  private void load(Path file, Map<String, Map<String, Tensor>> states) {
    List<Runnable> undo = new ArrayList<>();
    for (Map.Entry<String, Stateful> entry : parts.entrySet()) {
      Stateful part = entry.getValue();
      Map<String, Tensor> before = part.stateDict();
      try {
        part.loadStateDict(states.get(entry.getKey()));
      } catch (RuntimeException e) {
        undo.forEach(Runnable::run);
        throw new DataException(file + ": '" + entry.getKey() + "': " + e.getMessage(), e);
      }
      undo.add(() -> part.loadStateDict(before));
    }
  }

  /** The four numbers of a generator as eight ints, high before low. */
  private record GeneratorState(Generator random) implements Stateful {
    private static final Shape SHAPE = Shape.of(8);

    @Override
    public Map<String, Tensor> stateDict() {
      long[] state = random.state();
      int[] halves = new int[2 * state.length];
      for (int i = 0; i < state.length; i++) {
        halves[2 * i] = (int) (state[i] >>> 32);
        halves[2 * i + 1] = (int) state[i];
      }
      return Map.of("state", Tensor.of(halves));
    }

    @Override
    public void loadStateDict(Map<String, ? extends Tensor> state) {
      Tensor tensor = state.get("state");
      if (state.size() != 1 || tensor == null || !tensor.shape().equals(SHAPE) || tensor.dtype() != DType.INT32) {
        throw new IllegalArgumentException(
            "loadStateDict: a generator has one tensor, 'state', INT32 [8], not " + state);
      }
      int[] halves = tensor.toIntArray();
      long[] numbers = new long[4];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (long) halves[2 * i] << 32 | halves[2 * i + 1] & 0xFFFFFFFFL;
      }
      random.restore(numbers);
    }
  }
}
