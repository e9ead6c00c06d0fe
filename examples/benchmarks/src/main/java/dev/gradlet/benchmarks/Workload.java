package dev.gradlet.benchmarks;

import java.util.List;

/** A benchmark whose results can be compared with those of its namesake in PyTorch. */
public interface Workload {
  /** What the last run left behind besides its returned number: gradients, parameters, a product. */
  List<float[]> results();
}
