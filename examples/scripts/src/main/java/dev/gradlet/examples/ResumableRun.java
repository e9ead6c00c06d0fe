package dev.gradlet.examples;

import dev.gradlet.nn.io.Checkpoint;
import dev.gradlet.nn.io.DataException;
import dev.gradlet.nn.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A long run of several stages that can be stopped after any epoch, as by Ctrl-C or a plain {@code kill}, and goes on
 * later as if it had not stopped. A file holds the stage, its epoch and its checkpoint; it is also written after each
 * stage, and removed at the end. While this is open, the JVM does not end.
 */
final class ResumableRun implements AutoCloseable {
  /** Thrown after the epoch during which the run was asked to stop; the file is written then. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped(Path file) {
      super("Stopped; everything is in " + file + ": the same command with --resume goes on from there.");
    }
  }

  private final Path file;
  private final String options;
  private final Map<String, String> notes = new LinkedHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "stop");
  private volatile boolean stopping;
  private long left = Long.MAX_VALUE;
  /** The stage that the file is of, until that stage is reached. */
  private String pending;

  private ResumableRun(Path file, String options) {
    this.file = file;
    this.options = options;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A run from the start; {@code options} describes it. */
  static ResumableRun start(Path file, String options) {
    return new ResumableRun(file, options);
  }

  /** A run that goes on from the file of one with the same options. */
  static ResumableRun resume(Path file, String options) {
    var metadata = SafeTensors.read(file).metadata();
    if (!options.equals(metadata.get("options"))) {
      throw new DataException("%s: is of a run with other options%n%s%nnot%n%s"
          .formatted(file, metadata.get("options"), options));
    }
    var run = new ResumableRun(file, options);
    run.notes.putAll(metadata);
    run.pending = metadata.get("stage");
    return run;
  }

  /** A text that is kept along with the state; null if there is none. */
  String note(String name) {
    return notes.get(name);
  }

  void note(String name, String text) {
    notes.put(name, text);
  }

  /** How many epochs of all stages were done before. */
  long done() {
    return notes.containsKey("done") ? Long.parseLong(notes.get("done")) : 0;
  }

  /** Stops by itself after that many more epochs. */
  void stopAfter(long epochs) {
    left = epochs;
  }

  private void stopAndWait() {
    stopping = true;
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The epochs of one stage that are left. */
  void epochs(String stage, int count, Checkpoint state, Runnable epoch) {
    int done = 0;
    if (stage.equals(pending)) {
      done = Integer.parseInt(state.load(file).get("epoch"));
      pending = null;
    }
    while (done < count) {
      epoch.run();
      done++;
      note("done", String.valueOf(done() + 1));
      boolean isLast = stopping || --left == 0;
      if (isLast || done == count) {
        save(stage, done, state);
      }
      if (isLast) {
        throw new Stopped(file);
      }
    }
  }

  private void save(String stage, int epoch, Checkpoint state) {
    note("options", options);
    note("stage", stage);
    note("epoch", String.valueOf(epoch));
    state.save(file, notes);
  }

  /** All is done: nothing is left to go on with. */
  void finish() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be removed: " + e, e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM ends already, and ends now that the hook waits no longer.
      return;
    }
  }
}
