package course;

/** The exercises of a lesson: methods with blanks, and what they should give. */
public interface Exercise {

  /** Tells the check every answer and the right one. */
  void check(Check check);

  /** Stands where the learner's own line belongs. */
  static <T> T blank() {
    throw new Blank();
  }

  /** Nothing was written here yet. */
  final class Blank extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Blank() {
      super("still blank", null, false, false);
    }
  }
}
