package dev.gradlet.benchmarks.table;

import java.util.function.IntToDoubleFunction;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Prints the fma peak of one core, float32 and float64, GFLOP/s: the most that a product can reach. Chains of fma, as
 * many as two units with a latency of six cycles are busy with, in registers alone; the best of many runs of some µs.
 */
final class FmaPeak {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;
  private static final int STEPS = 2_000;

  /** Enough for HotSpot to have compiled them long before. */
  private static final int RUNS = 50_000;

  private FmaPeak() {}

  public static void main(String[] args) {
    double floats = best(FLOATS.length(), steps -> floats(steps, 0.5f));
    double doubles = best(DOUBLES.length(), steps -> doubles(steps, 0.5));
    System.out.println(floats + " " + doubles);
  }

  /** An fma is two operations. */
  private static double best(int lanes, IntToDoubleFunction chains) {
    double best = 0;
    double sum = 0;
    for (int run = 0; run < RUNS; run++) {
      long start = System.nanoTime();
      sum += chains.applyAsDouble(STEPS);
      best = Math.max(best, 2.0 * CHAINS * STEPS * lanes / (System.nanoTime() - start));
    }
    return Double.isNaN(sum) ? Double.NaN : best;
  }

  private static double floats(int steps, float x) {
    FloatVector v = FloatVector.broadcast(FLOATS, x);
    FloatVector s0 = v;
    FloatVector s1 = v;
    FloatVector s2 = v;
    FloatVector s3 = v;
    FloatVector s4 = v;
    FloatVector s5 = v;
    FloatVector s6 = v;
    FloatVector s7 = v;
    FloatVector s8 = v;
    FloatVector s9 = v;
    FloatVector s10 = v;
    FloatVector s11 = v;
    for (int i = 0; i < steps; i++) {
      s0 = s0.fma(v, v);
      s1 = s1.fma(v, v);
      s2 = s2.fma(v, v);
      s3 = s3.fma(v, v);
      s4 = s4.fma(v, v);
      s5 = s5.fma(v, v);
      s6 = s6.fma(v, v);
      s7 = s7.fma(v, v);
      s8 = s8.fma(v, v);
      s9 = s9.fma(v, v);
      s10 = s10.fma(v, v);
      s11 = s11.fma(v, v);
    }
    return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).lane(0);
  }

  private static double doubles(int steps, double x) {
    DoubleVector v = DoubleVector.broadcast(DOUBLES, x);
    DoubleVector s0 = v;
    DoubleVector s1 = v;
    DoubleVector s2 = v;
    DoubleVector s3 = v;
    DoubleVector s4 = v;
    DoubleVector s5 = v;
    DoubleVector s6 = v;
    DoubleVector s7 = v;
    DoubleVector s8 = v;
    DoubleVector s9 = v;
    DoubleVector s10 = v;
    DoubleVector s11 = v;
    for (int i = 0; i < steps; i++) {
      s0 = s0.fma(v, v);
      s1 = s1.fma(v, v);
      s2 = s2.fma(v, v);
      s3 = s3.fma(v, v);
      s4 = s4.fma(v, v);
      s5 = s5.fma(v, v);
      s6 = s6.fma(v, v);
      s7 = s7.fma(v, v);
      s8 = s8.fma(v, v);
      s9 = s9.fma(v, v);
      s10 = s10.fma(v, v);
      s11 = s11.fma(v, v);
    }
    return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).lane(0);
  }
}
