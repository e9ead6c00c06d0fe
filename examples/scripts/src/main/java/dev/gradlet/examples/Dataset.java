package dev.gradlet.examples;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.nn.io.Csv;
import dev.gradlet.nn.io.DataException;
import dev.gradlet.nn.io.Idx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of numbers and the class a person gave to each. The classes serve to score a clustering, never to make one.
 *
 * @param points (rows, columns)
 * @param labels a class from 0 on for each row
 * @param classes how many there are
 */
record Dataset(String name, Tensor points, int[] labels, int classes) {
  /** 1,797 handwritten digits, 8×8 pixels of 0 (white) to 16. */
  static Dataset digits() {
    var csv = Csv.read("digits.csv.gz", Dataset.class.getResourceAsStream("digits.csv.gz"), Csv.Header.ABSENT);
    var label = String.valueOf(csv.columns().size());
    return new Dataset("digits", csv.tensorWithout(label).to(DType.FLOAT32).evaluate(), csv.integers(label), 10);
  }

  /** A file of numbers with one column of class names. */
  static Dataset csv(Path file, Csv.Header header, String labelColumn) {
    var csv = Csv.read(file, header);
    var classes = csv.classes(labelColumn);
    if (csv.columns().size() == 1) {
      throw new DataException(file + ": the label column is the only one; there is nothing to cluster");
    }
    var points = csv.tensorWithout(labelColumn).to(DType.FLOAT32).evaluate();
    return new Dataset(
        String.valueOf(file.getFileName()), points, classes.labels().toIntArray(), classes.names().size());
  }

  /** All images of an MNIST-like directory, training and test files together, as numbers from 0 to 1. */
  static Dataset idx(Path directory) {
    var images = new ArrayList<Tensor>();
    var labels = new ArrayList<Tensor>();
    for (var part : List.of("train", "t10k")) {
      images.add(Idx.load(directory, part + "-images-idx3-ubyte").to(DType.FLOAT32).div(255).evaluate());
      labels.add(Idx.load(directory, part + "-labels-idx1-ubyte"));
      check(directory, part, images.get(0), images.get(images.size() - 1), labels.get(labels.size() - 1));
    }
    var points = Tensor.concat(0, images.toArray(Tensor[]::new)).flatten(1, -1).evaluate();
    var classes = Tensor.concat(0, labels.toArray(Tensor[]::new));
    var name = String.valueOf(directory.toAbsolutePath().normalize().getFileName());
    return new Dataset(name, points, classes.toIntArray(), (int) classes.max().item() + 1);
  }

  private static void check(Path directory, String part, Tensor first, Tensor images, Tensor labels) {
    boolean fit = images.rank() == 3 && labels.rank() == 1 && images.size(0) == labels.size(0) && images.size(0) > 0;
    if (!fit || images.size(1) != first.size(1) || images.size(2) != first.size(2)) {
      throw new DataException("%s: the %s images are %s, their labels %s; as many of both, all images of one size, were"
          .formatted(directory, part, images.shape(), labels.shape()) + " expected");
    }
  }

  Dataset withPoints(Tensor other) {
    return new Dataset(name, other, labels, classes);
  }
}
