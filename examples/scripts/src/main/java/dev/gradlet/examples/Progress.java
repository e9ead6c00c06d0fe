package dev.gradlet.examples;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far a long loop is: a bar with the time left on a terminal, elsewhere (a file, a pipe, a build server) a plain
 * line after each tenth of the steps.
 */
final class Progress implements AutoCloseable {
  private final String task;
  private final long steps;
  private final PrintStream out;
  private final ProgressBar bar;
  private long done;
  private long linesPrinted;

  private Progress(String task, long steps, PrintStream out, ProgressBar bar) {
    this.task = task;
    this.steps = steps;
    this.out = out;
    this.bar = bar;
  }

  static Progress of(String task, long steps) {
    return onTerminal() ? bar(task, steps, System.out) : lines(task, steps, System.out);
  }

  static Progress lines(String task, long steps, PrintStream out) {
    return new Progress(task, steps, out, null);
  }

  static Progress bar(String task, long steps, PrintStream out) {
    var bar = new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(steps)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(100)
        .setConsumer(new ConsoleProgressBarConsumer(out, columns()))
        .build();
    return new Progress(task, steps, out, bar);
  }

  /** One step is done; {@code format} and {@code values} tell what it brought, such as a loss. */
  void step(String format, Object... values) {
    done++;
    if (bar != null) {
      bar.setExtraMessage(String.format(Locale.ROOT, format, values));
      bar.step();
    } else if (done * 10 / Math.max(1, steps) > linesPrinted) {
      linesPrinted = done * 10 / steps;
      out.printf(Locale.ROOT, "%s: %d of %d, ", task, done, steps);
      out.printf(Locale.ROOT, format + "%n", values);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  /** From JDK 22 on there can be a console without a terminal; its method that says so is not in 17. */
  private static boolean onTerminal() {
    var console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException before22) {
      return true;
    }
  }

  /** The terminal's width as stty tells it; 80 where there is none. The bar's library would load native code for it. */
  private static int columns() {
    try {
      var stty = new ProcessBuilder("sh", "-c", "stty size < /dev/tty").start();
      var rowsAndColumns = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
      return Integer.parseInt(rowsAndColumns.substring(rowsAndColumns.indexOf(' ') + 1));
    } catch (IOException | NumberFormatException e) {
      return 80;
    }
  }
}
