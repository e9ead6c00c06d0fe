package dev.gradlet.examples;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Batches;
import dev.gradlet.nn.Standardization;
import dev.gradlet.nn.io.Csv;
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
    var csv = Csv.read("diabetes.csv", RidgeData.class.getResourceAsStream("diabetes.csv"), Csv.Header.PRESENT);
    var columns = csv.columns().subList(0, csv.columns().indexOf("target"));
    var x = csv.tensorWithout("target");
    var y = csv.tensor("target");
    var parts = Batches.of(x, y, csv.rows() * 4 / 5).shuffled(random).iterator();
    var training = parts.next();
    var heldOut = parts.next();
    var scale = Standardization.ofColumns(training.inputs());
    var deviation = training.targets().std(false, true, 0);
    return new RidgeData(
        columns,
        scale.apply(training.inputs()),
        training.targets().div(deviation).evaluate(),
        scale.apply(heldOut.inputs()),
        heldOut.targets().div(deviation).evaluate());
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
