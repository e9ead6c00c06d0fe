package dev.gradlet;

import dev.gradlet.Superinstruction.Source;
import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.LaneProgram;
import dev.gradlet.kernel.Loops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds instructions that can be one {@link Superinstruction}, and says as a {@link LaneProgram} what they compute
 * together. What only they read is in no register, what they load or store in no tile.
 */
final class SuperinstructionBuilder {
  /** So many arrays and values that each has a local variable in the class that is generated. */
  private static final int MOST = 100;

  /** Iterations of a loop at once: fewer save little, more are slow to compile. */
  private static final int FEW_ITERATIONS = 6;

  private static final int MANY_ITERATIONS = 12;

  private final List<Instruction> parts = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();
  private final List<LaneProgram.Value> values = new ArrayList<>();
  /** By register: the value in its lanes. */
  private final Map<Integer, Integer> lanes = new HashMap<>();

  /** By operand: how much further on this iteration of a loop finds it. */
  private final Map<Integer, Integer> ahead = new HashMap<>();

  private final Map<Integer, Integer> numbers = new HashMap<>();
  private final Map<Integer, Integer> rowNumbers = new HashMap<>();
  /** By output and by sum over rows: the value. */
  private final Map<Integer, Integer> outputs = new LinkedHashMap<>();

  private final Map<Integer, Integer> sums = new LinkedHashMap<>();
  /** The lanes of a row if that matters, else 0. */
  private int rowLength;
  private boolean uniform;
  private int weight;
  /** How many of the instructions are a pass over the tile. */
  private int passes;

  /** The steps of a block, instructions that follow each other made one where they can be. */
  static Step[] combine(Block block) {
    List<Step> steps = new ArrayList<>();
    SuperinstructionBuilder builder = new SuperinstructionBuilder();
    for (int i = 0; i < block.steps.size(); i++) {
      Step step = block.steps.get(i);
      if (!builder.add(step)) {
        steps.addAll(builder.build(block, i));
        builder = new SuperinstructionBuilder();
        if (!builder.add(step)) {
          builder = new SuperinstructionBuilder();
          steps.add(step);
        }
      }
    }
    steps.addAll(builder.build(block, block.steps.size()));
    return steps.toArray(new Step[0]);
  }

  /** A loop with several iterations at once, or as it is if its body is more than instructions on lanes. */
  static Step unroll(Block block, Step.Loop loop) {
    int times = times(loop.extent());
    SuperinstructionBuilder builder = new SuperinstructionBuilder();
    for (int i = 0; i < times; i++) {
      builder.moveTo(i, loop);
      builder.parts.clear();
      for (Step step : block.steps) {
        boolean element = step instanceof Instruction.LoadUniform load && builder.loadNumber(load);
        if (!element && (step instanceof Instruction.Store || !builder.add(step))) {
          return loop;
        }
        if (element) {
          builder.parts.add((Instruction) step);
        }
      }
    }
    if (times < 2 || builder.uniform || builder.rowLength > 0) {
      return loop;
    }
    LaneProgram program = builder.program(block, block.steps.size());
    return new UnrolledLoop(loop, times, program, builder.sources.toArray(new Source[0]));
  }

  /** How many iterations at once leave the fewest over. */
  private static int times(int extent) {
    int best = Math.min(extent, MANY_ITERATIONS);
    for (int times = best - 1; times >= FEW_ITERATIONS; times--) {
      best = extent % times < extent % best ? times : best;
    }
    return best;
  }

  /** To an iteration of a loop, which is so much further on in the operands that it moves. */
  private void moveTo(int iteration, Step.Loop loop) {
    ahead.clear();
    for (int i = 0; i < loop.moving().length; i++) {
      ahead.put(loop.moving()[i], iteration * loop.strides()[i]);
    }
  }

  private int ahead(int operand) {
    return ahead.getOrDefault(operand, 0);
  }

  private boolean loadNumber(Instruction.LoadUniform load) {
    if (load.dtype() != DType.FLOAT32) {
      return false;
    }
    numbers.put(load.to(), value(new LaneProgram.Number(array(Source.same(load.operand(), ahead(load.operand()))))));
    return true;
  }

  /** Takes a step in; false if it is none of these instructions, and then this must not be added to. */
  private boolean add(Step step) {
    if (!(step instanceof Instruction instruction) || values.size() + sources.size() > MOST || !lower(instruction)) {
      return false;
    }
    parts.add(instruction);
    boolean pass = !(instruction instanceof Instruction.Load || instruction instanceof Instruction.Take
        || instruction instanceof Instruction.Store);
    passes += pass ? 1 : 0;
    return true;
  }

  // ---- instructions ----

  private boolean lower(Instruction instruction) {
    if (instruction instanceof Instruction.Load load) {
      return fits(load.dtype(), false) && set(load.to(), window(Source.window(load.to(), load.operand(), ahead(load.operand()))));
    } else if (instruction instanceof Instruction.Take take) {
      return fits(take.dtype(), false) && set(take.to(), window(Source.packed(take.to(), take.operand(), ahead(take.operand()))));
    } else if (instruction instanceof Instruction.LoadRows load) {
      return loadRows(load);
    } else if (instruction instanceof Instruction.Store store) {
      return store.laneStride() == 1 && allLanes() && store(store.operand(), store.from());
    } else if (instruction instanceof Instruction.AddRows add) {
      return addRows(add);
    } else if (instruction instanceof Instruction.Apply1 apply) {
      return fits(apply.dtype(), apply.uniform()) && apply1(apply);
    } else if (instruction instanceof Instruction.Apply2 apply) {
      return fits(apply.dtype(), apply.uniform())
          && apply(apply.to(), apply.op().label(), lanes(apply.a()), lanes(apply.b()));
    } else if (instruction instanceof Instruction.ApplyNumber apply) {
      return fits(apply.dtype(), false)
          && apply(apply.to(), apply.op(), apply.left(), lanes(apply.x()), number(apply.number()));
    } else if (instruction instanceof Instruction.ApplyRowNumber apply) {
      return allLanes() && inRows(apply.length())
          && apply(apply.to(), apply.op(), apply.left(), lanes(apply.x()), rowNumber(apply.number()));
    } else if (instruction instanceof Instruction.AddProduct add) {
      return fits(add.dtype(), false) && apply(add.sum(), add.minus() ? "sub" : "add", lanes(add.sum()),
          value("mul", lanes(add.a()), add.number() ? number(add.b()) : lanes(add.b())));
    } else if (instruction instanceof Instruction.AddSquare add) {
      return fits(add.dtype(), false) && addSquare(add);
    } else if (instruction instanceof Instruction.KeepAbove keep) {
      return allLanes() && apply(keep.to(), "keepAbove", lanes(keep.x()), number(keep.bound()), lanes(keep.a()),
          number(keep.other()));
    }
    return false;
  }

  private boolean apply1(Instruction.Apply1 apply) {
    int x = lanes(apply.x());
    return apply.op() == Unary.SQUARE
        ? apply(apply.to(), "mul", x, x)
        : apply(apply.to(), apply.op().label(), x);
  }

  private boolean addSquare(Instruction.AddSquare add) {
    int difference = value("sub", lanes(add.a()), add.number() ? number(add.b()) : lanes(add.b()));
    return apply(add.sum(), "add", lanes(add.sum()), value("mul", difference, difference));
  }

  /** The same row again and again, where tiles begin with one. */
  private boolean loadRows(Instruction.LoadRows load) {
    LoopPlan.Rows rows = load.rows();
    boolean repeats = load.dtype() == DType.FLOAT32 && rows.stride() == 1 && rows.rowStride() == 0
        && Loops.TILE % rows.length() == 0;
    return repeats && allLanes() && inRows(rows.length())
        && set(load.to(), value(new LaneProgram.RowWindow(array(Source.same(load.operand(), ahead(load.operand()))))));
  }

  private boolean addRows(Instruction.AddRows add) {
    if (add.dtype() != DType.FLOAT32 || !allLanes() || !inRows(add.length()) || sums.containsKey(add.sum())) {
      return false;
    }
    int sum = value(new LaneProgram.RowWindow(array(Source.register(add.sum()))));
    sums.put(add.sum(), value("add", sum, lanes(add.from())));
    return true;
  }

  private boolean store(int operand, int from) {
    outputs.put(operand, lanes(from));
    return true;
  }

  // ---- which may be together ----

  private boolean fits(DType dtype, boolean isUniform) {
    boolean first = values.isEmpty();
    uniform = first ? isUniform : uniform;
    return dtype == DType.FLOAT32 && isUniform == uniform;
  }

  private boolean allLanes() {
    return fits(DType.FLOAT32, false);
  }

  private boolean inRows(int length) {
    boolean first = rowLength == 0;
    rowLength = first ? length : rowLength;
    return length % Instruction.UNIFORM == 0 && length == rowLength;
  }

  /** Whether there is room for an operation. */
  private boolean weigh(String operation) {
    int own = Kernels.chosen().weight(operation);
    weight += own;
    return own > 0 && (own == 1 || weight <= Kernels.chosen().room());
  }

  // ---- values ----

  private int array(Source source) {
    sources.add(source);
    return sources.size() - 1;
  }

  private int value(LaneProgram.Value value) {
    values.add(value);
    return values.size() - 1;
  }

  private int window(Source source) {
    return value(new LaneProgram.Window(array(source)));
  }

  private int lanes(int register) {
    return lanes.computeIfAbsent(register, r -> window(Source.register(r)));
  }

  private int number(int register) {
    return numbers.computeIfAbsent(register, r -> value(new LaneProgram.Number(array(Source.register(r)))));
  }

  private int rowNumber(int register) {
    return rowNumbers.computeIfAbsent(register, r -> value(new LaneProgram.RowNumber(array(Source.register(r)))));
  }

  private int value(String operation, Integer... operands) {
    return value(new LaneProgram.Apply(operation, List.of(operands)));
  }

  private boolean apply(int to, Binary op, boolean numberIsLeft, int lanes, int number) {
    return numberIsLeft ? apply(to, op.label(), number, lanes) : apply(to, op.label(), lanes, number);
  }

  private boolean apply(int to, String operation, Integer... operands) {
    return weigh(operation) && set(to, value(operation, operands));
  }

  /** Not the register of numbers of rows, which are read row after row: its tile must not be written meanwhile. */
  private boolean set(int register, int value) {
    boolean can = !rowNumbers.containsKey(register);
    if (can) {
      lanes.put(register, value);
    }
    return can;
  }

  // ---- the result ----

  /** @param end of these instructions in the block */
  private List<? extends Step> build(Block block, int end) {
    if (passes < 2) {
      return parts;
    }
    LaneProgram program = program(block, end);
    return List.of(
        new Superinstruction(List.copyOf(parts), program, sources.toArray(new Source[0]), rowLength, uniform));
  }

  private LaneProgram program(Block block, int end) {
    List<LaneProgram.Store> stores = new ArrayList<>();
    Map<Integer, Integer> shown = new HashMap<>();
    lanes.forEach((register, value) -> {
      if (values.get(value) instanceof LaneProgram.Apply && isReadLater(register, block, end)) {
        if (outputs.containsValue(value)) {
          shown.put(value, register);
        } else {
          stores.add(new LaneProgram.Store(value, array(Source.tile(register)), false));
        }
      }
    });
    outputs.forEach((operand, value) -> {
      int array = array(Source.window(shown.getOrDefault(value, -1), operand, 0));
      stores.add(new LaneProgram.Store(value, array, false));
    });
    sums.forEach((register, value) -> stores.add(new LaneProgram.Store(value, array(Source.register(register)), true)));
    List<LaneProgram.Array> arrays = sources.stream().map(Source::kindOfArray).toList();
    return new LaneProgram(arrays, List.copyOf(values), List.copyOf(stores));
  }

  /** Whether what a register holds at the end is read after it: what no value of the block explains, a sum, is. */
  private boolean isReadLater(int register, Block block, int end) {
    Value last = null;
    for (Value value : block.owned) {
      boolean here = value.register == register && value.definedAt >= end - parts.size() && value.definedAt < end;
      last = here && (last == null || value.definedAt > last.definedAt) ? value : last;
    }
    return last == null || last.lastUse >= end;
  }
}
