package dev.gradlet.inspect;

import dev.gradlet.Tensor;
import dev.gradlet.engine.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A user's map from names to tensors, checked. */
record Named(List<String> names, List<Tensor> tensors) {

  static Named of(String operation, Map<String, ? extends Tensor> given) {
    if (given == null) {
      throw new NullPointerException(operation + ": the map of names is null");
    }
    List<String> names = new ArrayList<>();
    List<Tensor> tensors = new ArrayList<>();
    for (Map.Entry<?, ?> entry : given.entrySet()) {
      if (!(entry.getKey() instanceof String name)) {
        throw new IllegalArgumentException(operation + ": key " + entry.getKey() + " of the map is no name");
      }
      if (!(entry.getValue() instanceof Tensor tensor)) {
        throw new IllegalArgumentException(
            operation + ": " + name + " is " + entry.getValue() + " in the map, must be a tensor");
      }
      names.add(name);
      tensors.add(tensor);
    }
    return new Named(names, tensors);
  }

  Map<Node, String> byNode() {
    Map<Node, String> named = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.put(Tensors.backstage().node(tensors.get(i)), names.get(i));
    }
    return named;
  }

  /** Of what is there: another look at it is called the same. */
  Map<Object, String> byArray() {
    Map<Object, String> named = new IdentityHashMap<>();
    byNode().forEach((node, name) -> {
      if (node.data() != null) {
        named.put(node.data().array, name);
      }
    });
    return named;
  }
}
