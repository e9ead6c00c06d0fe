package dev.gradlet.examples;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Batches;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.stat.StatUtils;

/**
 * The diabetes data as FLOAT64, a fifth of the patients held out. Columns are standardised by the training rows. The
 * target is divided by its deviation but keeps its mean, so that the bias has something to learn.
 *
 * @param x (n, 10)
 * @param y (n, 1)
 */
record RidgeData(List<String> columns, Tensor x, Tensor y, Tensor heldOutX, Tensor heldOutY) {
  static RidgeData diabetes(Generator random) {
    var csv = Csv.resource("diabetes.csv", Csv.Header.PRESENT);
    int target = csv.column("target");
    var columns = csv.columns().subList(0, target);
    int training = csv.rows() * 4 / 5;
    var rows = Batches.of(Tensor.arange(csv.rows()), csv.rows()).shuffled(random).iterator().next();
    var x = Tensor.of(csv.numbersWithout(target)).indexSelect(0, rows);
    var y = Tensor.of(csv.numbers(target)).unsqueeze(1).indexSelect(0, rows);
    var scale = Standardization.ofColumns(x.narrow(0, 0, training));
    var deviation = y.narrow(0, 0, training).std(false, true, 0);
    x = scale.apply(x);
    y = y.div(deviation);
    int heldOut = csv.rows() - training;
    return new RidgeData(
        columns,
        x.narrow(0, 0, training).evaluate(),
        y.narrow(0, 0, training).evaluate(),
        x.narrow(0, training, heldOut).evaluate(),
        y.narrow(0, training, heldOut).evaluate());
  }

  int rows() {
    return x.size(0);
  }

  /**
   * The weights that minimise 1/n ‖x w + b − y‖² + λ ‖w‖²: (XᵀX + n λ I)⁻¹ Xᵀ (y − mean y), as the columns of X have
   * mean 0. So mean reduction makes λ of the loss n λ in the textbook's formula.
   */
  double[] closedForm(double lambda) {
    var features = new Array2DRowRealMatrix(x.toDoubleMatrix(), false);
    var target = new ArrayRealVector(y.toDoubleArray(), false);
    target.mapSubtractToSelf(meanOfTarget());
    var gram = features.transposeMultiply(features)
        .add(MatrixUtils.createRealIdentityMatrix(columns.size()).scalarMultiply(rows() * lambda));
    return new CholeskyDecomposition(gram).getSolver().solve(features.transpose().operate(target)).toArray();
  }

  /** The bias of that solution. */
  double meanOfTarget() {
    return StatUtils.mean(y.toDoubleArray());
  }
}
