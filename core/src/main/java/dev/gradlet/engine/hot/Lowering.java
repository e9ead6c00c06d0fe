package dev.gradlet.engine.hot;

import dev.gradlet.DType;
import dev.gradlet.engine.run.Input;
import dev.gradlet.engine.run.Instruction;
import dev.gradlet.engine.run.LaneCode;
import dev.gradlet.engine.run.Source;
import dev.gradlet.engine.run.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Lowers consecutive instructions, or iterations of a loop, to one {@link LaneProgram}. Values that only these
 * instructions read need no register, and lanes that they load or store need no tile.
 */
public final class Lowering implements LaneCode {
  /** The most local variables of the generated class: their numbers are bytes, and it needs a few for itself. */
  private static final int MOST_LOCALS = 240;

  private final List<Instruction> parts = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();
  private final List<LaneProgram.Value> values = new ArrayList<>();
  /** By register: the value in its lanes. */
  private final Map<Integer, Integer> lanes = new LinkedHashMap<>();
  /** The value of each operand that is a number for all lanes, or a number for each row. */
  private final Map<Input, Integer> numbers = new HashMap<>();
  /** By output: the value that is stored there. */
  private final Map<Integer, Integer> outputs = new LinkedHashMap<>();
  /** By register of a sum over rows: its value after the row is added. */
  private final Map<Integer, Integer> sums = new LinkedHashMap<>();
  /** Registers of ints. */
  private final Set<Integer> ints = new HashSet<>();
  /** The loop whose iterations are unrolled, and which of them is; null for consecutive instructions. */
  private Step.Loop loop;
  private int iteration;
  /** By operand: how far ahead of the first iteration, of loops within it too, the current one finds it. */
  private final Map<Integer, Integer> ahead = new HashMap<>();
  /** How many tiles the program finds by itself: each takes a local variable. */
  private int tiles;
  private int rowLength;
  private boolean uniform;
  private int weight;

  public List<Instruction> parts() {
    return List.copyOf(parts);
  }

  Source[] sources() {
    return sources.toArray(new Source[0]);
  }

  /** The lanes of a row; 0 if it does not matter where rows start. */
  public int rowLength() {
    return rowLength;
  }

  /** Whether a register is read or set, as lanes or as numbers of rows. */
  public boolean uses(int register) {
    return lanes.containsKey(register) || numbers.containsKey(Input.row(register)) || sums.containsKey(register);
  }

  /** Whether all registers are uniform. */
  public boolean isUniform() {
    return uniform;
  }

  // ---- instructions ----

  /** Adds a step; false if that is not possible. Then this must not be used any more, as parts may have been added. */
  public boolean add(Step step) {
    if (loop != null && step instanceof Step.Loop inner) {
      return unroll(inner, inner.extent());
    }
    if (!(step instanceof Instruction instruction) || !hasRoom() || !instruction.lower(this)) {
      return false;
    }
    parts.add(instruction);
    return true;
  }

  /** An array takes two local variables, a value takes one; each result is one more array in the end. */
  private boolean hasRoom() {
    int arrays = sources.size() + lanes.size() + outputs.size() + sums.size();
    return 2 * arrays + tiles + values.size() < MOST_LOCALS;
  }

  /** Adds the first iterations of a loop, one after the other, and all of each loop within it; false as for a step. */
  public boolean unroll(Step.Loop each, int times) {
    loop = loop == null ? each : loop;
    for (int i = 0; i < times; i++) {
      iteration = loop == each ? i : iteration;
      for (Step step : each.body()) {
        if (!add(step)) {
          return false;
        }
      }
      move(each, 1);
    }
    move(each, -times);
    return true;
  }

  private void move(Step.Loop each, int times) {
    for (int i = 0; i < each.moving().length; i++) {
      ahead.merge(each.moving()[i], times * each.strides()[i], Integer::sum);
    }
  }

  /** How often there is room for what was added. */
  public int timesThatFit() {
    return LaneOperation.ROOM / Math.max(1, weight);
  }

  private int ahead(int operand) {
    return ahead.getOrDefault(operand, 0);
  }

  // ---- what instructions do to lanes ----

  @Override
  public boolean load(DType dtype, int to, int operand, boolean packed) {
    if (!fits(dtype, false)) {
      return false;
    }
    int more = ahead(operand);
    if (loop == null || !isNear(more)) {
      return set(to, read(
          packed ? Source.packed(to, operand, more) : Source.operand(to, operand, more), LaneProgram.Index.LANE));
    }
    tiles += packed ? 1 : 0;
    return set(to, read(
        packed ? Source.tiles(operand) : Source.operand(-1, operand, 0), LaneProgram.Index.LANE, more));
  }

  @Override
  public boolean loadRow(DType dtype, int to, int operand, int length) {
    return fits(dtype, false) && inRows(length)
        && set(to, read(Source.same(operand, 0), LaneProgram.Index.LANE_OF_ROW));
  }

  /** Only in loops, where the number is loaded in every iteration. */
  @Override
  public boolean loadNumber(DType dtype, int to, int operand) {
    if (loop == null || dtype != DType.FLOAT32) {
      return false;
    }
    int more = ahead(operand);
    numbers.put(Input.number(to), isNear(more)
        ? read(Source.same(operand, 0), LaneProgram.Index.NONE, more)
        : read(Source.same(operand, more), LaneProgram.Index.NONE));
    return true;
  }

  /** Whether a program may find it by itself. */
  private static boolean isNear(int more) {
    return more >= 0 && more <= LaneProgram.FARTHEST;
  }

  @Override
  public boolean fill(DType dtype, int to, double value) {
    return loop != null && fits(dtype, false) && set(to, value(new LaneProgram.Constant((float) value)));
  }

  @Override
  public boolean extremum(boolean largest, DType dtype, int x, int best, int at, int axis) {
    if (loop == null || axis != loop.axis() || !fits(dtype, false)) {
      return false;
    }
    int place = value(new LaneProgram.Place(array(Source.index(axis)), iteration));
    int placeSoFar = ints(Input.lanes(at));
    int bestSoFar = lanes(best);
    int isNaN = value("differs", bestSoFar, bestSoFar);
    int stays = value("or", value(largest ? "isAtMost" : "isAtLeast", lanes(x), bestSoFar), isNaN);
    ints.add(at);
    return apply(at, "chooseInts", place, placeSoFar, value("ofInts", stays))
        && apply(best, "choose", lanes(x), bestSoFar, stays);
  }

  @Override
  public boolean store(DType dtype, int operand, int from) {
    if (loop != null || !fits(dtype, false)) {
      return false;
    }
    outputs.put(operand, lanes(from));
    return true;
  }

  @Override
  public boolean addRows(DType dtype, int sum, int from, int length) {
    if (!fits(dtype, false) || !inRows(length) || sums.containsKey(sum)) {
      return false;
    }
    int before = read(Source.register(sum), LaneProgram.Index.LANE_OF_ROW);
    sums.put(sum, value("add", before, lanes(from)));
    return true;
  }

  @Override
  public boolean apply(DType dtype, boolean isUniform, int to, String label, int length, Input... x) {
    boolean byRow = Arrays.stream(x).anyMatch(Input::isRow);
    if (!fits(dtype, isUniform) || (byRow && !inRows(length))) {
      return false;
    }
    if (label.equals("equalInRow")) {
      return apply(to, label, ints(x[0]), ints(x[1]), value(x[2]), value(x[3]));
    }
    Integer[] v = Arrays.stream(x).map(this::value).toArray(Integer[]::new);
    return switch (label) {
      case "square" -> apply(to, "mul", v[0], v[0]);
      case "addProduct" -> apply(to, "add", v[0], value("mul", v[1], v[2]));
      case "subProduct" -> apply(to, "sub", v[0], value("mul", v[1], v[2]));
      case "addSquare" -> {
        int difference = value("sub", v[1], v[2]);
        yield apply(to, "add", v[0], value("mul", difference, difference));
      }
      default -> apply(to, label, v);
    };
  }

  // ---- which instructions fit together ----

  private boolean fits(DType dtype, boolean isUniform) {
    uniform = values.isEmpty() ? isUniform : uniform;
    return dtype == DType.FLOAT32 && isUniform == uniform;
  }

  private boolean inRows(int length) {
    boolean fit = length % Instruction.UNIFORM == 0 && (rowLength == 0 || rowLength == length);
    rowLength = fit ? length : rowLength;
    return fit;
  }

  // ---- values ----

  private int value(Input x) {
    LaneProgram.Index by = x.isRow() ? LaneProgram.Index.ROW : LaneProgram.Index.NONE;
    return x.isLanes() ? lanes(x.register()) : numbers.computeIfAbsent(x, r -> read(Source.register(x.register()), by));
  }

  /** The same of a register of ints, which nothing here sets. */
  private int ints(Input x) {
    Source source = Source.ints(x.register());
    return x.isLanes()
        ? lanes.computeIfAbsent(x.register(), r -> read(source, LaneProgram.Index.LANE))
        : numbers.computeIfAbsent(x, r -> read(source, LaneProgram.Index.ROW));
  }

  private int lanes(int register) {
    return lanes.computeIfAbsent(register, r -> read(Source.register(r), LaneProgram.Index.LANE));
  }

  private int read(Source source, LaneProgram.Index by) {
    return read(source, by, 0);
  }

  private int read(Source source, LaneProgram.Index by, int more) {
    return value(new LaneProgram.Read(array(source), by, more));
  }

  /** A source that sets no register is the same one wherever it is used. */
  private int array(Source source) {
    int known = source.register() < 0 ? sources.indexOf(source) : -1;
    if (known >= 0) {
      return known;
    }
    sources.add(source);
    return sources.size() - 1;
  }

  private int value(LaneProgram.Value value) {
    values.add(value);
    return values.size() - 1;
  }

  private int value(String operation, Integer... operands) {
    weight += LaneOperation.weight(operation);
    return value(new LaneProgram.Apply(operation, List.of(operands)));
  }

  private boolean apply(int to, String operation, Integer... operands) {
    int value = value(operation, operands);
    boolean known = LaneOperation.weight(operation) > 0;
    return known && weight <= LaneOperation.ROOM && set(to, value);
  }

  /** False for a register of rows' numbers: they are read row after row, and must not be overwritten meanwhile. */
  private boolean set(int register, int value) {
    boolean can = !numbers.containsKey(Input.row(register));
    if (can) {
      lanes.put(register, value);
    }
    return can;
  }

  // ---- the program ----

  /**
   * The program of everything that was added. Registers that are read later are written to their tiles, unless their
   * lanes also lie in the operand from which they were loaded or to which they are stored.
   */
  LaneProgram program(IntPredicate isReadLater) {
    List<LaneProgram.Store> stores = new ArrayList<>();
    Map<Integer, Integer> registers = new HashMap<>();
    lanes.forEach((register, value) -> {
      if ((loop != null || !liesThere(value)) && isReadLater.test(register)) {
        if (outputs.containsValue(value)) {
          registers.put(value, register);
        } else {
          stores.add(new LaneProgram.Store(value, array(Source.tile(register)), LaneProgram.Index.LANE));
        }
      }
    });
    outputs.forEach((operand, value) -> {
      int array = array(Source.operand(registers.getOrDefault(value, -1), operand, 0));
      stores.add(new LaneProgram.Store(value, array, LaneProgram.Index.LANE));
    });
    sums.forEach((register, value) -> stores.add(
        new LaneProgram.Store(value, array(Source.register(register)), LaneProgram.Index.LANE_OF_ROW)));
    return new LaneProgram(
        sources.stream().map(this::kindOfArray).toList(), List.copyOf(values), List.copyOf(stores));
  }

  /** Whether a value was only loaded, so that its register can point to where it was loaded from. */
  private boolean liesThere(int value) {
    return values.get(value) instanceof LaneProgram.Read read && read.index() == LaneProgram.Index.LANE;
  }

  private LaneProgram.Array kindOfArray(Source source) {
    return switch (source.kind()) {
      case INTS, INDEX -> LaneProgram.Array.INTS;
      case TILES -> LaneProgram.Array.TILES;
      case TILE, PACKED -> ints.contains(source.register()) ? LaneProgram.Array.INTS : LaneProgram.Array.FROM_START;
      default -> LaneProgram.Array.ANYWHERE;
    };
  }
}
