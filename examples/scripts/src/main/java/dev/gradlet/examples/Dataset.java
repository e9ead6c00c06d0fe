package dev.gradlet.examples;

import dev.gradlet.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;

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
    var csv = Csv.resource("digits.csv.gz", Csv.Header.ABSENT);
    int label = csv.columns().size() - 1;
    return new Dataset("digits", floats(csv.numbersWithout(label)), csv.integers(label), 10);
  }

  /** A file of numbers with one column of class names. */
  static Dataset csv(Path file, Csv.Header header, String labelColumn) {
    var csv = Csv.read(file, header);
    int column = csv.column(labelColumn);
    if (csv.columns().size() == 1) {
      throw new DataException(file + ": the label column is the only one; there is nothing to cluster");
    }
    var numbers = new LinkedHashMap<String, Integer>();
    var texts = csv.texts(column);
    var labels = new int[texts.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = numbers.computeIfAbsent(texts[i], text -> numbers.size());
    }
    var name = String.valueOf(file.getFileName());
    return new Dataset(name, floats(csv.numbersWithout(column)), labels, numbers.size());
  }

  /** All images of an MNIST-like directory, training and test files together, as numbers from 0 to 1. */
  static Dataset idx(Path directory) {
    var images = new Idx[] {
      Idx.read(directory, "train-images-idx3-ubyte"), Idx.read(directory, "t10k-images-idx3-ubyte")
    };
    var classes = new Idx[] {
      Idx.read(directory, "train-labels-idx1-ubyte"), Idx.read(directory, "t10k-labels-idx1-ubyte")
    };
    int rows = images[0].count() + images[1].count();
    int width = images[0].width();
    var pixels = new float[rows * width];
    var labels = new int[rows];
    int most = 0;
    int pixel = 0;
    int row = 0;
    for (int part = 0; part < 2; part++) {
      if (images[part].count() != classes[part].count() || images[part].width() != width) {
        throw new DataException(
            "%s has %d images of %d pixels, %s has %d labels; as many of both, all of %d pixels, were expected"
                .formatted(
                    images[part].name(), images[part].count(), images[part].width(),
                    classes[part].name(), classes[part].count(), width));
      }
      for (byte value : images[part].values()) {
        pixels[pixel++] = (value & 0xFF) / 255f;
      }
      for (byte value : classes[part].values()) {
        labels[row++] = value & 0xFF;
        most = Math.max(most, value & 0xFF);
      }
    }
    var name = String.valueOf(directory.toAbsolutePath().normalize().getFileName());
    return new Dataset(name, Tensor.of(pixels).reshape(rows, width), labels, most + 1);
  }

  Dataset withPoints(Tensor other) {
    return new Dataset(name, other, labels, classes);
  }

  private static Tensor floats(double[][] rows) {
    var flat = new float[rows.length * rows[0].length];
    int i = 0;
    for (var row : rows) {
      for (double value : row) {
        flat[i++] = (float) value;
      }
    }
    return Tensor.of(flat).reshape(rows.length, rows[0].length);
  }
}
