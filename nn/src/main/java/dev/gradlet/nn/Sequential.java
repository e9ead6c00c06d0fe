package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Layers one after the other; their names are their positions: {@code 0.weight}. */
public final class Sequential implements Layer, Iterable<Layer> {
  private final List<Layer> layers;

  private Sequential(List<Layer> layers) {
    this.layers = layers;
  }

  /** These layers, in this order; none are the identity. */
  public static Sequential of(Layer... layers) {
    for (int i = 0; i < Given.notNull("Sequential", "the array of layers", layers).length; i++) {
      Given.notNull("Sequential", "layer " + i, layers[i]);
    }
    return new Sequential(List.of(layers));
  }

  /** These layers, in this order; none are the identity. */
  public static Sequential of(List<? extends Layer> layers) {
    List<Layer> given = new ArrayList<>();
    for (Object layer : Given.notNull("Sequential", "the list of layers", layers)) {
      if (!(layer instanceof Layer next)) {
        Class<?> type = Given.notNull("Sequential", "layer " + given.size(), layer).getClass();
        throw new IllegalArgumentException("Sequential: layer " + given.size() + " is a " + type.getName()
            + ", must be a Layer; a method can be one, as Tensor::tanh");
      }
      given.add(next);
    }
    return new Sequential(List.copyOf(given));
  }

  @Override
  public Tensor forward(Tensor x) {
    for (Layer layer : layers) {
      x = layer.forward(x);
    }
    return x;
  }

  /** The layers, unmodifiable. */
  public List<Layer> layers() {
    return layers;
  }

  @Override
  public Map<String, Layer> members() {
    Map<String, Layer> members = new LinkedHashMap<>();
    layers.forEach(layer -> members.put(Integer.toString(members.size()), layer));
    return members;
  }

  @Override
  public Iterator<Layer> iterator() {
    return layers.iterator();
  }

  @Override
  public String toString() {
    return tree();
  }
}
