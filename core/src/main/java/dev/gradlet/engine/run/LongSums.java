package dev.gradlet.engine.run;

import dev.gradlet.engine.run.Step.Accumulator;
import java.util.List;

/** The long sums of a loop: each is added in chunks, which a cascade combines. Found by the register of the sum. */
final class LongSums {
  private final Frame frame;
  private final Cascade[] cascades;
  /** How many rows were added in the current chunk. */
  private final int[] inChunk;
  /** How many rows were added in the current period. */
  private final long[] inPeriod;

  LongSums(Frame frame, int registers) {
    this.frame = frame;
    this.cascades = new Cascade[registers];
    this.inChunk = new int[registers];
    this.inPeriod = new long[registers];
  }

  /** The cascade of sums that are added together. */
  Cascade cascade(List<Accumulator> sums) {
    int register = sums.get(0).accumulator();
    if (cascades[register] == null) {
      cascades[register] = new Cascade(sums);
    }
    return cascades[register];
  }

  /** Ends a chunk: its sums go to the cascade, and start again. */
  void endChunk(List<Accumulator> sums) {
    cascade(sums).push(frame);
    Cascade.reset(sums, frame);
  }

  /** How many rows may be added to a sum before its chunk ends. */
  long rowsLeft(Accumulator sum, int chunk, long period) {
    int register = sum.accumulator();
    return Math.min(chunk - inChunk[register], period - inPeriod[register]);
  }

  /** Counts rows that were added to a sum, and ends its chunk if it is complete. */
  void countRows(Accumulator sum, int rows, int chunk, long period) {
    int register = sum.accumulator();
    inChunk[register] += rows;
    inPeriod[register] += rows;
    boolean endOfPeriod = inPeriod[register] == period;
    if (endOfPeriod || inChunk[register] == chunk) {
      endChunk(List.of(sum));
      inChunk[register] = 0;
      inPeriod[register] = endOfPeriod ? 0 : inPeriod[register];
    }
  }
}
