package dev.gradlet.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where boxes are drawn: a layer above all that reads a box, the result at the bottom; within a layer near the mean
 * place of what they are connected to (K. Sugiyama et al., 1981).
 */
final class Layers {
  private static final int SWEEPS = 4;
  private static final double GAP = 24;
  private static final double LAYER_GAP = 44;

  /** A box on the page, by its upper left corner. */
  record Place(double x, double y, double width, double height) {
    boolean meets(Place other) {
      return x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height;
    }
  }

  private final Map<Box, Integer> layer = new HashMap<>();
  private final List<List<Box>> layers = new ArrayList<>();
  private final Map<Box, List<Box>> readers = new HashMap<>();
  final Map<Box, Place> places = new HashMap<>();
  double width;
  double height;

  /** @param sizes width and height of each box */
  Layers(List<Box> boxes, Map<Box, double[]> sizes) {
    for (Box box : boxes) {
      box.inputs.forEach(input -> readers.computeIfAbsent(input, b -> new ArrayList<>()).add(box));
    }
    int deepest = 0;
    for (int i = boxes.size() - 1; i >= 0; i--) {
      int above = readers.getOrDefault(boxes.get(i), List.of()).stream().mapToInt(b -> layer.getOrDefault(b, 0) + 1)
          .max()
          .orElse(0);
      layer.put(boxes.get(i), above);
      deepest = Math.max(deepest, above);
    }
    int last = deepest;
    layer.replaceAll((box, above) -> last - above);
    for (Box box : boxes) {
      while (layers.size() <= layer.get(box)) {
        layers.add(new ArrayList<>());
      }
      layers.get(layer.get(box)).add(box);
    }
    layers.removeIf(List::isEmpty);
    Map<Box, Double> centre = new HashMap<>();
    for (List<Box> row : layers) {
      spread(row, sizes, centre);
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (List<Box> row : layers) {
        Map<Box, Double> wanted = new HashMap<>();
        row.forEach(box -> wanted.put(box, mean(box, centre)));
        row.sort(Comparator.comparing(wanted::get));
        spread(row, sizes, centre);
      }
    }
    place(sizes, centre);
  }

  private double mean(Box box, Map<Box, Double> centre) {
    List<Box> near = new ArrayList<>(box.inputs);
    near.addAll(readers.getOrDefault(box, List.of()));
    return near.stream().filter(centre::containsKey).mapToDouble(centre::get).average().orElse(0);
  }

  /** Side by side, around 0. */
  private static void spread(List<Box> row, Map<Box, double[]> sizes, Map<Box, Double> centre) {
    double total = row.stream().mapToDouble(box -> sizes.get(box)[0] + GAP).sum() - GAP;
    double at = -total / 2;
    for (Box box : row) {
      centre.put(box, at + sizes.get(box)[0] / 2);
      at += sizes.get(box)[0] + GAP;
    }
  }

  private void place(Map<Box, double[]> sizes, Map<Box, Double> centre) {
    double left = 0;
    for (Map.Entry<Box, Double> entry : centre.entrySet()) {
      left = Math.min(left, entry.getValue() - sizes.get(entry.getKey())[0] / 2);
    }
    double y = GAP;
    for (List<Box> row : layers) {
      double tallest = 0;
      for (Box box : row) {
        double[] size = sizes.get(box);
        Place place = new Place(centre.get(box) - size[0] / 2 - left + GAP, y, size[0], size[1]);
        places.put(box, place);
        width = Math.max(width, place.x + size[0] + GAP);
        tallest = Math.max(tallest, size[1]);
      }
      y += tallest + LAYER_GAP;
    }
    height = y;
  }
}
