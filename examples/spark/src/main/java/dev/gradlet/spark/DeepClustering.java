package dev.gradlet.spark;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Buffer;
import dev.gradlet.nn.KMeansLoss;
import dev.gradlet.nn.Layer;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.Module;
import dev.gradlet.nn.ReLU;
import dev.gradlet.nn.Sequential;
import java.util.ArrayList;
import java.util.List;

/**
 * The deep clustering network of Yang et al. 2017 (arXiv 1610.04794): an autoencoder whose codes [n, d] are drawn to
 * centroids [k, d], which are no parameters but move by counts [k, 1] of the codes that were given to each.
 */
record DeepClustering(Sequential encoder, Sequential decoder, Buffer centroids, Buffer counts) implements Module {
  /** Inputs 64 and widths 32, 2 make 64–32–2–32–64, with ReLU between the layers. */
  static DeepClustering of(int inputs, int[] widths, int k, long seed) {
    var random = new Generator(seed);
    List<Layer> encoder = new ArrayList<>();
    List<Layer> decoder = new ArrayList<>();
    int in = inputs;
    for (int out : widths) {
      encoder.addAll(List.of(new Linear(in, out, random), new ReLU()));
      decoder.addAll(0, List.of(new ReLU(), new Linear(out, in, random)));
      in = out;
    }
    return new DeepClustering(
        Sequential.of(encoder.subList(0, encoder.size() - 1)), Sequential.of(decoder.subList(1, decoder.size())),
        Buffer.of(Tensor.zeros(k, in)), Buffer.of(Tensor.zeros(k, 1)));
  }

  Tensor codes(Tensor x) {
    return encoder.forward(x);
  }

  Tensor reconstruction(Tensor x) {
    return new MSELoss().forward(decoder.forward(codes(x)), x);
  }

  /** The reconstruction's error + λ · the distance of the codes from their centroids. */
  Tensor joint(Tensor x, double lambda) {
    Tensor z = codes(x);
    return new MSELoss().forward(decoder.forward(z), x)
        .add(new KMeansLoss().forward(z, centroids.value()).mul(lambda));
  }

  /** Of the codes given to each centroid: their sum [k, d] and their number [k, 1]. */
  List<Tensor> assigned(Tensor x) {
    Tensor z = codes(x);
    Tensor s = new KMeansLoss().assignOneHot(z, centroids.value());
    return List.of(s.transpose().matmul(z), s.sum(0).unsqueeze(1));
  }

  /** A step of Lloyd's from what {@link #assigned} found: c = Σ z / m, m being the new counts. */
  void recenter(List<Tensor> assigned) {
    counts.assign(counts.value().mul(0));
    move(assigned);
  }

  /** DCN's step for a whole batch (eq. 8): c ← (count · c + Σ z) / (count + m), count ← count + m. */
  void move(List<Tensor> assigned) {
    Tensor counted = counts.value().add(assigned.get(1));
    Tensor moved = centroids.value().mul(counts.value()).add(assigned.get(0)).div(counted.maximum(1));
    centroids.assign(Tensor.where(counted.gt(0), moved, centroids.value()).evaluate());
    counts.assign(counted.evaluate());
  }
}
