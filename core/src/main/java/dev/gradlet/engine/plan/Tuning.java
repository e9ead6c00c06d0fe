package dev.gradlet.engine.plan;

/**
 * From which length on lanes count as long. Part of a plan's key, so that tests can set it to get other plans.
 *
 * @param longEnough the shortest last axis that may be the lane although another axis is longer
 * @param shortestLane the shortest lane of a sum over all axes that joins another loop
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
