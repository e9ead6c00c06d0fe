package dev.gradlet.examples;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Standardization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.stat.projection.PCA;
import org.knowm.xchart.XYChart;

/** What the main job draws of a clustering. Clusters are shown in the places of the digits that match them best. */
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
  void addMap(String title, Tensor codes, Tensor centers, Tensor assignments) {
    var clusters = assignments.toIntArray();
    var plane = new PCA(2).fit(codes.toDoubleMatrix());
    var places = Matching.of(digits.labels(), clusters).places(centers.size(0));
    maps.add(Charts.clusters(
        title,
        plane.transform(codes.toDoubleMatrix()),
        Arrays.stream(clusters).map(cluster -> places[cluster]).toArray(),
        placed(plane.transform(centers.toDoubleMatrix()), places)));
  }

  /** One image for each cluster, from standardised pixels (k, 64), and how many digits are in it. */
  void addCentroids(String title, Tensor pixels, Tensor assignments) {
    int k = pixels.size(0);
    var places = Matching.of(digits.labels(), assignments.toIntArray()).places(k);
    var sizes = assignments.oneHot(k, DType.INT32).sum(0).toIntArray();
    var captions = new String[k];
    for (int cluster = 0; cluster < k; cluster++) {
      captions[places[cluster]] = String.valueOf(sizes[cluster]);
    }
    centroids.row(title, placed(scale.undo(pixels).toDoubleMatrix(), places), List.of(captions));
  }

  private static double[][] placed(double[][] rows, int[] places) {
    var placed = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      placed[places[i]] = rows[i];
    }
    return placed;
  }

  List<Path> save(Path directory) {
    return List.of(
        Charts.save(directory, "codes.png", maps.toArray(XYChart[]::new)), centroids.save(directory, "centroids.png"));
  }
}
