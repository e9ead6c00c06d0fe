package dev.gradlet.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A box, or a module with the parts in it. */
final class Part {
  /** Null for a module. */
  final Box box;
  final String module;
  /** None for a box. */
  final List<Part> inner;

  Part(Box box) {
    this.box = box;
    this.module = box.module;
    this.inner = List.of();
  }

  Part(String module, List<Part> inner) {
    this.box = null;
    this.module = module;
    this.inner = List.copyOf(inner);
  }

  boolean isIn(String path) {
    return module.equals(path) || module.startsWith(path + ".");
  }

  boolean isVariable() {
    return box != null && box.kind == Box.Kind.VARIABLE;
  }

  /** Its own, or those of all parts in it. */
  List<Box> boxes() {
    List<Box> boxes = new ArrayList<>();
    if (box != null) {
      boxes.add(box);
    }
    inner.forEach(part -> boxes.addAll(part.boxes()));
    return boxes;
  }

  /** Which of the parts has each box. */
  static Map<Box, Part> byBox(List<Part> parts) {
    Map<Box, Part> byBox = new LinkedHashMap<>();
    parts.forEach(part -> part.boxes().forEach(box -> byBox.put(box, part)));
    return byBox;
  }

  /** For each part the others that read it. */
  static Map<Part, Set<Part>> readersAmong(List<Part> parts) {
    Map<Box, Part> byBox = byBox(parts);
    Map<Part, Set<Part>> readers = new LinkedHashMap<>();
    parts.forEach(part -> readers.put(part, new LinkedHashSet<>()));
    byBox.forEach((box, part) -> box.inputs.stream().map(byBox::get)
        .filter(from -> from != null && from != part)
        .forEach(from -> readers.get(from).add(part)));
    return readers;
  }
}
