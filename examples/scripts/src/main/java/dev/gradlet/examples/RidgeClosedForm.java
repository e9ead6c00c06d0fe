package dev.gradlet.examples;

import static dev.gradlet.examples.TextTable.decimals;

import dev.gradlet.Generator;
import dev.gradlet.examples.Charts.Curve;
import dev.gradlet.examples.RidgeModel.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.util.MathArrays;

/** Training to convergence against the solution by linear algebra. */
final class RidgeClosedForm {
  private static final int MOST_STEPS = 100_000;
  private static final double CONVERGED = 1e-12;
  private static final int PATH_POINTS = 61;

  private RidgeClosedForm() {}

  /** What training came to, and after how many steps. */
  record Trained(double[] weights, int steps) {}

  /** Minimises MSE + λ·Σ‖w‖² by Nesterov's momentum until no element of the gradient exceeds 1e-12. */
  static Trained train(RidgeData data, double lambda, long seed) {
    var setting = new Setting(Rule.NESTEROV, Penalty.SQUARES, false);
    var model = new RidgeModel(setting, lambda, data.columns().size(), new Generator(seed));
    int steps = 0;
    do {
      model.step(data.x(), data.y());
      steps++;
    } while (model.largestGradient() > CONVERGED && steps < MOST_STEPS);
    return new Trained(model.weights(), steps);
  }

  /** ‖trained − exact‖ / ‖exact‖. */
  static double relativeError(double[] trained, double[] exact) {
    return MathArrays.distance(trained, exact) / MathArrays.safeNorm(exact);
  }

  static String table(RidgeData data, double[] lambdas, long seed) {
    var table = new TextTable(
        "MSE + λ·Σ‖w‖²", "n·λ", "steps", "‖w‖", "relative difference from the closed form");
    for (double lambda : lambdas) {
      var trained = train(data, lambda, seed);
      var exact = data.closedForm(lambda);
      table.row("λ = " + lambda, decimals(data.rows() * lambda, 2), String.valueOf(trained.steps()),
          decimals(MathArrays.safeNorm(exact), 4),
          String.format(Locale.ROOT, "%.1e", relativeError(trained.weights(), exact)));
    }
    return table + String.format(Locale.ROOT,
        "%nMSE is a mean over n = %d rows: beside it λ·Σ‖w‖² is n·λ in the closed form%n"
            + "(XᵀX + n·λ·I)⁻¹Xᵀ(y − mean y).%n",
        data.rows());
  }

  /** Each coefficient against λ: lines by the closed form, dots as trained. */
  static Path savePath(RidgeData data, double[] lambdas, long seed, Path directory, String name) {
    var x = IntStream.range(0, PATH_POINTS).mapToDouble(i -> Math.pow(10, -3 + 5.0 * i / (PATH_POINTS - 1))).toArray();
    var exact = DoubleStream.of(x).mapToObj(data::closedForm).toArray(double[][]::new);
    var trained = DoubleStream.of(lambdas).mapToObj(lambda -> train(data, lambda, seed).weights())
        .toArray(double[][]::new);
    var curves = new ArrayList<Curve>();
    for (int column = 0; column < data.columns().size(); column++) {
      curves.add(new Curve(data.columns().get(column), x, column(exact, column)));
    }
    var chart = Charts.curves("regularisation path (dots: as trained)", "λ", "coefficient", curves);
    chart.getStyler().setXAxisLogarithmic(true).setYAxisDecimalPattern("0.00");
    for (int column = 0; column < data.columns().size(); column++) {
      Charts.addDots(chart, data.columns().get(column), lambdas, column(trained, column));
    }
    return Charts.save(directory, name, chart);
  }

  private static double[] column(double[][] rows, int column) {
    return IntStream.range(0, rows.length).mapToDouble(row -> rows[row][column]).toArray();
  }
}
