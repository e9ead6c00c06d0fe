package dev.gradlet;

/** How much a test does: less of it where Java is only interpreted (-Xint). */
public final class Interpreted {
  private static final boolean ONLY = System.getProperty("java.vm.info", "").contains("interpreted mode");

  private Interpreted() {}

  /** Whether to leave out what takes long. */
  public static boolean only() {
    return ONLY;
  }

  public static int fewer(int count) {
    return ONLY ? Math.max(1, count / 25) : count;
  }
}
