package dev.gradlet.examples;

import dev.gradlet.Autograd;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Batches;
import dev.gradlet.nn.Layer;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.Module;
import dev.gradlet.nn.ReLU;
import dev.gradlet.nn.Sequential;
import java.util.ArrayList;
import java.util.List;

/** Two networks that mirror each other: (n, inputs) → (n, codes) → (n, inputs). */
record Autoencoder(Sequential encoder, Sequential decoder) implements Module {
  /** Inputs 64 and widths 128, 10 make 64–128–10–128–64, with ReLU between the layers, not on codes nor outputs. */
  static Autoencoder of(int inputs, int[] widths, Generator random) {
    var encoder = new ArrayList<Layer>();
    var decoder = new ArrayList<Layer>();
    int in = inputs;
    for (int out : widths) {
      encoder.addAll(List.of(new Linear(in, out, random), new ReLU()));
      decoder.addAll(0, List.of(new ReLU(), new Linear(out, in, random)));
      in = out;
    }
    return new Autoencoder(
        Sequential.of(encoder.subList(0, encoder.size() - 1)), Sequential.of(decoder.subList(1, decoder.size())));
  }

  Tensor reconstruct(Tensor x) {
    return decoder.forward(encoder.forward(x));
  }

  /** The codes of any number of rows, some at a time, without history. */
  Tensor codes(Tensor data) {
    return Autograd.noGrad(() -> {
      var parts = new ArrayList<Tensor>();
      Batches.of(data, 4096).forEach(x -> parts.add(encoder.forward(x).evaluate()));
      return Tensor.concat(0, parts.toArray(Tensor[]::new)).evaluate();
    });
  }

  /** What codes stand for, without history. */
  Tensor decoded(Tensor codes) {
    return Autograd.noGrad(() -> decoder.forward(codes).evaluate());
  }
}
