package dev.gradlet.examples;

import dev.gradlet.Generator;
import dev.gradlet.examples.RidgeModel.Setting;
import org.hipparchus.util.MathArrays;

/** How a {@link RidgeModel} changed: everything after each epoch, which is one step on all training rows. */
record RidgeTrace(double[] trainError, double[] heldOutError, double[] norm, double[][] parameters) {
  static RidgeTrace of(Setting setting, double wd, RidgeData data, int epochs, long seed) {
    var model = new RidgeModel(setting, wd, data.columns().size(), new Generator(seed));
    var trace = new RidgeTrace(new double[epochs], new double[epochs], new double[epochs], new double[epochs][]);
    for (int epoch = 0; epoch < epochs; epoch++) {
      model.step(data.x(), data.y());
      trace.trainError[epoch] = model.error(data.x(), data.y());
      trace.heldOutError[epoch] = model.error(data.heldOutX(), data.heldOutY());
      trace.norm[epoch] = MathArrays.safeNorm(model.weights());
      trace.parameters[epoch] = model.parameters();
    }
    return trace;
  }

  double lastTrainError() {
    return trainError[trainError.length - 1];
  }

  double lastHeldOutError() {
    return heldOutError[heldOutError.length - 1];
  }

  double lastNorm() {
    return norm[norm.length - 1];
  }

  double lastBias() {
    var last = parameters[parameters.length - 1];
    return last[last.length - 1];
  }

  /** After each epoch, the largest difference of any parameter from that of another run. */
  double[] differences(RidgeTrace other) {
    var differences = new double[parameters.length];
    for (int epoch = 0; epoch < differences.length; epoch++) {
      differences[epoch] = MathArrays.distanceInf(parameters[epoch], other.parameters[epoch]);
    }
    return differences;
  }
}
