package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Attention of several heads (Vaswani et al. 2017, arXiv 1706.03762): of queries, keys and values, each projected to
 * the same width e and cut into heads of width d = e / heads,
 *
 * <pre>softmax(q kᵀ / √d + mask) v</pre>
 *
 * of which the heads, side by side, are projected once more. Queries (l, n, e), keys and values (s, n, e) → (l, n, e);
 * with the batch first (n, l, e), (n, s, e) → (n, l, e). Names are PyTorch's.
 *
 * <pre>{@code
 * var attention = new MultiheadAttention(64, 8);
 * var y = attention.forward(x, x, x, MultiheadAttention.causalMask(x.size(0))).output();
 * }</pre>
 */
public final class MultiheadAttention implements Modal {
  /**
   * What attention gives.
   *
   * @param output of the queries' shape
   * @param weights how much of each value is in each output, the mean of the heads, (n, l, s)
   */
  public record Output(Tensor output, Tensor weights) {}

  private final Parameter inWeight;
  private final Parameter inBias;
  private final Linear out;
  private final Dropout dropout;
  private final int heads;
  private final boolean batchFirst;

  /** With biases, without dropout, the batch second, in FLOAT32, with the standard generator. */
  public MultiheadAttention(long width, int heads) {
    this(width, heads, Generator.standard());
  }

  /** With biases, without dropout, the batch second, in FLOAT32. */
  public MultiheadAttention(long width, int heads, Generator random) {
    this(DType.FLOAT32, width, heads, true, 0, false, random);
  }

  /**
   * Weights start by Xavier's uniform initialisation and Linear's, biases from 0.
   *
   * @param dropout the probability with which a weight of a value is dropped in training
   * @param batchFirst whether the batch is axis 0 and not axis 1
   * @throws IllegalArgumentException if the heads do not divide the width
   */
  public MultiheadAttention(
      DType dtype, long width, int heads, boolean bias, double dropout, boolean batchFirst, Generator random) {
    Checks.positive("MultiheadAttention", "width", width);
    Checks.positive("MultiheadAttention", "number of heads", heads);
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          "MultiheadAttention: width " + width + " must be a multiple of the " + heads + " heads");
    }
    this.inWeight = Init.xavierUniform(Parameter.of(Tensor.zeros(dtype, 3 * width, width)), Init.LINEAR, random);
    this.inBias = bias ? Parameter.of(Tensor.zeros(dtype, 3 * width)) : null;
    this.out = new Linear(dtype, width, width, bias, random);
    if (bias) {
      Init.zeros(out.bias());
    }
    this.dropout = new Dropout(dropout, random);
    this.heads = heads;
    this.batchFirst = batchFirst;
  }

  /** A mask under which each of some places attends only to itself and those before: BOOL [length, length]. */
  public static Tensor causalMask(int length) {
    Tensor place = Tensor.arange((int) Checks.positive("causalMask", "length", length));
    return place.unsqueeze(0).gt(place.unsqueeze(1));
  }

  /** Attention of everything to everything. */
  public Output forward(Tensor query, Tensor key, Tensor value) {
    return forward(query, key, value, null);
  }

  /**
   * Attention under a mask, BOOL and true where there is none, or floating-point and added to the scores. It broadcasts
   * against (n, heads, l, s): a mask of places is [l, s], one of padded keys [n, 1, 1, s].
   *
   * @param mask null for none
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public Output forward(Tensor query, Tensor key, Tensor value, Tensor mask) {
    Tensor q = project("query", query, 0);
    Tensor k = project("key", key, 1);
    Tensor v = project("value", value, 2);
    if (k.size(0) != q.size(0) || !k.shape().equals(v.shape())) {
      throw new IllegalArgumentException("MultiheadAttention: query " + query.shape() + ", key " + key.shape()
          + " and value " + value.shape() + " must be of one batch size, key and value of one shape");
    }
    checkMask(mask, q.size(0), heads, q.size(2), k.size(2));
    Tensor weights = dropout.forward(weights(q, k, mask));
    Tensor joined = weights.matmul(v).transpose(1, 2).flatten(2, 3);
    Tensor y = out.forward(joined);
    return new Output(batchFirst ? y : y.transpose(0, 1), weights.mean(1));
  }

  private static void checkMask(Tensor mask, int... scores) {
    if (mask == null) {
      return;
    }
    boolean fits = (mask.dtype() == DType.BOOL || mask.dtype().isFloating()) && mask.rank() <= scores.length;
    for (int axis = -1; fits && axis >= -mask.rank(); axis--) {
      fits = mask.size(axis) == 1 || mask.size(axis) == scores[scores.length + axis];
    }
    if (!fits) {
      throw new IllegalArgumentException("MultiheadAttention: mask " + mask.dtype() + " " + mask.shape()
          + " must be BOOL or floating-point and broadcast to " + Arrays.toString(scores) + ", [n, heads, l, s]");
    }
  }

  /** softmax(q kᵀ / √d + mask): (n, heads, l, d), (n, heads, s, d) → (n, heads, l, s). */
  private static Tensor weights(Tensor q, Tensor k, Tensor mask) {
    Tensor scores = q.mul(1 / Math.sqrt(q.size(3))).matmul(k.transpose());
    if (mask != null) {
      scores = mask.dtype() == DType.BOOL
          ? Tensor.where(mask, Double.NEGATIVE_INFINITY, scores)
          : scores.add(mask);
    }
    return scores.softmax(-1);
  }

  /** The projection of queries (0), keys (1) or values (2), cut into heads: (n, heads, length, d). */
  private Tensor project(String name, Tensor x, int part) {
    int width = inWeight.size(1);
    String axes = batchFirst ? "[n, length, " + width + "]" : "[length, n, " + width + "]";
    if (Checks.rank("MultiheadAttention", name, axes, 3, x).size(2) != width) {
      throw new IllegalArgumentException("MultiheadAttention: " + name + " " + x.shape() + " must be " + axes);
    }
    Tensor rows = batchFirst ? x : x.transpose(0, 1);
    Tensor y = rows.matmul(inWeight.narrow(0, part * width, width).transpose());
    Tensor shifted = inBias == null ? y : y.add(inBias.narrow(0, part * width, width));
    return shifted.reshape(rows.size(0), rows.size(1), heads, width / heads).transpose(1, 2);
  }

  @Override
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("in_proj_weight", inWeight);
    if (inBias != null) {
      members.put("in_proj_bias", inBias);
    }
    members.put("out_proj", out);
    return members;
  }

  @Override
  public void training(boolean training) {
    dropout.training(training);
  }

  @Override
  public boolean isTraining() {
    return dropout.isTraining();
  }

  @Override
  public String toString() {
    return "MultiheadAttention[width=" + inWeight.size(1) + ", heads=" + heads + "]";
  }
}
