package dev.gradlet.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where boxes, modules around them and arrows between them are on a page. */
final class Drawing {
  private static final double TITLE = 8;

  /** By its upper left corner. */
  record Place(double x, double y, double width, double height) {}

  record Point(double x, double y) {}

  private final Map<Box, double[]> sizes;
  private final Map<Box, List<Box>> readers = new HashMap<>();
  private final Map<Part, Layers> layers = new HashMap<>();
  private final Map<Box, List<Part>> ways = new HashMap<>();
  final Map<Box, Place> boxes = new HashMap<>();
  /** Outer ones before those within. */
  final List<Part> modules = new ArrayList<>();
  final Map<Part, Place> places = new HashMap<>();
  private final Part page;
  final double width;
  final double height;

  /** @param sizes width and height of each box */
  Drawing(List<Box> drawn, Map<Box, double[]> sizes) {
    this.sizes = sizes;
    drawn.forEach(box -> box.inputs.forEach(
        input -> readers.computeIfAbsent(input, b -> new ArrayList<>()).add(box)));
    this.page = new Part("", Modules.parts(drawn));
    double[] size = size(page);
    this.width = size[0];
    this.height = size[1];
    put(page, 0, 0, new ArrayList<>());
  }

  private double[] size(Part part) {
    if (part.box != null) {
      return sizes.get(part.box);
    }
    Set<Box> within = new HashSet<>(part.boxes());
    Layers inner = new Layers(part.inner, this::size,
        one -> one.boxes().stream().anyMatch(box -> !within.containsAll(box.inputs)),
        one -> one.boxes().stream().anyMatch(box -> !within.containsAll(readers.getOrDefault(box, List.of()))));
    layers.put(part, inner);
    return new double[] {inner.width, inner.height + TITLE};
  }

  private void put(Part part, double x, double y, List<Part> around) {
    List<Part> way = new ArrayList<>(around);
    way.add(part);
    if (part.box != null) {
      boxes.put(part.box, new Place(x, y, sizes.get(part.box)[0], sizes.get(part.box)[1]));
      ways.put(part.box, way);
      return;
    }
    Layers inner = layers.get(part);
    places.put(part, new Place(x, y, inner.width, inner.height + TITLE));
    if (part != page) {
      modules.add(part);
    }
    for (Part one : part.inner) {
      Layers.Slot slot = inner.slot(one);
      put(one, x + slot.left(), y + TITLE + slot.y, way);
    }
  }

  /**
   * Where the arrow from an input to what reads it goes: from the box straight to the end of its row, in a curve to the
   * next row, straight through that, and so on.
   */
  List<Point> arrow(Box from, Box to) {
    List<Part> a = ways.get(from);
    List<Part> b = ways.get(to);
    int apart = 0;
    while (a.get(apart) == b.get(apart)) {
      apart++;
    }
    List<Point> points = new ArrayList<>();
    for (int i = a.size() - 1; i >= apart; i--) {
      Part around = a.get(i - 1);
      Layers.Slot slot = layers.get(around).slot(a.get(i));
      through(around, slot, slot.y + slot.height, points);
      bends(around, a.get(i), i == apart ? b.get(apart) : null, points);
    }
    for (int i = apart + 1; i < b.size(); i++) {
      bends(b.get(i - 1), null, b.get(i), points);
    }
    Place last = boxes.get(to);
    points.add(new Point(last.x + last.width / 2, last.y));
    return points;
  }

  private void bends(Part around, Part from, Part to, List<Point> points) {
    layers.get(around).bends(from, to).forEach(bend -> through(around, bend, bend.y, points));
  }

  private void through(Part around, Layers.Slot slot, double fromY, List<Point> points) {
    Place at = places.get(around);
    points.add(new Point(at.x + slot.x, at.y + TITLE + fromY));
    points.add(new Point(at.x + slot.x, at.y + TITLE + layers.get(around).bottom(slot)));
  }
}
