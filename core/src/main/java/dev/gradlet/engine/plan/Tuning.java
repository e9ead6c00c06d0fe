package dev.gradlet.engine.plan;

/**
 * From where on lanes count as long. Part of a plan's key, so that tests may ask for other plans than users get.
 *
 * @param longEnough the shortest last axis that may be the lane where another one is longer
 * @param shortestLane the lanes from which a sum over everything joins another loop
 */
public record Tuning(int longEnough, int shortestLane) {
  public static final Tuning STANDARD = new Tuning(64, 512);

  private static volatile Tuning current = STANDARD;

  static Tuning current() {
    return current;
  }

  public static void use(Tuning tuning) {
    current = tuning;
  }
}
