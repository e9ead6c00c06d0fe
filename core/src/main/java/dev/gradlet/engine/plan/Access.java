package dev.gradlet.engine.plan;

import dev.gradlet.Shape;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.engine.graph.View;
import dev.gradlet.engine.graph.ViewMap;
import java.util.ArrayList;
import java.util.List;

/**
 * How a loop sees a node.
 *
 * @param path the views between the node and the loop, the one nearest to the node first
 * @param space the axes of the loop along which the axes of the last view run
 */
record Access(List<ViewMap> path, List<Expr.Axis> space) {

  Access(List<Expr.Axis> space) {
    this(List.of(), space);
  }

  /** How the loop sees x if it sees the view of x so. */
  Access through(ViewMap map) {
    return map == ViewMap.Same.SAME ? this : through(List.of(map), List.of());
  }

  /** How the loop sees x if it sees a reduction of x so: the reduced axes come last and run along those given. */
  Access throughReduction(Reducing reduction, Shape x, List<Expr.Axis> over) {
    List<Integer> order = new ArrayList<>();
    int[] kept = new int[x.rank() + over.size()];
    for (int axis = 0; axis < x.rank(); axis++) {
      boolean reduced = reduction.reduces(axis);
      kept[axis] = reduced ? 1 : x.size(axis);
      if (!reduced) {
        order.add(axis);
      }
    }
    order.addAll(reduction.axes());
    for (int i = 0; i < over.size(); i++) {
      kept[x.rank() + i] = over.get(i).extent;
    }
    return through(List.of(new ViewMap.Permute(List.copyOf(order)), new ViewMap.Reshape(Shape.of(kept))), over);
  }

  /** How the loop sees x if it sees a gather from x so: the axis gathered from comes last, along the new one. */
  Access throughGather(int axis, Shape x, Shape index, Expr.Axis chosen) {
    List<ViewMap> maps = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    int[] sizes = new int[x.rank() + 1];
    for (int i = 0; i < x.rank(); i++) {
      sizes[i] = i == axis ? 1 : index.size(i);
      if (i != axis) {
        order.add(i);
        if (index.size(i) < x.size(i)) {
          maps.add(new ViewMap.Slice(i, 0, 1, index.size(i)));
        }
      }
    }
    order.add(axis);
    sizes[x.rank()] = x.size(axis);
    maps.add(new ViewMap.Permute(List.copyOf(order)));
    maps.add(new ViewMap.Reshape(Shape.of(sizes)));
    sizes[axis] = index.size(axis);
    maps.add(new ViewMap.Expand(Shape.of(sizes)));
    return through(maps, List.of(chosen));
  }

  /** More views, nearer to the node, of which the last ends in more axes: the path so far leaves those as they are. */
  private Access through(List<ViewMap> maps, List<Expr.Axis> more) {
    int[] extents = more.stream().mapToInt(axis -> axis.extent).toArray();
    List<ViewMap> longer = new ArrayList<>(maps.size() + path.size());
    longer.addAll(maps);
    path.forEach(map -> longer.add(more.isEmpty() ? map : map.lifted(extents)));
    List<Expr.Axis> wider = new ArrayList<>(space);
    wider.addAll(more);
    return new Access(List.copyOf(longer), more.isEmpty() ? space : List.copyOf(wider));
  }

  /** The loop's view of a node that is laid out so; null if no strides express it. */
  View view(View layout) {
    View moved = layout;
    for (int i = 0; i < path.size() && moved != null; i++) {
      moved = path.get(i).apply(moved);
    }
    return moved;
  }

  /** How far a step along each axis of the loop moves in the view. Two axes of the view may run along the lane. */
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
