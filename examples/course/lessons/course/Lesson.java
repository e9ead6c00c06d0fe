package course;

import java.util.List;

/** A lesson: its program, run by {@code program}, and its exercises. The text is README.md in the folder. */
public record Lesson(String title, Runnable program, Exercise exercises) {
  public static final List<Lesson> ALL = List.of(
      new Lesson("A derivative by hand", lesson01.Derivative::main, new lesson01.Exercises()),
      new Lesson("The chain rule on a graph", lesson02.ChainRule::main, new lesson02.Exercises()),
      new Lesson("Broadcasting and its transpose", lesson03.Broadcasting::main, new lesson03.Exercises()),
      new Lesson("Matrix products", lesson04.MatrixProduct::main, new lesson04.Exercises()),
      new Lesson("The minimum, and what a subgradient is", lesson05.Minimum::main, new lesson05.Exercises()),
      new Lesson("The norm at zero", lesson06.NormAtZero::main, new lesson06.Exercises()),
      new Lesson("Weight decay or a penalty?", lesson07.DecayOrPenalty::main, new lesson07.Exercises()),
      new Lesson("The k-means loss", lesson08.KMeansByHand::main, new lesson08.Exercises()),
      new Lesson("An operation of your own", lesson09.OwnOperation::main, new lesson09.Exercises()),
      new Lesson("Second order", lesson10.SecondOrder::main, new lesson10.Exercises()),
      new Lesson("Fusion", lesson11.Fusion::main, new lesson11.Exercises()),
      new Lesson("The engine's own walk, in 40 lines", lesson12.OwnWalk::main, new lesson12.Exercises()));

  /** The folder of the n-th lesson, the first being 1. */
  public static String folder(int number) {
    return String.format("lesson%02d", number);
  }
}
