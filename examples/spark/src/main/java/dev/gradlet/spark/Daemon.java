package dev.gradlet.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Runs another main class, and ends when the JVM that started it does: its standard input is closed then. */
final class Daemon {
  private Daemon() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    Thread watch = new Thread(() -> {
      try {
        System.in.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // Closed, too.
      }
      Runtime.getRuntime().halt(1);
    }, "parent watch");
    watch.setDaemon(true);
    watch.start();
    String[] others = Arrays.copyOfRange(args, 1, args.length);
    Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) others);
  }
}
