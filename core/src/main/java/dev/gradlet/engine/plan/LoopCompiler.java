package dev.gradlet.engine.plan;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Elements;
import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.engine.graph.View;
import dev.gradlet.engine.run.Accumulate;
import dev.gradlet.engine.run.Apply;
import dev.gradlet.engine.run.Input;
import dev.gradlet.engine.run.Instruction;
import dev.gradlet.engine.run.Load;
import dev.gradlet.engine.run.LoopPlan;
import dev.gradlet.engine.run.Step;
import dev.gradlet.engine.run.Store;
import dev.gradlet.kernel.Arithmetic;
import dev.gradlet.kernel.BinaryLoops;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a {@link LoopBody} into a {@link LoopPlan}: once {@link LoopAxes} and {@link OperandLayout} are chosen, places
 * every instruction at the outermost level at which its operands are known.
 */
final class LoopCompiler {
  private final LoopBody body;
  private final Map<Expr, Value> values = new IdentityHashMap<>();
  private final ExprAnalysis analysis;
  private final Dependence dependence;
  private final RegisterAllocator registers = new RegisterAllocator();
  private final LoopAxes axes;
  private final Expr.Axis lane;
  private final OperandLayout layout;
  private final List<RowTotal> totals = new ArrayList<>();
  /** The level at which sums over rows have their result. */
  private Block summing;
  private long work;

  private LoopCompiler(Graph graph, LoopBody body, boolean[] copied) {
    this.body = body;
    for (LoopBody.Operand operand : body.operands) {
      if (!operand.written) {
        operand.strides = Arrays.copyOf(operand.strides, body.axes.size());
      }
    }
    this.analysis = new ExprAnalysis(body);
    this.dependence = new Dependence(body);
    boolean rowMajor = body.operands.stream().anyMatch(operand -> operand.written && copied[operand.node]);
    this.axes = new LoopAxes(body, rowMajor, analysis.uses.size());
    this.lane = axes.lane;
    this.layout = new OperandLayout(graph, body, axes, copied);
  }

  /** A plan, where the elements of each output lie, by node, and whose arrays outputs take over. */
  record Compiled(LoopPlan plan, Map<Integer, View> layouts, Map<Integer, Integer> taken) {}

  static Compiled compile(Graph graph, LoopBody body, boolean[] copied) {
    LoopCompiler compiler = new LoopCompiler(graph, body, copied);
    Map<Integer, Integer> taken = TakeOver.of(graph, body, compiler.analysis, compiler.layout);
    return new Compiled(compiler.compile(), compiler.layout.outputs, taken);
  }

  private LoopPlan compile() {
    Block program = new Block();
    if (body.overRows) {
      overRows(program);
    } else if (body.alongLanes == null) {
      elementwise(program);
    } else {
      reduced(program);
    }
    return new LoopPlan(
        body.axes.size(), List.copyOf(layout.operands), registers.types(), axes.width(),
        program.steps.toArray(new Step[0]), work);
  }

  // ---- steps ----

  private void elementwise(Block program) {
    Block at = program;
    if (lane != null) {
      at = new Block(at, lane);
    }
    for (Expr.Axis axis : axes.order) {
      at = new Block(at, axis);
    }
    emit(body.value, at);
    close(at, program, null);
  }

  private void overRows(Block program) {
    Block outer = program;
    for (Expr.Axis axis : axes.order) {
      outer = body.kept.contains(axis) ? new Block(outer, axis) : outer;
    }
    summing = outer;
    Block inner = outer;
    for (Expr.Axis axis : axes.order) {
      inner = body.kept.contains(axis) ? inner : new Block(inner, axis);
    }
    Block tile = Block.ofRows(inner, axes.row, lane);
    emit(body.value, tile);
    close(tile, outer, null);
    for (RowTotal total : totals) {
      if (total.isCut(body)) {
        outer.steps.add(new Accumulate.Collect(List.of(total.accumulator())));
      }
      if (total.sum.overLanes()) {
        outer.steps.add(new Accumulate.Fold(total.accumulator(), lane.extent));
        outer.steps.add(new Store.Uniform(total.sum.output(), total.register));
      } else {
        int stride = body.operands.get(total.sum.output()).strides[lane.id];
        outer.steps.add(new Store.Rows(total.sum.output(), total.register, lane.extent, 0, stride));
      }
    }
    close(outer, program, null);
  }

  /** Where a sum over rows is collected. */
  private record RowTotal(Expr.RowSum sum, int register) {
    Step.Accumulator accumulator() {
      return new Step.Accumulator(Reducing.Kind.SUM, sum.dtype(), register, -1);
    }

    boolean isCut(LoopBody body) {
      return body.chunks != null && sum.dtype().isFloating();
    }
  }

  private Value sumRows(Expr.RowSum sum, Block at) {
    int register = registers.fresh(sum.dtype());
    summing.steps.add(new Apply.Fill(register, sum.dtype(), 0));
    RowTotal total = new RowTotal(sum, register);
    totals.add(total);
    Value value = emit(sum.of(), at);
    int rows = wide(value, at);
    Chunks chunks = total.isCut(body) ? body.chunks : null;
    if (chunks == null || chunks.fitTiles(Step.Rows.inATile(lane.extent), rowsOfSum())) {
      add(at, new Accumulate.Rows(sum.dtype(), register, rows, lane.extent));
      if (chunks != null) {
        add(at, new Accumulate.EndOfRows(total.accumulator(), chunks.terms(), chunks.period()));
      }
    } else {
      add(at, new Accumulate.ManyRows(
          total.accumulator(), rows, lane.extent, chunks.terms(), chunks.period()));
    }
    return value;
  }

  private long rowsOfSum() {
    return body.space.stream()
        .filter(axis -> axis != lane && !body.kept.contains(axis)).mapToLong(axis -> axis.extent).reduce(1, (a, b) -> a * b);
  }

  private void reduced(Block program) {
    List<Expr.Axis> inner = new ArrayList<>();
    Block at = program;
    for (Expr.Axis axis : axes.order) {
      if (body.alongLanes.reduces(body.space.indexOf(axis))) {
        inner.add(axis);
      } else {
        at = new Block(at, axis);
      }
    }
    Block outer = at;
    List<Step.Accumulator> reductions = accumulators(body.kinds, body.value.dtype(), outer);
    for (Step.Accumulator reduction : reductions) {
      if (reduction.kind().isIndex()) {
        outer.steps.add(new Accumulate.FirstIndices(reduction.at()));
      }
    }
    Block tiles = lane == null ? outer : new Block(outer, lane);
    at = nest(inner, reductions, tiles);
    accumulate(body.value, reductions, null, at);
    close(at, outer, reductions);
    for (int i = 0; i < reductions.size(); i++) {
      Step.Accumulator reduction = reductions.get(i);
      outer.steps.add(new Accumulate.Fold(reduction, lane == null ? 1 : lane.extent));
      outer.steps.add(
          new Store.Uniform(
              body.outputs.get(i), reduction.kind().isIndex() ? reduction.at() : reduction.accumulator()));
    }
    close(outer, program, null);
  }

  /** A block for each of these axes, one within the other; a long sum over them is cut. */
  private static Block nest(List<Expr.Axis> axes, List<Step.Accumulator> accumulators, Block outer) {
    boolean sums = accumulators.stream().allMatch(a -> a.kind() == Reducing.Kind.SUM && a.dtype().isFloating());
    Chunks chunks = sums ? Chunks.of(axes.stream().mapToInt(axis -> axis.extent).toArray()) : null;
    Block at = outer;
    for (int i = 0; i < axes.size(); i++) {
      at = new Block(at, axes.get(i));
      at.collected = chunks != null && i == 0 ? accumulators : null;
      if (chunks != null && i == chunks.axis()) {
        at.chunks = chunks;
        at.sums = accumulators;
      }
    }
    return at;
  }

  /** Ends the blocks from the innermost up to, not including, the given one. */
  private void close(Block innermost, Block upTo, List<Step.Accumulator> reductions) {
    for (Block block = innermost; block != upTo; block = block.parent) {
      if (axes.row != null && block.axis == axes.row) {
        Step.Loop rows = loop(block.axis, Superinstructions.combine(block));
        block.parent.steps.add(
            new Step.Rows(rows.axis(), rows.extent(), lane.extent, rows.moving(), rows.strides(), rows.body()));
      } else if (block.axis == lane) {
        block.parent.steps.add(
            new Step.Tiles(
                lane.extent, reductions == null ? List.of() : reductions, Superinstructions.combine(block)));
      } else {
        Step.Ranged unrolled = Superinstructions.unroll(block, loop(block.axis, block.steps.toArray(new Step[0])));
        Step.Ranged loop = unrolled != null ? unrolled : loop(block.axis, Superinstructions.combine(block));
        block.parent.steps.add(block.chunks == null
            ? loop
            : new Step.Chunked(loop, block.axis.extent, block.chunks.iterations(), block.sums));
        if (block.collected != null) {
          block.parent.steps.add(new Accumulate.Collect(block.collected));
        }
      }
      block.owned.forEach(this::release);
      block.deadAfter.forEach(this::release);
    }
  }

  private Step.Loop loop(Expr.Axis axis, Step[] steps) {
    int[] moving = new int[body.operands.size()];
    int[] strides = new int[moving.length];
    int count = 0;
    for (int i = 0; i < moving.length; i++) {
      int stride = layout.operands.get(i).strides()[axis.id];
      if (stride != 0) {
        moving[count] = i;
        strides[count++] = stride;
      }
    }
    return new Step.Loop(axis.id, axis.extent, Arrays.copyOf(moving, count), Arrays.copyOf(strides, count), steps);
  }

  private Value emit(Expr expression, Block at) {
    Value known = values.get(expression);
    if (known != null && !known.freed && known.home.encloses(at)) {
      return known;
    }
    Value value;
    if (expression instanceof Expr.Kept kept) {
      value = emit(kept.of(), at);
      value.usesLeft += analysis.uses.get(kept) - 1;
      store(value, kept.output(), at);
    } else if (expression instanceof Expr.Also also) {
      value = emit(also.of(), at);
      value.usesLeft += analysis.uses.get(also) - 1;
      emit(also.beside(), at);
    } else if (expression instanceof Expr.Result result) {
      reduce(result.of(), at);
      return values.get(result);
    } else if (expression instanceof Expr.RowSum sum) {
      value = sumRows(sum, at);
    } else if (expression instanceof Expr.RowFold fold) {
      value = foldRows(fold, outermost(dependence.of(fold), at), at);
    } else {
      Block home = outermost(dependence.of(expression), at);
      boolean uniform = isUniform(expression);
      value = expression instanceof Expr.Read read
          ? load(read, home, at, uniform)
          : apply((Expr.Apply) expression, home, at, uniform);
    }
    values.put(expression, value);
    return value;
  }

  private Value foldRows(Expr.RowFold fold, Block home, Block at) {
    Value row = emit(fold.of(), at);
    int lanes = wide(row, home);
    used(row, at);
    Value value = allocate(fold, home, at, true);
    add(home, new Accumulate.FoldRows(
        fold.kind(), fold.dtype(), value.register, lanes, lane.extent, !value.perRow));
    return value;
  }

  private boolean isNumber(Expr expression) {
    return isUniform(expression) && !isPerRow(expression);
  }

  private boolean isPerRow(Expr expression) {
    return axes.row != null && isUniform(expression) && (dependence.of(expression) >> axes.row.id & 1) != 0;
  }

  private boolean isUniform(Expr expression) {
    return lane == null || (dependence.of(expression) >> lane.id & 1) == 0;
  }

  private Value load(Expr.Read read, Block home, Block at, boolean uniform) {
    LoopPlan.Rows rows = body.operands.get(read.operand()).rows;
    List<Expr.Axis> chosen = body.chosenFrom(body.operands.get(read.operand()));
    if (!chosen.isEmpty()) {
      return lookup(read, chosen, home, at, uniform);
    } else if (isPerRow(read)) {
      Value value = allocate(read, home, at, true);
      int rowStride = layout.operands.get(read.operand()).strides()[axes.row.id];
      add(home, new Load.RowValues(value.register, read.operand(), rowStride));
      return value;
    } else if (uniform) {
      Value value = allocate(read, home, at, true);
      add(home, new Load.Uniform(value.register, read.operand(), read.dtype()));
      return value;
    } else if (axes.row != null) {
      return loadRows(read, home, at);
    } else if (rows != null) {
      Value value = allocate(read, home, at, false);
      add(home, new Load.Rows(value.register, read.operand(), rows, read.dtype()));
      return value;
    } else if (layout.operands.get(read.operand()).packing() != null) {
      Value value = new Value(registers.fresh(read.dtype()), read.dtype(), home, false, false, Integer.MAX_VALUE);
      add(home, new Load.Tile(value.register, read.operand(), read.dtype()));
      return value;
    }
    Value value = allocate(read, home, at, false);
    add(home, new Load.Lanes(value.register, read.operand(), read.dtype()));
    return value;
  }

  private Value loadRows(Expr.Read read, Block home, Block at) {
    int[] strides = layout.operands.get(read.operand()).strides();
    int across = strides[lane.id];
    int down = strides[axes.row.id];
    Value value = allocate(read, home, at, false);
    add(home, across == 1 && down == lane.extent
        ? new Load.Lanes(value.register, read.operand(), read.dtype())
        : new Load.Rows(
            value.register, read.operand(), new LoopPlan.Rows(lane.extent, across, down), read.dtype()));
    return value;
  }

  /** Reads an operand where indices say. */
  private Value lookup(Expr.Read read, List<Expr.Axis> chosen, Block home, Block at, boolean uniform) {
    int[] operandStrides = layout.operands.get(read.operand()).strides();
    List<Value> indices = new ArrayList<>();
    for (Expr.Axis axis : chosen) {
      indices.add(emit(axis.index, at));
    }
    int[] registersOfIndices = new int[chosen.size()];
    int[] strides = new int[chosen.size()];
    for (int i = 0; i < strides.length; i++) {
      boolean narrow = uniform && indices.get(i).perRow == isPerRow(read);
      registersOfIndices[i] = narrow ? indices.get(i).register : wide(indices.get(i), home);
      strides[i] = operandStrides[chosen.get(i).id];
    }
    indices.forEach(index -> used(index, at));
    Value value = allocate(read, home, at, uniform);
    int laneStride = lane == null ? 0 : operandStrides[lane.id];
    if (axes.row != null && !isNumber(read)) {
      add(home, new Load.LookupRows(
          value.register, read.operand(), uniform ? 1 : lane.extent, operandStrides[axes.row.id], laneStride,
          registersOfIndices, strides));
      return value;
    }
    add(home, new Load.Lookup(
        value.register, read.operand(), laneStride, registersOfIndices, strides, read.dtype(), uniform));
    return value;
  }

  private Value apply(Expr.Apply apply, Block home, Block at, boolean uniform) {
    Expr.Apply above = uniform ? null : above(apply, home, at);
    if (above != null) {
      return keepAbove(above, apply, home, at);
    }
    Expr.Apply equal = uniform ? null : equalInRow(apply, home, at);
    if (equal != null) {
      return selectEqual(equal, apply, home, at);
    }
    Value[] inputs = new Value[apply.inputs().size()];
    boolean secondFirst = secondWaitsLonger(apply);
    for (int i = 0; i < inputs.length; i++) {
      int next = secondFirst ? 1 - i : i;
      inputs[next] = emit(apply.inputs().get(next), at);
    }
    int rowNumber = rowNumberOperand(apply, inputs, uniform);
    if (rowNumber >= 0) {
      return applyRowNumber(apply, inputs[1 - rowNumber], inputs[rowNumber], rowNumber == 0, home, at);
    }
    int number = numberOperand(apply, inputs, uniform);
    int[] x = new int[inputs.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = uniform || i == number ? inputs[i].register : wide(inputs[i], home);
    }
    for (Value input : inputs) {
      used(input, at);
    }
    Value value = allocate(apply, home, at, uniform);
    DType operands = apply.inputs().get(apply.inputs().size() - 1).dtype();
    add(home, number < 0
        ? instruction(apply.op(), operands, value.register, x, uniform)
        : withNumber(apply, operands, value, x[1 - number], new Input(x[number], Input.Form.NUMBER), number == 0));
    return value;
  }

  private Apply.Two withNumber(Expr.Apply apply, DType dtype, Value to, int x, Input number, boolean left) {
    Input lanes = Input.lanes(x);
    int length = number.isNumber() ? 0 : lane.extent;
    return new Apply.Two(
        loopsOfTwo(apply), dtype, to.register, left ? number : lanes, left ? lanes : number, length, false);
  }

  /** Then the second operand comes first, so that what waits for no fold of rows is close to where it is read. */
  private boolean secondWaitsLonger(Expr.Apply apply) {
    List<Expr> inputs = apply.inputs();
    return body.overRows && inputs.size() == 2 && analysis.phase(inputs.get(1)) > analysis.phase(inputs.get(0));
  }

  /** The result must not take the register of the numbers: they are read row after row. */
  private Value applyRowNumber(Expr.Apply apply, Value x, Value number, boolean left, Block home, Block at) {
    used(x, at);
    Value value = allocate(apply, home, at, false);
    used(number, at);
    add(home, withNumber(apply, x.dtype, value, x.register, new Input(number.register, Input.Form.ROWS), left));
    return value;
  }

  /** The condition of a selection if it is x &gt; number ? a : number or x ≤ number ? number : a, for it alone; or null. */
  private Expr.Apply above(Expr.Apply select, Block home, Block at) {
    if (!(select.op() instanceof Elements.Choosing) || select.dtype() != DType.FLOAT32) {
      return null;
    }
    Expr.Apply greater = isNumber(select.inputs().get(2)) ? once(select.inputs().get(0), "gt") : null;
    Expr.Apply atMost = isNumber(select.inputs().get(1)) ? once(select.inputs().get(0), "le") : null;
    Expr.Apply condition = greater != null ? greater : atMost;
    boolean fits = condition != null && condition.inputs().get(0).dtype() == DType.FLOAT32
        && !isUniform(condition.inputs().get(0)) && isNumber(condition.inputs().get(1))
        && outermost(dependence.of(condition), at) == home;
    return fits ? condition : null;
  }

  private Value keepAbove(Expr.Apply above, Expr.Apply select, Block home, Block at) {
    boolean nan = above.op().label().equals("le");
    Value x = emit(above.inputs().get(0), at);
    Value bound = emit(above.inputs().get(1), at);
    Value kept = emit(select.inputs().get(nan ? 2 : 1), at);
    Value other = emit(select.inputs().get(nan ? 1 : 2), at);
    int a = wide(kept, home);
    for (Value input : new Value[] {x, bound, kept, other}) {
      used(input, at);
    }
    Value value = allocate(select, home, at, false);
    add(home, new Apply.KeepAbove(value.register, x.register, bound.register, nan, a, other.register));
    return value;
  }

  /** The condition of a selection of numbers if it is x = a number for each row, for it alone; or null. */
  private Expr.Apply equalInRow(Expr.Apply apply, Block home, Block at) {
    if (!(apply.op() instanceof Elements.Choosing) || apply.dtype() != DType.FLOAT32
        || !isNumber(apply.inputs().get(1)) || !isNumber(apply.inputs().get(2))) {
      return null;
    }
    Expr.Apply condition = once(apply.inputs().get(0), "eq");
    boolean fits = condition != null && condition.inputs().get(0).dtype() == DType.INT32
        && !isUniform(condition.inputs().get(0)) && isPerRow(condition.inputs().get(1))
        && outermost(dependence.of(condition), at) == home;
    return fits ? condition : null;
  }

  private Value selectEqual(Expr.Apply equal, Expr.Apply select, Block home, Block at) {
    Value[] inputs = {
      emit(equal.inputs().get(0), at), emit(equal.inputs().get(1), at),
      emit(select.inputs().get(1), at), emit(select.inputs().get(2), at)
    };
    for (Value input : inputs) {
      used(input, at);
    }
    Value value = allocate(select, home, at, false);
    add(home, new Apply.SelectEqual(
        value.register, inputs[0].register, inputs[1].register, inputs[2].register, inputs[3].register, lane.extent));
    return value;
  }

  private static BinaryLoops loopsOfTwo(Expr.Apply apply) {
    return ((Elements.OfTwo) apply.op()).loops();
  }

  /** Which of two operands is one number for all lanes, where there is a loop for that; else −1. */
  private static int numberOperand(Expr.Apply apply, Value[] inputs, boolean uniform) {
    if (uniform || !(apply.op() instanceof Elements.OfTwo two) || !two.loops().takeNumber()
        || !inputs[0].dtype.isFloating()) {
      return -1;
    }
    return inputs[0].isNumber() ? 0 : inputs[1].isNumber() ? 1 : -1;
  }

  /** Which of two operands is a number for each row, where there is a loop for that; else −1. */
  private static int rowNumberOperand(Expr.Apply apply, Value[] inputs, boolean uniform) {
    if (!uniform && apply.op() instanceof Elements.OfTwo two && inputs[0].dtype == DType.FLOAT32) {
      for (int i = 0; i < 2; i++) {
        if (inputs[i].perRow && !inputs[1 - i].uniform && two.loops().takeNumber()) {
          return i;
        }
      }
    }
    return -1;
  }

  private static Instruction instruction(Elements op, DType dtype, int to, int[] x, boolean uniform) {
    if (op instanceof Elements.OfOne one) {
      return new Apply.One(one.loops(), dtype, to, x[0], uniform);
    } else if (op instanceof Elements.OfTwo two) {
      return new Apply.Two(two.loops(), dtype, to, Input.lanes(x[0]), Input.lanes(x[1]), 0, uniform);
    } else if (op instanceof Elements.Comparing comparing) {
      return new Apply.Compare(comparing.loops(), dtype, to, x[0], x[1], uniform);
    } else if (op instanceof Elements.Choosing) {
      return new Apply.Choose(dtype, to, x[0], x[1], x[2], uniform);
    }
    return new Apply.Convert(((Elements.Converting) op).target(), to, x[0], uniform);
  }

  /**
   * Accumulators at the level at which the result varies, a loop for each reduced axis, and one accumulation a result.
   */
  private void reduce(Expr.Reduce reduce, Block at) {
    long varies = dependence.of(reduce.body);
    for (Expr.Axis axis : reduce.axes) {
      varies &= ~(1L << axis.id);
    }
    Block home = outermost(varies, at);
    boolean uniform = isUniform(reduce.body);
    List<Step.Accumulator> accumulators = accumulators(reduce.kinds, reduce.body.dtype(), home);
    Block inner = nest(reduce.axes.stream().filter(axis -> axis.extent != 1).toList(), accumulators, home);
    accumulate(reduce.body, accumulators, reduce.axes, inner);
    close(inner, home, null);
    results(reduce, home, uniform, accumulators);
  }

  /** One more term for each accumulator, over the given axes; null for the lanes. */
  private void accumulate(Expr term, List<Step.Accumulator> accumulators, List<Expr.Axis> over, Block at) {
    if (term instanceof Expr.Also also) {
      emit(also.beside(), at);
      accumulate(also.of(), accumulators, over, at);
      return;
    }
    boolean lanes = over == null && lane != null;
    if (accumulators.size() == 1 && accumulators.get(0).kind() == Reducing.Kind.SUM && term.dtype().isFloating()
        && (lanes || !isUniform(term))) {
      addTerm(term, accumulators.get(0).accumulator(), at);
      return;
    }
    Value value = emit(term, at);
    boolean uniform = !lanes && isUniform(term);
    int source = uniform ? value.register : wide(value, at);
    for (Step.Accumulator to : accumulators) {
      Reducing.Kind kind = to.kind();
      boolean largest = kind == Reducing.Kind.ARG_MAX;
      if (!kind.isIndex()) {
        Input best = Input.lanes(to.accumulator());
        add(at, new Apply.Two(
            kind.combine, to.dtype(), to.accumulator(), best, Input.lanes(source), 0, uniform));
      } else {
        int axis = over == null ? -1 : over.get(0).id;
        add(at, new Accumulate.Extremum(largest, source, to.accumulator(), to.at(), axis, uniform));
      }
    }
    used(value, at);
  }

  /** Adds to a sum; a product, a squared difference or something negated in one pass. */
  private void addTerm(Expr term, int sum, Block at) {
    Expr.Apply negated = once(term, "neg");
    Expr positive = negated == null ? term : negated.inputs().get(0);
    Expr.Apply square = once(positive, "square");
    Expr.Apply difference = square == null || negated != null ? null : once(square.inputs().get(0), "sub");
    Expr.Apply product = once(positive, "mul");
    if (difference != null) {
      Value a = emit(difference.inputs().get(0), at);
      Value b = emit(difference.inputs().get(1), at);
      Value number = a.isNumber() ? a : b;
      int tile = wide(a.isNumber() ? b : a, at);
      Input other = narrowest(number, at);
      used(a, at);
      used(b, at);
      add(at, new Accumulate.Square(term.dtype(), sum, tile, other));
    } else if (product != null) {
      Value a = emit(product.inputs().get(0), at);
      Value b = emit(product.inputs().get(1), at);
      Value number = a.isNumber() ? a : b;
      int tile = wide(a.isNumber() ? b : a, at);
      Input other = narrowest(number, at);
      used(a, at);
      used(b, at);
      add(at, new Accumulate.Product(negated != null, term.dtype(), sum, tile, other));
    } else if (square != null) {
      Value a = emit(square.inputs().get(0), at);
      int tile = wide(a, at);
      used(a, at);
      add(at, new Accumulate.Product(negated != null, term.dtype(), sum, tile, Input.lanes(tile)));
    } else {
      Value value = emit(positive, at);
      int tile = wide(value, at);
      used(value, at);
      add(at, new Apply.Two(
          negated == null ? Arithmetic.ADD : Arithmetic.SUB, term.dtype(), sum, Input.lanes(sum), Input.lanes(tile), 0,
          false));
    }
  }

  /** The expression as an application of the operation of that label that nothing else reads, or null. */
  private Expr.Apply once(Expr expression, String label) {
    return expression instanceof Expr.Apply apply && apply.op().label().equals(label) && analysis.uses.get(apply) == 1 ? apply : null;
  }

  /** Registers for the results of reductions, set to what changes nothing. */
  private List<Step.Accumulator> accumulators(List<Reducing.Kind> kinds, DType dtype, Block home) {
    List<Step.Accumulator> accumulators = new ArrayList<>();
    for (Reducing.Kind kind : kinds) {
      int accumulator = registers.fresh(dtype);
      home.steps.add(new Apply.Fill(accumulator, dtype, kind.neutral));
      int places = -1;
      if (kind.isIndex()) {
        places = registers.fresh(DType.INT32);
        home.steps.add(new Apply.Fill(places, DType.INT32, 0));
      }
      accumulators.add(new Step.Accumulator(kind, dtype, accumulator, places));
    }
    return accumulators;
  }

  private void results(Expr.Reduce reduce, Block home, boolean uniform, List<Step.Accumulator> accumulators) {
    for (Map.Entry<Expr, Integer> use : analysis.uses.entrySet()) {
      if (use.getKey() instanceof Expr.Result result && result.of() == reduce) {
        Step.Accumulator from = accumulators.get(result.number());
        int register = from.kind().isIndex() ? from.at() : from.accumulator();
        Value value = new Value(register, result.dtype(), home, uniform, isPerRow(result), use.getValue());
        home.owned.add(value);
        values.put(result, value);
      }
    }
  }

  private void store(Value value, int output, Block at) {
    Block home = outermost(dependence.axesOf(output), at);
    int stride = lane == null ? 0 : body.operands.get(output).strides[lane.id];
    if (axes.row != null) {
      storeRows(value, output, home);
    } else if (stride == 0) {
      add(home, new Store.Uniform(output, value.register));
    } else {
      storeLanes(value, output, home, stride);
    }
  }

  /** What was computed by the last step is written to the output there and then, if kernels can. */
  private void storeLanes(Value value, int output, Block home, int stride) {
    int register = wide(value, home);
    int last = home.steps.size() - 1;
    if (stride == 1 && last >= 0 && home.steps.get(last) instanceof Instruction computed) {
      home.steps.set(last, computed.writing(register, output));
    }
    add(home, new Store.Lanes(output, register, stride, value.dtype));
  }

  private void storeRows(Value value, int output, Block home) {
    int[] strides = body.operands.get(output).strides;
    int across = strides[lane.id];
    int down = strides[axes.row.id];
    if (across == 1 && down == lane.extent) {
      storeLanes(value, output, home, 1);
    } else if (across == 0 && down == 0) {
      add(home, new Store.Uniform(output, value.register));
    } else {
      int length = across == 0 ? 1 : lane.extent;
      int register = across == 0 ? value.register : wide(value, home);
      add(home, new Store.Rows(output, register, length, down, across));
    }
  }

  /** The register with a value in every lane, repeated there first if it is uniform. */
  private int wide(Value value, Block at) {
    if (!value.uniform) {
      return value.register;
    }
    if (value.wide == null || value.wide.freed || !value.wide.home.encloses(at)) {
      Block home = value.home;
      value.wide = new Value(registers.fresh(value.dtype), value.dtype, home, false, false, Integer.MAX_VALUE);
      home.owned.add(value.wide);
      Input from = new Input(value.register, value.perRow ? Input.Form.ROWS : Input.Form.NUMBER);
      add(home, new Apply.Widen(value.wide.register, from, value.perRow ? lane.extent : 0, value.dtype));
    }
    return value.wide.register;
  }

  /** A number, or a value in every lane. */
  private Input narrowest(Value value, Block at) {
    return value.isNumber() ? new Input(value.register, Input.Form.NUMBER) : Input.lanes(wide(value, at));
  }

  /** The outermost block around {@code at} in which all these axes are bound. */
  private Block outermost(long varies, Block at) {
    // What is alike in all rows is computed once, for the lanes of a whole tile, before the first of them.
    boolean alike = axes.row != null && (varies >> axes.row.id & 1) == 0;
    long axesOfLoops = alike ? varies & ~(1L << lane.id) : varies;
    Block block = at;
    while (block.parent != null && (axesOfLoops & ~block.parent.bound) == 0) {
      block = block.parent;
    }
    return block;
  }

  private void add(Block block, Instruction instruction) {
    work += block.times;
    block.steps.add(instruction);
  }

  // ---- registers ----

  /** A value computed further out than where it is asked for must not take a register that the inner block reuses. */
  private Value allocate(Expr expression, Block home, Block at, boolean uniform) {
    int register = home == at ? registers.reuse(expression.dtype()) : registers.fresh(expression.dtype());
    int uses = analysis.uses.getOrDefault(expression, 1);
    Value value = new Value(register, expression.dtype(), home, uniform, isPerRow(expression), uses);
    value.definedAt = home.steps.size();
    home.owned.add(value);
    return value;
  }

  private void used(Value value, Block at) {
    if (--value.usesLeft == 0) {
      if (value.home == at) {
        value.lastUse = at.steps.size();
        release(value);
      } else {
        Block outermost = at;
        while (outermost.parent != value.home) {
          outermost = outermost.parent;
        }
        outermost.deadAfter.add(value);
      }
    }
  }

  private void release(Value value) {
    if (!value.freed) {
      value.freed = true;
      registers.release(value.register);
    }
  }
}
