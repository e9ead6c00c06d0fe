package dev.gradlet.examples;

import dev.gradlet.examples.Charts.Curve;
import java.nio.file.Path;
import java.util.List;
import org.hipparchus.util.ResizableDoubleArray;

/** The mean losses of each epoch, of both stages of {@link DeepClustering}. */
final class LossHistory {
  private final ResizableDoubleArray alone = new ResizableDoubleArray();
  private final ResizableDoubleArray together = new ResizableDoubleArray();
  private final ResizableDoubleArray clustering = new ResizableDoubleArray();

  void pretrained(double reconstruction) {
    alone.addElement(reconstruction);
  }

  void trained(double reconstruction, double distance) {
    together.addElement(reconstruction);
    clustering.addElement(distance);
  }

  Path save(Path directory, String name) {
    int joint = 1 + alone.getNumElements();
    var reconstruction = Charts.curves("reconstruction", "epoch", "mean squared error", List.of(
        Curve.ofEpochs("autoencoder alone", 1, alone.getElements()),
        Curve.ofEpochs("joint training", joint, together.getElements())));
    var distance = Charts.curves("codes", "epoch", "mean squared distance to the nearest centroid", List.of(
        Curve.ofEpochs("joint training", joint, clustering.getElements())));
    reconstruction.getStyler().setXAxisMin(0.0).setYAxisMin(0.0);
    distance.getStyler().setXAxisMin(0.0).setYAxisMin(0.0);
    return Charts.save(directory, name, reconstruction, distance);
  }
}
