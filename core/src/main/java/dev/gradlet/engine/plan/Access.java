package dev.gradlet.engine.plan;

import dev.gradlet.Shape;
import dev.gradlet.engine.graph.View;
import dev.gradlet.engine.graph.ViewMap;
import java.util.ArrayList;
import java.util.List;

/**
 * How a loop sees a node: through which movements, the one nearest to the node first, and over which of its axes the
 * result is spread.
 */
record Access(List<ViewMap> path, List<Expr.Axis> space) {

  Access(List<Expr.Axis> space) {
    this(List.of(), space);
  }

  /** Of what a movement of a node gives this. */
  Access through(ViewMap map) {
    return map == ViewMap.Same.SAME ? this : through(List.of(map), new int[0], List.of());
  }

  /** The same for several movements one after the other, over more axes: this path leaves those as they are. */
  Access through(List<ViewMap> maps, int[] extents, List<Expr.Axis> more) {
    List<ViewMap> longer = new ArrayList<>(maps.size() + path.size());
    longer.addAll(maps);
    path.forEach(map -> longer.add(more.isEmpty() ? map : map.lifted(extents)));
    List<Expr.Axis> wider = new ArrayList<>(space);
    wider.addAll(more);
    return new Access(List.copyOf(longer), more.isEmpty() ? space : List.copyOf(wider));
  }

  /** Where the loop finds elements that lie as the layout says; null where no strides express it. */
  View view(View layout) {
    View moved = layout;
    for (int i = 0; i < path.size() && moved != null; i++) {
      moved = path.get(i).apply(moved);
    }
    return moved;
  }

  /** By how much a step along each axis of the loop moves; the lane may stand for two axes of the view. */
  int[] strides(View view, int axes) {
    int[] strides = new int[axes];
    for (int i = 0; i < space.size(); i++) {
      strides[space.get(i).id] += view.shape().size(i) == 1 ? 0 : view.strides()[i];
    }
    return strides;
  }

  /** The axis of the loop along which each axis of an array runs; −1 for one of size 1. */
  int[] axesOf(Shape shape) {
    int[] axes = new int[shape.rank()];
    for (int axis = 0; axis < axes.length; axis++) {
      int[] only = new int[axes.length];
      only[axis] = 1;
      int[] seen = view(new View(shape, 0, only)).strides();
      axes[axis] = -1;
      for (int i = 0; i < seen.length && shape.size(axis) > 1; i++) {
        axes[axis] = seen[i] != 0 ? space.get(i).id : axes[axis];
      }
    }
    return axes;
  }
}
