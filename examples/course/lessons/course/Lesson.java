package course;

import java.util.List;

/** A lesson: its program, run by {@code program}, and its exercises. The text is README.md in the folder. */
public record Lesson(String title, Runnable program, Exercise exercises) {
  public static final List<Lesson> ALL = List.of(
      new Lesson("A derivative by hand", lesson01.Derivative::main, new lesson01.Exercises()));

  /** The folder of the n-th lesson, the first being 1. */
  public static String folder(int number) {
    return String.format("lesson%02d", number);
  }
}
