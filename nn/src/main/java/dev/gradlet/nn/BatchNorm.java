package dev.gradlet.nn;

import dev.gradlet.Autograd;
import dev.gradlet.DType;
import dev.gradlet.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Normalisation of the channels, axis 1, over all other axes. The running statistics are computed at the call, as
 * otherwise they would hold on to every batch until somebody reads them.
 */
abstract sealed class BatchNorm implements Layer, Modal permits BatchNorm1d, BatchNorm2d {
  static final double EPSILON = 1e-5;
  static final double MOMENTUM = 0.1;

  private final String name;
  private final Parameter weight;
  private final Parameter bias;
  private final Buffer runningMean;
  private final Buffer runningVar;
  private final Buffer batches;
  private final double epsilon;
  private final Double momentum;
  private volatile boolean isTraining = true;

  BatchNorm(String name, DType dtype, long channels, double epsilon, Double momentum, boolean affine) {
    this.name = name;
    Checks.positive(name, "number of channels", channels);
    this.epsilon = Checks.notNegative(name, "epsilon", epsilon);
    this.momentum = momentum == null ? null : Double.valueOf(Checks.probability(name, "momentum", momentum));
    this.weight = affine ? Parameter.of(Tensor.ones(dtype, channels)) : null;
    this.bias = affine ? Parameter.of(Tensor.zeros(dtype, channels)) : null;
    this.runningMean = Buffer.of(Tensor.zeros(dtype, channels));
    this.runningVar = Buffer.of(Tensor.ones(dtype, channels));
    this.batches = Buffer.of(Tensor.zeros(DType.INT32));
  }

  /** Refuses an input that is of another shape than this layer takes. */
  abstract void check(Tensor x, int channels);

  final IllegalArgumentException refused(Tensor x, String expected) {
    return new IllegalArgumentException(name + ": input " + x.shape() + " must be " + expected);
  }

  /**
   * @throws IllegalArgumentException if the input is of another shape, or in training has but one value in a channel;
   *     the running statistics are left alone then
   */
  @Override
  public final Tensor forward(Tensor x) {
    check(Checks.floating(name, "input", x), runningMean.value().size(0));
    Tensor y = isTraining ? byBatch(x) : byRunning(x);
    return weight == null ? y : y.mul(along(weight, x)).add(along(bias, x));
  }

  private Tensor byBatch(Tensor x) {
    int[] axes = IntStream.range(0, x.rank()).filter(axis -> axis != 1).toArray();
    long count = x.elements() / Math.max(1, x.size(1));
    if (count < 2) {
      throw new IllegalArgumentException(name + ": input " + x.shape() + " has " + count
          + " values in each channel, too few for a variance in training: give larger batches, or call eval()");
    }
    Tensor mean = x.mean(true, axes);
    Tensor centred = x.sub(mean);
    Tensor variance = centred.square().mean(true, axes);
    track(mean, variance, (double) count / (count - 1));
    return centred.mul(variance.add(epsilon).rsqrt());
  }

  private void track(Tensor mean, Tensor variance, double unbiased) {
    int seen = (int) batches.value().item() + 1;
    double m = momentum == null ? 1.0 / seen : momentum;
    Autograd.noGrad(() -> {
      Tensor newMean = moved(runningMean, mean.detach(), m);
      Tensor newVar = moved(runningVar, variance.detach().mul(unbiased), m);
      Autograd.evaluate(List.of(mean, variance, newMean, newVar));
      runningMean.assign(newMean);
      runningVar.assign(newVar);
      batches.assign(Tensor.scalar(seen, DType.INT32));
    });
  }

  private static Tensor moved(Buffer running, Tensor batch, double m) {
    Tensor before = running.value();
    return before.mul(1 - m).add(batch.flatten().to(before.dtype()).mul(m));
  }

  private Tensor byRunning(Tensor x) {
    return x.sub(along(runningMean.value(), x)).mul(along(runningVar.value().add(epsilon).rsqrt(), x));
  }

  private static Tensor along(Tensor perChannel, Tensor x) {
    return Axes.along(perChannel, 1, x.rank());
  }

  @Override
  public final void training(boolean training) {
    isTraining = training;
  }

  @Override
  public final boolean isTraining() {
    return isTraining;
  }

  @Override
  public final Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    if (weight != null) {
      members.put("weight", weight);
      members.put("bias", bias);
    }
    members.put("running_mean", runningMean);
    members.put("running_var", runningVar);
    members.put("num_batches_tracked", batches);
    return members;
  }

  /** The scale of each channel, from 1, or null if there is none. */
  public final Parameter weight() {
    return weight;
  }

  /** The shift of each channel, from 0, or null if there is none. */
  public final Parameter bias() {
    return bias;
  }

  /** The running mean of each channel, from 0. */
  public final Tensor runningMean() {
    return runningMean.value();
  }

  /** The running variance of each channel, from 1. */
  public final Tensor runningVar() {
    return runningVar.value();
  }

  @Override
  public final String toString() {
    return name + "[channels=" + runningMean.value().size(0) + "]";
  }
}
