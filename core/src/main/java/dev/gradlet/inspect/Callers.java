package dev.gradlet.inspect;

import dev.gradlet.Tensor;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Collectors;

/** Which lines of the user's code are running. */
final class Callers {
  private static final StackWalker STACK = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);
  private static final CodeSource OWN = Tensor.class.getProtectionDomain().getCodeSource();

  private Callers() {}

  /** The innermost lines outside of this library's core and the JDK. */
  static List<StackTraceElement> lines(int most) {
    return STACK.walk(frames -> frames
        .filter(frame -> isOutside(frame.getDeclaringClass()))
        .limit(most)
        .map(StackFrame::toStackTraceElement)
        .toList());
  }

  private static boolean isOutside(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source != null && !source.equals(OWN);
  }

  /** As {@code at Linear.forward (Linear.java:40), called from Script.main (Script.java:12)}. */
  static String at(List<StackTraceElement> lines) {
    return " at " + lines.stream().limit(3)
        .map(line -> line.getClassName().substring(line.getClassName().lastIndexOf('.') + 1) + "."
            + line.getMethodName()
            + " (" + line.getFileName() + ":" + line.getLineNumber() + ")")
        .collect(Collectors.joining(", called from "));
  }
}
