package dev.gradlet.inspect;

import dev.gradlet.engine.graph.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which boxes belong to which module, by the names of the parameters that they read. */
final class Modules {
  private final List<Box> boxes;
  private final Map<Box, List<Box>> readers = new HashMap<>();

  private Modules(List<Box> boxes) {
    this.boxes = boxes;
    boxes.forEach(box -> box.inputs.forEach(
        input -> readers.computeIfAbsent(input, b -> new ArrayList<>()).add(box)));
  }

  /**
   * A parameter, what is computed from parameters of one module alone, and what reads such directly; then what lies
   * between parts of one module, as an activation does between two layers. A penalty lies in none, nor does what lies
   * between two uses of a layer, unless it is another look.
   */
  static void assign(List<Box> boxes) {
    Modules modules = new Modules(boxes);
    modules.leaveOutPenalties(modules.byParameters());
    modules.fillBetween();
  }

  private List<Box> readersOf(Box box) {
    return readers.getOrDefault(box, List.of());
  }

  /** Returns those operations that read nothing else than parameters. */
  private Set<Box> byParameters() {
    Map<Box, String> ofParameters = new HashMap<>();
    Set<Box> alone = new LinkedHashSet<>();
    for (Box box : boxes) {
      if (box.kind == Box.Kind.VARIABLE) {
        box.module = box.name.substring(0, Math.max(0, box.name.lastIndexOf('.')));
        ofParameters.put(box, box.module);
      } else if (box.kind == Box.Kind.OPERATION) {
        List<String> read = box.inputs.stream().map(ofParameters::get).toList();
        List<String> modules = read.stream().filter(module -> module != null).distinct().toList();
        boolean one = modules.size() == 1;
        boolean reducesThem = box.node.operation() instanceof Operation.Reducing && !read.contains(null);
        box.module = one && !reducesThem ? modules.get(0) : "";
        if (one && !reducesThem && !read.contains(null)) {
          ofParameters.put(box, box.module);
          alone.add(box);
        }
      }
    }
    return alone;
  }

  private void leaveOutPenalties(Set<Box> alone) {
    for (int i = boxes.size() - 1; i >= 0; i--) {
      Box box = boxes.get(i);
      if (alone.contains(box) && readersOf(box).stream().noneMatch(reader -> reader.module.equals(box.module))) {
        box.module = "";
      }
    }
  }

  private void fillBetween() {
    Map<Box, String> above = new HashMap<>();
    for (Box box : boxes) {
      String from = box.module.isEmpty() && box.kind != Box.Kind.VARIABLE ? common(box.inputs, above) : box.module;
      if (box.kind != Box.Kind.CONSTANT) {
        above.put(box, from);
      }
    }
    Map<Box, String> below = new HashMap<>();
    for (int i = boxes.size() - 1; i >= 0; i--) {
      Box box = boxes.get(i);
      below.put(box, box.module.isEmpty() ? common(readersOf(box), below) : box.module);
    }
    for (Box box : boxes) {
      if (box.module.isEmpty() && above.containsKey(box) && box.kind != Box.Kind.VARIABLE) {
        boolean apart = !above.get(box).equals(below.get(box));
        boolean looks = box.node.operation() instanceof Operation.Moving;
        box.module = apart || looks ? common(above.get(box), below.get(box)) : "";
      }
    }
  }

  private static String common(Collection<Box> of, Map<Box, String> known) {
    return of.stream().filter(known::containsKey).map(known::get).reduce(Modules::common).orElse("");
  }

  /** The module that holds both. */
  private static String common(String a, String b) {
    String[] as = a.split("\\.");
    String[] bs = b.split("\\.");
    int same = 0;
    while (same < Math.min(as.length, bs.length) && as[same].equals(bs[same])) {
      same++;
    }
    return String.join(".", Arrays.copyOf(as, same));
  }

  // ---- as boxes around boxes ----

  /**
   * Boxes, and around those of each module a part of its own; where ways lead out of a module and back, as to one that
   * is used twice, around each place where it is used.
   */
  static List<Part> parts(List<Box> boxes) {
    Set<String> paths = new LinkedHashSet<>();
    for (Box box : boxes) {
      for (String path = box.module; !path.isEmpty(); path = path.substring(0, Math.max(0, path.lastIndexOf('.')))) {
        paths.add(path);
      }
    }
    List<Part> parts = new ArrayList<>(boxes.stream().map(Part::new).toList());
    paths.stream().sorted(Comparator.comparing((String path) -> -path.split("\\.").length)).forEach(path -> {
      List<Part> members = parts.stream().filter(part -> part.isIn(path)).toList();
      if (!enclose(path, members, parts)) {
        connected(members.stream().filter(part -> !part.isVariable()).toList())
            .forEach(some -> enclose(path, some, parts));
      }
    });
    return parts;
  }

  /** Unless a way leads out and back, or there is but one. */
  private static boolean enclose(String path, List<Part> members, List<Part> parts) {
    if (members.size() < 2) {
      return true;
    }
    Map<Part, Set<Part>> read = Part.readersAmong(parts);
    List<Part> left = new ArrayList<>();
    members.forEach(member -> read.get(member).stream().filter(p -> !members.contains(p)).forEach(left::add));
    Set<Part> met = new HashSet<>(left);
    while (!left.isEmpty()) {
      for (Part reader : read.get(left.remove(left.size() - 1))) {
        if (members.contains(reader)) {
          return false;
        } else if (met.add(reader)) {
          left.add(reader);
        }
      }
    }
    parts.set(parts.indexOf(members.get(0)), new Part(path, members));
    parts.removeAll(members);
    return true;
  }

  private static List<List<Part>> connected(List<Part> parts) {
    Map<Part, Set<Part>> read = Part.readersAmong(parts);
    List<List<Part>> groups = new ArrayList<>();
    for (Part part : parts) {
      List<Part> group = new ArrayList<>(List.of(part));
      for (List<Part> other : List.copyOf(groups)) {
        if (other.stream().anyMatch(p -> read.get(p).contains(part) || read.get(part).contains(p))) {
          groups.remove(other);
          group.addAll(0, other);
        }
      }
      groups.add(group);
    }
    return groups;
  }
}
