package dev.gradlet.engine.hot;

import dev.gradlet.DType;
import dev.gradlet.engine.run.Instruction;
import dev.gradlet.engine.run.LoopPlan;
import dev.gradlet.engine.run.Source;
import dev.gradlet.engine.run.Step;
import dev.gradlet.kernel.BinaryLoops;
import dev.gradlet.kernel.Loops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Says as a {@link LaneProgram} what instructions compute together. What only they read is in no register, what they
 * load or store in no tile.
 */
public final class Lowering {
  /** Local variables of the class that is generated: it counts them in a byte, and needs a few for itself. */
  private static final int MOST_LOCALS = 240;

  private final List<Instruction> parts = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();
  private final List<LaneProgram.Value> values = new ArrayList<>();
  /** By register: the value in its lanes. */
  private final Map<Integer, Integer> lanes = new LinkedHashMap<>();

  /** By uniform register: the value that is its number. */
  private final Map<Integer, Integer> numbers = new HashMap<>();

  /** By register that has a number for each row: the value that is that of the row. */
  private final Map<Integer, Integer> rowNumbers = new HashMap<>();

  /** By output: the value that is stored there. */
  private final Map<Integer, Integer> outputs = new LinkedHashMap<>();

  /** By register of a sum over rows: the value that it has after the row. */
  private final Map<Integer, Integer> sums = new LinkedHashMap<>();

  /** By operand: how much further on this iteration of a loop finds it. */
  private final Map<Integer, Integer> ahead = new HashMap<>();

  private int rowLength;
  private boolean uniform;
  private int weight;

  public List<Instruction> parts() {
    return List.copyOf(parts);
  }

  Source[] sources() {
    return sources.toArray(new Source[0]);
  }

  /** The lanes of a row, or 0 if it does not matter where rows begin. */
  public int rowLength() {
    return rowLength;
  }

  /** Whether all registers are uniform. */
  public boolean isUniform() {
    return uniform;
  }

  // ---- instructions ----

  /** Takes a step in; false if it is none of those that can be, and then nothing more must be added. */
  public boolean add(Step step) {
    if (!(step instanceof Instruction instruction) || !hasRoom() || !lower(instruction)) {
      return false;
    }
    parts.add(instruction);
    return true;
  }

  /** An array takes two local variables, a value one; at the end each result is another array. */
  private boolean hasRoom() {
    int arrays = sources.size() + lanes.size() + outputs.size() + sums.size();
    return 2 * arrays + values.size() < MOST_LOCALS;
  }

  /** The same in the body of a loop, where numbers are loaded too. */
  public boolean addInLoop(Step step) {
    if (step instanceof Instruction.LoadUniform load && load.dtype() == DType.FLOAT32) {
      Source element = Source.same(load.operand(), ahead(load.operand()));
      numbers.put(load.to(), value(new LaneProgram.Number(array(element))));
      return true;
    }
    return add(step);
  }

  /** What is added from now on is this iteration of a loop. */
  public void moveTo(int iteration, Step.Loop loop) {
    for (int i = 0; i < loop.moving().length; i++) {
      ahead.put(loop.moving()[i], iteration * loop.strides()[i]);
    }
  }

  private int ahead(int operand) {
    return ahead.getOrDefault(operand, 0);
  }

  private boolean lower(Instruction instruction) {
    if (instruction instanceof Instruction.Load load) {
      return fits(load.dtype(), false) && load(Source.operand(load.to(), load.operand(), ahead(load.operand())));
    } else if (instruction instanceof Instruction.Take take) {
      return fits(take.dtype(), false) && load(Source.packed(take.to(), take.operand(), ahead(take.operand())));
    } else if (instruction instanceof Instruction.LoadRows load) {
      return fits(load.dtype(), false) && loadRows(load);
    } else if (instruction instanceof Instruction.Store store) {
      return store.laneStride() == 1 && fits(store.dtype(), false) && store(store.operand(), store.from());
    } else if (instruction instanceof Instruction.AddRows add) {
      return fits(add.dtype(), false) && inRows(add.length()) && addRows(add);
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
      return fits(add.dtype(), false) && addProduct(add);
    } else if (instruction instanceof Instruction.AddSquare add) {
      return fits(add.dtype(), false) && addSquare(add);
    } else if (instruction instanceof Instruction.KeepAbove keep) {
      return allLanes() && apply(
          keep.to(), "keepAbove", lanes(keep.x()), number(keep.bound()), lanes(keep.a()), number(keep.other()));
    }
    return false;
  }

  private boolean load(Source source) {
    return set(source.register(), value(new LaneProgram.Window(array(source))));
  }

  /** The same row again and again, where every tile begins with one. */
  private boolean loadRows(Instruction.LoadRows load) {
    LoopPlan.Rows rows = load.rows();
    return rows.stride() == 1 && rows.rowStride() == 0 && Loops.TILE % rows.length() == 0 && inRows(rows.length())
        && set(load.to(), value(new LaneProgram.RowWindow(array(Source.same(load.operand(), ahead(load.operand()))))));
  }

  private boolean store(int operand, int from) {
    outputs.put(operand, lanes(from));
    return true;
  }

  private boolean addRows(Instruction.AddRows add) {
    if (sums.containsKey(add.sum())) {
      return false;
    }
    int sum = value(new LaneProgram.RowWindow(array(Source.register(add.sum()))));
    sums.put(add.sum(), value("add", sum, lanes(add.from())));
    return true;
  }

  private boolean apply1(Instruction.Apply1 apply) {
    int x = lanes(apply.x());
    return apply.op().label().equals("square") ? apply(apply.to(), "mul", x, x) : apply(apply.to(), apply.op().label(), x);
  }

  private boolean addProduct(Instruction.AddProduct add) {
    int product = value("mul", lanes(add.a()), add.number() ? number(add.b()) : lanes(add.b()));
    return apply(add.sum(), add.minus() ? "sub" : "add", lanes(add.sum()), product);
  }

  private boolean addSquare(Instruction.AddSquare add) {
    int difference = value("sub", lanes(add.a()), add.number() ? number(add.b()) : lanes(add.b()));
    return apply(add.sum(), "add", lanes(add.sum()), value("mul", difference, difference));
  }

  // ---- which may be together ----

  private boolean fits(DType dtype, boolean isUniform) {
    uniform = values.isEmpty() ? isUniform : uniform;
    return dtype == DType.FLOAT32 && isUniform == uniform;
  }

  private boolean allLanes() {
    return fits(DType.FLOAT32, false);
  }

  private boolean inRows(int length) {
    boolean fit = length % Instruction.UNIFORM == 0 && (rowLength == 0 || rowLength == length);
    rowLength = fit ? length : rowLength;
    return fit;
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

  private int value(String operation, Integer... operands) {
    weight += VectorCompiler.weight(operation);
    return value(new LaneProgram.Apply(operation, List.of(operands)));
  }

  private int lanes(int register) {
    return lanes.computeIfAbsent(register, r -> value(new LaneProgram.Window(array(Source.register(r)))));
  }

  private int number(int register) {
    return numbers.computeIfAbsent(register, r -> value(new LaneProgram.Number(array(Source.register(r)))));
  }

  private int rowNumber(int register) {
    return rowNumbers.computeIfAbsent(register, r -> value(new LaneProgram.RowNumber(array(Source.register(r)))));
  }

  private boolean apply(int to, BinaryLoops op, boolean numberIsLeft, int lanes, int number) {
    return numberIsLeft ? apply(to, op.label(), number, lanes) : apply(to, op.label(), lanes, number);
  }

  private boolean apply(int to, String operation, Integer... operands) {
    int value = value(operation, operands);
    boolean known = VectorCompiler.weight(operation) > 0;
    return known && weight <= VectorCompiler.ROOM && set(to, value);
  }

  /** Not the register of numbers of rows, which are read row after row: its tile must not be written meanwhile. */
  private boolean set(int register, int value) {
    boolean can = !rowNumbers.containsKey(register);
    if (can) {
      lanes.put(register, value);
    }
    return can;
  }

  // ---- the program ----

  /**
   * What was added. Registers that are read later are written to their tiles, unless they find their lanes where these
   * were loaded from or stored to.
   */
  LaneProgram program(IntPredicate isReadLater) {
    List<LaneProgram.Store> stores = new ArrayList<>();
    Map<Integer, Integer> registers = new HashMap<>();
    lanes.forEach((register, value) -> {
      if (!(values.get(value) instanceof LaneProgram.Window) && isReadLater.test(register)) {
        if (outputs.containsValue(value)) {
          registers.put(value, register);
        } else {
          stores.add(new LaneProgram.Store(value, array(Source.tile(register)), false));
        }
      }
    });
    outputs.forEach((operand, value) -> {
      int array = array(Source.operand(registers.getOrDefault(value, -1), operand, 0));
      stores.add(new LaneProgram.Store(value, array, false));
    });
    sums.forEach((register, value) -> stores.add(new LaneProgram.Store(value, array(Source.register(register)), true)));
    return new LaneProgram(
        sources.stream().map(Lowering::kindOfArray).toList(), List.copyOf(values), List.copyOf(stores));
  }

  private static LaneProgram.Array kindOfArray(Source source) {
    return source.isFromStart() ? LaneProgram.Array.FROM_START : LaneProgram.Array.ANYWHERE;
  }
}
