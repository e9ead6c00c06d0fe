package dev.gradlet.examples;

import dev.gradlet.nn.io.Checkpoint;

/** The epochs of a training, one after the other. */
@FunctionalInterface
interface Epochs {
  /** Runs each epoch once. All that an epoch changes is in the checkpoint, so that a run can be stopped between two. */
  void run(Checkpoint state, Runnable epoch);

  /** That many epochs, without a stop. */
  static Epochs of(int count) {
    return (state, epoch) -> {
      for (int i = 0; i < count; i++) {
        epoch.run();
      }
    };
  }
}
