package dev.gradlet.examples;

import dev.gradlet.Autograd;
import dev.gradlet.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.stat.projection.PCA;
import org.knowm.xchart.XYChart;

/** What the main job draws of a clustering. */
final class DigitsPictures {
  private static final int SIDE = 8;
  private static final double WHITE = 0;
  private static final double BLACK = 16;

  private final Dataset digits;
  private final Standardization scale;
  private final ImageGrid centroids = new ImageGrid(SIDE, SIDE, WHITE, BLACK);
  private final List<XYChart> maps = new ArrayList<>();

  DigitsPictures(Dataset digits, Standardization scale) {
    this.digits = digits;
    this.scale = scale;
  }

  /** Codes and their centroids on the plane in which the codes spread most (their two principal components). */
  void addMap(String title, Tensor codes, Tensor centers, int[] clusters) {
    var plane = new PCA(2).fit(codes.toDoubleMatrix());
    maps.add(Charts.clusters(
        title, plane.transform(codes.toDoubleMatrix()), clusters, plane.transform(centers.toDoubleMatrix())));
  }

  /** One image for each cluster, from standardised pixels (k, 64). */
  void addCentroids(String title, Tensor pixels, int[] clusters) {
    var images = Autograd.noGrad(() -> scale.undo(pixels).toDoubleMatrix());
    var sizes = Clusters.sizes(clusters, images.length);
    var classOf = Matching.of(digits.labels(), clusters).classOf();
    var captions = new ArrayList<String>();
    for (int k = 0; k < images.length; k++) {
      captions.add(k < classOf.length && classOf[k] >= 0 ? classOf[k] + "  (" + sizes[k] + ")" : "(" + sizes[k] + ")");
    }
    centroids.row(title, images, captions);
  }

  List<Path> save(Path directory) {
    return List.of(
        Charts.save(directory, "codes.png", maps.toArray(XYChart[]::new)), centroids.save(directory, "centroids.png"));
  }
}
