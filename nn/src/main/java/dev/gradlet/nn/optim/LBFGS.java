package dev.gradlet.nn.optim;

import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.Autograd;
import dev.gradlet.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The limited-memory method of Broyden, Fletcher, Goldfarb and Shanno, for small problems of which every step sees all
 * data (Nocedal and Wright 2006, "Numerical Optimization", algorithm 7.4). Of the last changes s of the parameters and
 * y of the gradient it makes the direction d = −H g, where H approximates the inverse Hessian, and moves by t d, where t
 * is the learning rate or found by a {@linkplain Options#strongWolfe line search}.
 *
 * <p>A step is several such iterations, and needs the loss as a function:
 *
 * <pre>{@code
 * var optimizer = new LBFGS(LBFGS.options(1).strongWolfe(true), model.parameters());
 * for (int i = 0; i < 20; i++) {
 *   double before = optimizer.step(() -> mse.forward(model.forward(x), y));
 * }
 * }</pre>
 *
 * <p>{@link #step()}, without it, is one iteration from the gradients as they are. There is no weight decay: add a
 * penalty to the loss.
 */
public final class LBFGS extends Optimizer {
  /**
   * What LBFGS can be told. Immutable: each method returns other options.
   *
   * @param maxIterations of a step
   * @param maxEvaluations of the loss in a step
   * @param toleranceGrad a step ends where no element of the gradient is larger
   * @param toleranceChange a step ends where the loss, or the parameters, change by less
   * @param historySize how many s and y are kept
   * @param strongWolfe whether t is searched for; otherwise it is the learning rate
   */
  public record Options(
      double learningRate,
      int maxIterations,
      int maxEvaluations,
      double toleranceGrad,
      double toleranceChange,
      int historySize,
      boolean strongWolfe) {
    /** @throws IllegalArgumentException if a number is NaN, infinite or negative, or a count is below 1 */
    public Options {
      Ranges.notNegative("LBFGS: learning rate", learningRate);
      Ranges.positive("LBFGS: max iterations", maxIterations);
      Ranges.positive("LBFGS: max evaluations", maxEvaluations);
      Ranges.notNegative("LBFGS: tolerance of the gradient", toleranceGrad);
      Ranges.notNegative("LBFGS: tolerance of the change", toleranceChange);
      Ranges.positive("LBFGS: history size", historySize);
    }

    /** With the learning rate η. */
    public Options learningRate(double learningRate) {
      return new Options(
          learningRate, maxIterations, maxEvaluations, toleranceGrad, toleranceChange, historySize, strongWolfe);
    }

    /** This many iterations in a step, and a quarter more evaluations. */
    public Options maxIterations(int maxIterations) {
      return new Options(
          learningRate, maxIterations, Math.max(1, maxIterations * 5 / 4), toleranceGrad, toleranceChange, historySize,
          strongWolfe);
    }

    /** With at most that many evaluations of the loss in a step. */
    public Options maxEvaluations(int maxEvaluations) {
      return new Options(
          learningRate, maxIterations, maxEvaluations, toleranceGrad, toleranceChange, historySize, strongWolfe);
    }

    /** A step ends where no element of the gradient is larger. */
    public Options toleranceGrad(double toleranceGrad) {
      return new Options(
          learningRate, maxIterations, maxEvaluations, toleranceGrad, toleranceChange, historySize, strongWolfe);
    }

    /** A step ends where the loss, or the parameters, change by less. */
    public Options toleranceChange(double toleranceChange) {
      return new Options(
          learningRate, maxIterations, maxEvaluations, toleranceGrad, toleranceChange, historySize, strongWolfe);
    }

    /** With that many pairs of s and y kept. */
    public Options historySize(int historySize) {
      return new Options(
          learningRate, maxIterations, maxEvaluations, toleranceGrad, toleranceChange, historySize, strongWolfe);
    }

    /** With a line search to the strong conditions of Wolfe, or with the learning rate as the step. */
    public Options strongWolfe(boolean strongWolfe) {
      return new Options(
          learningRate, maxIterations, maxEvaluations, toleranceGrad, toleranceChange, historySize, strongWolfe);
    }
  }

  /** What is kept of the previous iteration: its gradient and its change of the parameters. */
  private static final String GRADIENT = "prev_grad";

  private static final String CHANGE = "prev_change";

  private final Options options;

  /** What {@link #step()} adds to each parameter. */
  private final Map<State, Tensor> changes = new LinkedHashMap<>();

  /** At most 20 iterations and 25 evaluations in a step, tolerances 1e-7 and 1e-9, a history of 100, no line search. */
  public static Options options(double learningRate) {
    return new Options(learningRate, 20, 25, 1e-7, 1e-9, 100, false);
  }

  /** The learning rate 1. */
  public LBFGS(Iterable<? extends Tensor> parameters) {
    this(options(1), parameters);
  }

  /** Of one group of parameters. */
  public LBFGS(Options options, Iterable<? extends Tensor> parameters) {
    super(Objects.requireNonNull(options, "LBFGS: the options are null").learningRate, 0, group(parameters));
    this.options = options;
  }

  @Override
  protected Options options() {
    return options;
  }

  /**
   * Iterates until the loss hardly changes, or the most iterations or evaluations are reached. Returns the loss before.
   *
   * @param loss computes a scalar of the parameters as they are at each call
   * @throws IllegalStateException if the loss is NaN or infinite to begin with; nothing moves then
   */
  public double step(Supplier<Tensor> loss) {
    Objects.requireNonNull(loss, "LBFGS: the loss is null");
    List<State> moving = states.stream().filter(s -> !s.isFrozen()).toList();
    if (moving.isEmpty()) {
      return Autograd.noGrad(loss).item();
    }
    List<Tensor> before = moving.stream().map(s -> s.parameter.detach()).toList();
    moving.forEach(State::remember);
    try {
      return iterate(moving, loss);
    } catch (RuntimeException | Error e) {
      for (int i = 0; i < before.size(); i++) {
        moving.get(i).undo();
        moving.get(i).parameter.assign(before.get(i));
      }
      throw e;
    }
  }

  private double iterate(List<State> moving, Supplier<Tensor> loss) {
    StrongWolfe.Point point = evaluate(moving, loss);
    double first = point.loss();
    if (!Double.isFinite(first)) {
      throw new IllegalStateException("LBFGS: the loss is infinite or NaN before the step; nothing was moved");
    }
    int evaluations = 1;
    for (int i = 1; i <= options.maxIterations && point.gradient().maxAbs() > options.toleranceGrad; i++) {
      moving.forEach(s -> s.step++);
      FlatVector direction = direction(moving, point.gradient());
      double slope = point.gradient().dot(direction);
      if (slope > -options.toleranceChange) {
        break;
      }
      double t = firstTrial(moving, point.gradient());
      StrongWolfe.Point start = new StrongWolfe.Point(0, point.loss(), point.gradient(), slope);
      FlatVector at = values(moving);
      if (options.strongWolfe) {
        var search = new StrongWolfe(
            step -> evaluate(moving, loss, at, step, direction), start, options.toleranceChange / direction.maxAbs());
        point = search.search(t);
        evaluations += search.evaluations();
        move(moving, at, point.t(), direction);
      } else if (i < options.maxIterations) {
        point = evaluate(moving, loss, at, t, direction);
        evaluations++;
      } else {
        move(moving, at, t, direction);
        point = new StrongWolfe.Point(t, start.loss(), start.gradient(), slope);
      }
      FlatVector change = direction.times(point.t());
      keep(moving, CHANGE, change);
      if (evaluations >= options.maxEvaluations || change.maxAbs() <= options.toleranceChange
          || Math.abs(point.loss() - start.loss()) < options.toleranceChange) {
        break;
      }
    }
    return first;
  }

  @Override
  void prepare(List<State> moving) {
    changes.clear();
    if (moving.isEmpty()) {
      return;
    }
    FlatVector gradient = gradient(moving);
    FlatVector change = direction(moving, gradient).times(firstTrial(moving, gradient));
    keep(moving, CHANGE, change);
    for (int i = 0; i < moving.size(); i++) {
      changes.put(moving.get(i), change.parts().get(i));
    }
  }

  @Override
  protected Tensor update(Tensor value, Tensor gradient, State state) {
    return value.add(changes.get(state));
  }

  /** The learning rate; before anything is known of the curvature no element of the first change is more than that. */
  private double firstTrial(List<State> moving, FlatVector gradient) {
    return moving.get(0).step == 1 ? Math.min(1, 1 / gradient.sumOfAbs()) * learningRate() : learningRate();
  }

  /** −H g, after the last changes have joined the history: the recursion of two loops, algorithm 7.4. */
  private FlatVector direction(List<State> moving, FlatVector gradient) {
    List<FlatVector> changesOfGradient = history(moving, "old_dirs.");
    List<FlatVector> changes = history(moving, "old_stps.");
    if (moving.get(0).step > 1) {
      FlatVector y = gradient.plus(-1, kept(moving, GRADIENT));
      FlatVector s = kept(moving, CHANGE);
      if (y.dot(s) > 1e-10) {
        push(moving, "old_dirs.", changesOfGradient, y);
        push(moving, "old_stps.", changes, s);
      }
    }
    keep(moving, GRADIENT, gradient);
    double[] alpha = new double[changes.size()];
    double[] curvature = new double[changes.size()];
    FlatVector q = gradient.times(-1);
    for (int i = alpha.length - 1; i >= 0; i--) {
      FlatVector y = changesOfGradient.get(i);
      curvature[i] = y.dot(changes.get(i));
      alpha[i] = changes.get(i).dot(q) / curvature[i];
      q = q.plus(-alpha[i], y);
    }
    if (alpha.length > 0) {
      FlatVector last = changesOfGradient.get(alpha.length - 1);
      q = q.times(curvature[alpha.length - 1] / last.dot(last));
    }
    for (int i = 0; i < alpha.length; i++) {
      double beta = changesOfGradient.get(i).dot(q) / curvature[i];
      q = q.plus(alpha[i] - beta, changes.get(i));
    }
    return q;
  }

  private StrongWolfe.Point evaluate(
      List<State> moving, Supplier<Tensor> loss, FlatVector from, double t, FlatVector direction) {
    move(moving, from, t, direction);
    StrongWolfe.Point there = evaluate(moving, loss);
    return new StrongWolfe.Point(t, there.loss(), there.gradient(), there.gradient().dot(direction));
  }

  /** The loss and its gradient where the parameters are. */
  private StrongWolfe.Point evaluate(List<State> moving, Supplier<Tensor> loss) {
    zeroGrad();
    Tensor value = Objects.requireNonNull(loss.get(), "LBFGS: the loss is null");
    value.backward();
    return new StrongWolfe.Point(0, value.item(), gradient(moving), 0);
  }

  private static void move(List<State> moving, FlatVector from, double t, FlatVector direction) {
    FlatVector to = from.plus(t, direction);
    for (int i = 0; i < moving.size(); i++) {
      moving.get(i).parameter.assign(to.parts().get(i));
    }
  }

  private static FlatVector values(List<State> moving) {
    return new FlatVector(moving.stream().map(s -> s.parameter.detach()).toList());
  }

  private static FlatVector gradient(List<State> moving) {
    return new FlatVector(moving.stream()
        .map(s -> s.parameter.grad() == null ? Tensor.zerosLike(s.parameter) : s.parameter.grad().detach())
        .toList());
  }

  private static FlatVector kept(List<State> moving, String name) {
    return new FlatVector(moving.stream().map(s -> s.kept(name)).toList());
  }

  private static void keep(List<State> moving, String name, FlatVector vector) {
    for (int i = 0; i < moving.size(); i++) {
      moving.get(i).keep(name, vector.parts().get(i));
    }
  }

  private static List<FlatVector> history(List<State> moving, String name) {
    List<FlatVector> history = new ArrayList<>();
    while (moving.get(0).kept.containsKey(name + history.size())) {
      history.add(kept(moving, name + history.size()));
    }
    return history;
  }

  private void push(List<State> moving, String name, List<FlatVector> history, FlatVector newest) {
    if (history.size() == options.historySize) {
      history.remove(0);
    }
    history.add(newest);
    for (int i = 0; i < history.size(); i++) {
      keep(moving, name + i, history.get(i));
    }
  }
}
