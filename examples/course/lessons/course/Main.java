package course;

import java.util.List;

/** {@code N} runs a lesson's program, {@code N check} its exercises; nothing lists the lessons. */
public final class Main {
  private Main() {}

  public static void main(String... arguments) {
    List<Lesson> lessons = Lesson.ALL;
    if (arguments.length == 0) {
      for (int n = 1; n <= lessons.size(); n++) {
        System.out.printf("%2d  %s%n", n, lessons.get(n - 1).title());
      }
      System.out.println("Say the number of a lesson, and \"check\" after it for its exercises.");
      return;
    }
    int number = arguments[0].matches("\\d{1,3}") ? Integer.parseInt(arguments[0]) : 0;
    boolean check = arguments.length == 2 && arguments[1].equals("check");
    if (number < 1 || number > lessons.size() || arguments.length > 1 && !check) {
      System.err.printf("course: there is no lesson \"%s\"; say 1 to %d, and \"check\" after it for the exercises%n",
          String.join(" ", arguments), lessons.size());
      return;
    }
    Lesson lesson = lessons.get(number - 1);
    if (check) {
      Check answers = new Check(System.out);
      lesson.exercises().check(answers);
      System.out.printf("%d of %d right. The blanks are in lessons/%s/Exercises.java.%n",
          answers.right(), answers.asked(), Lesson.folder(number));
    } else {
      lesson.program().run();
    }
  }
}
