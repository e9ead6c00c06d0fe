package dev.gradlet.inspect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Where parts of one module are drawn: each in a row above all that read it, what nothing reads at the bottom; within a
 * row near the mean place of what they are connected to, and where an arrow crosses a row there is room for it
 * (K. Sugiyama et al., 1981).
 */
final class Layers {
  private static final int SWEEPS = 6;
  /** Arrows over more rows than that are not led around what is there. */
  private static final int MOST_CROSSED = 50;
  private static final double GAP = 24;
  private static final double ROW_GAP = 40;
  private static final double ARROW = 10;

  /** The place of a part or, where that is null, of an arrow that passes through a row. */
  static final class Slot {
    final Part part;
    final double width;
    final double height;
    /** Of the middle. */
    double x;
    /** Of the upper edge. */
    double y;
    private int row;
    private final List<Slot> above = new ArrayList<>();
    private final List<Slot> below = new ArrayList<>();

    private Slot(Part part, double[] size) {
      this.part = part;
      this.width = size[0];
      this.height = size[1];
    }

    double left() {
      return x - width / 2;
    }
  }

  /** Between two parts; null stands for what is outside. */
  private record Arrow(Part from, Part to) {}

  private final Map<Part, Slot> slots = new LinkedHashMap<>();
  private final Map<Arrow, List<Slot>> arrows = new HashMap<>();
  private final List<List<Slot>> rows = new ArrayList<>();
  private double[] bottoms;
  double width;
  double height;

  /**
   * @param size width and height of each part
   * @param entered those that read what is outside
   * @param left those that something outside reads
   */
  Layers(List<Part> parts, Function<Part, double[]> size, Predicate<Part> entered, Predicate<Part> left) {
    Map<Part, Set<Part>> readers = Part.readersAmong(parts);
    for (Part part : inputsFirst(readers)) {
      slots.put(part, new Slot(part, size.apply(part)));
    }
    fillRows(readers);
    readers.forEach((part, of) -> of.forEach(reader -> connect(part, reader)));
    parts.stream().filter(entered).forEach(part -> connect(null, part));
    parts.stream().filter(left).forEach(part -> connect(part, null));
    rows.forEach(row -> spread(row, slot -> slot.x));
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean down = sweep % 2 == 0;
      for (int i = 0; i < rows.size(); i++) {
        List<Slot> row = rows.get(down ? i : rows.size() - 1 - i);
        Function<Slot, Double> wanted = slot -> mean(slot, down ? slot.above : slot.below);
        row.sort(Comparator.comparing(wanted));
        spread(row, wanted);
      }
    }
    place();
  }

  private static List<Part> inputsFirst(Map<Part, Set<Part>> readers) {
    List<Part> readersFirst = new ArrayList<>();
    Set<Part> met = new HashSet<>();
    readers.keySet().forEach(part -> visit(part, readers, met, readersFirst));
    List<Part> order = new ArrayList<>(readersFirst);
    Collections.reverse(order);
    return order;
  }

  private static void visit(Part part, Map<Part, Set<Part>> readers, Set<Part> met, List<Part> order) {
    if (met.add(part)) {
      readers.get(part).forEach(reader -> visit(reader, readers, met, order));
      order.add(part);
    }
  }

  /** Rows from the bottom up, then turned. */
  private void fillRows(Map<Part, Set<Part>> readers) {
    List<Slot> order = new ArrayList<>(slots.values());
    int deepest = 0;
    for (int i = order.size() - 1; i >= 0; i--) {
      Slot slot = order.get(i);
      slot.row = readers.get(slot.part).stream().mapToInt(reader -> slots.get(reader).row + 1).max().orElse(0);
      deepest = Math.max(deepest, slot.row);
    }
    for (int i = 0; i <= deepest; i++) {
      rows.add(new ArrayList<>());
    }
    for (Slot slot : order) {
      slot.row = deepest - slot.row;
      rows.get(slot.row).add(slot);
    }
  }

  private void connect(Part from, Part to) {
    Slot at = slots.get(from);
    Slot end = slots.get(to);
    List<Slot> bends = new ArrayList<>();
    int first = at == null ? 0 : at.row + 1;
    int last = end == null ? rows.size() : end.row;
    for (int row = first; row < last && last - first <= MOST_CROSSED; row++) {
      Slot bend = new Slot(null, new double[] {ARROW, 0});
      bend.row = row;
      rows.get(row).add(bend);
      bends.add(bend);
      join(at, bend);
      at = bend;
    }
    join(at, end);
    arrows.put(new Arrow(from, to), bends);
  }

  private static void join(Slot above, Slot below) {
    if (above != null && below != null) {
      above.below.add(below);
      below.above.add(above);
    }
  }

  private static double mean(Slot slot, List<Slot> of) {
    return of.stream().mapToDouble(other -> other.x).average().orElse(slot.x);
  }

  /**
   * Side by side, each as near as that allows to where it is wanted: least squares by joining neighbours that would
   * overlap into blocks (isotonic regression).
   */
  private static void spread(List<Slot> row, Function<Slot, Double> wanted) {
    double[] offset = new double[row.size()];
    double[] sum = new double[row.size()];
    int[] size = new int[row.size()];
    int blocks = 0;
    for (int i = 0; i < row.size(); i++) {
      offset[i] = i == 0 ? 0 : offset[i - 1] + (row.get(i - 1).width + row.get(i).width) / 2 + GAP;
      sum[blocks] = wanted.apply(row.get(i)) - offset[i];
      size[blocks++] = 1;
      while (blocks > 1 && sum[blocks - 2] / size[blocks - 2] >= sum[blocks - 1] / size[blocks - 1]) {
        sum[blocks - 2] += sum[blocks - 1];
        size[blocks - 2] += size[--blocks];
      }
    }
    int i = 0;
    for (int block = 0; block < blocks; block++) {
      for (int end = i + size[block]; i < end; i++) {
        row.get(i).x = sum[block] / size[block] + offset[i];
      }
    }
  }

  private void place() {
    double left = rows.stream().flatMap(List::stream).mapToDouble(Slot::left).min().orElse(0) - GAP;
    double y = GAP;
    bottoms = new double[rows.size()];
    for (int i = 0; i < bottoms.length; i++) {
      List<Slot> row = rows.get(i);
      for (Slot slot : row) {
        slot.x -= left;
        slot.y = y;
        width = Math.max(width, slot.x + slot.width / 2 + GAP);
      }
      y += row.stream().mapToDouble(slot -> slot.height).max().orElse(0);
      bottoms[i] = y;
      y += ROW_GAP;
    }
    height = y - ROW_GAP + GAP;
  }

  Slot slot(Part part) {
    return slots.get(part);
  }

  /** What the arrow between two parts passes through, from above; null for what is outside. */
  List<Slot> bends(Part from, Part to) {
    return arrows.get(new Arrow(from, to));
  }

  /** Where the row ends that a slot is in. */
  double bottom(Slot slot) {
    return bottoms[slot.row];
  }
}
