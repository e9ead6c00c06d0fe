package dev.gradlet.nn.optim;

import java.util.function.DoubleFunction;

/**
 * A search for a step t along a direction of descent that satisfies the strong Wolfe conditions, for the loss φ(t):
 *
 * <pre>φ(t) ≤ φ(0) + c₁ t φ′(0),   |φ′(t)| ≤ c₂ |φ′(0)|,   c₁ = 10⁻⁴, c₂ = 0.9</pre>
 *
 * <p>Nocedal and Wright 2006, "Numerical Optimization", algorithms 3.5 (steps grow until an interval must hold such a
 * t) and 3.6 (the interval shrinks); new steps are minima of cubics through two points, held off the interval's ends.
 */
final class StrongWolfe {
  private static final double DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;
  private static final int MAX_TRIALS = 25;

  /** The loss and its gradient after a step t, and the slope φ′(t). */
  record Point(double t, double loss, FlatVector gradient, double slope) {
    /** A loss that is NaN is as bad as an infinite one. */
    Point {
      loss = Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
    }
  }

  private final DoubleFunction<Point> at;
  private final Point start;
  private final double smallest;
  private int trials;

  /**
   * @param at the point after a step
   * @param start the point at 0
   * @param smallest an interval that is narrower is not searched
   */
  StrongWolfe(DoubleFunction<Point> at, Point start, double smallest) {
    this.at = at;
    this.start = start;
    this.smallest = smallest;
  }

  /** The number of points that were computed. */
  int evaluations() {
    return trials + 1;
  }

  /** The point of a step that satisfies the conditions, or the best one found. */
  Point search(double first) {
    Point previous = start;
    Point point = at.apply(first);
    while (trials < MAX_TRIALS) {
      if (isTooHigh(point) || trials > 1 && point.loss >= previous.loss) {
        return zoom(previous, point);
      } else if (isFlat(point)) {
        return point;
      } else if (point.slope >= 0) {
        return zoom(previous, point);
      }
      double t = minimum(previous, point, point.t + 0.01 * (point.t - previous.t), 10 * point.t);
      previous = point;
      point = trial(t);
    }
    return zoom(start, point);
  }

  private Point trial(double t) {
    trials++;
    return at.apply(t);
  }

  private boolean isTooHigh(Point point) {
    return point.loss > start.loss + DECREASE * point.t * start.slope;
  }

  private boolean isFlat(Point point) {
    return Math.abs(point.slope) <= -CURVATURE * start.slope;
  }

  private Point zoom(Point a, Point b) {
    Point low = a.loss <= b.loss ? a : b;
    Point high = low == a ? b : a;
    boolean wasNearAnEnd = false;
    while (trials < MAX_TRIALS && Math.abs(high.t - low.t) >= smallest) {
      double from = Math.min(low.t, high.t);
      double to = Math.max(low.t, high.t);
      double margin = 0.1 * (to - from);
      double t = minimum(low, high, from, to);
      boolean isNearAnEnd = Math.min(to - t, t - from) < margin;
      if (isNearAnEnd && (wasNearAnEnd || t >= to || t <= from)) {
        t = Math.abs(t - to) < Math.abs(t - from) ? to - margin : from + margin;
        isNearAnEnd = false;
      }
      wasNearAnEnd = isNearAnEnd;
      Point point = trial(t);
      if (isTooHigh(point) || point.loss >= low.loss) {
        high = point;
      } else if (isFlat(point)) {
        return point;
      } else {
        high = point.slope * (high.t - low.t) >= 0 ? low : high;
        low = point;
      }
    }
    return low;
  }

  /** The minimum between two bounds of the cubic through two points with their slopes; their middle if it has none. */
  private static double minimum(Point p, Point q, double from, double to) {
    Point a = p.t <= q.t ? p : q;
    Point b = a == p ? q : p;
    double d = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.t - b.t);
    double root = Math.sqrt(d * d - a.slope * b.slope);
    double t = b.t - (b.t - a.t) * ((b.slope + root - d) / (b.slope - a.slope + 2 * root));
    return Double.isFinite(t) ? Math.min(Math.max(t, from), to) : (from + to) / 2;
  }
}
