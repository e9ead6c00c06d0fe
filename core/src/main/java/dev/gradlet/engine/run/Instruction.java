package dev.gradlet.engine.run;

/**
 * One tight loop over the lanes of a tile, from registers to a register: see {@link Load}, {@link Apply},
 * {@link Accumulate} and {@link Store}. A register that does not vary along the lane is {@code uniform}: its first
 * {@link #UNIFORM} lanes hold the same value, which is as short as a kernel runs. It prints as the line of a plan.
 */
public interface Instruction extends Step {
  int UNIFORM = 64;

  /** A number of lanes, rounded up to a length that kernels take. */
  static int padded(int lanes) {
    return (lanes + UNIFORM - 1) & -UNIFORM;
  }

  /** This instruction, but a result that goes to the register is also written to an output, where kernels can. */
  default Instruction writing(int register, int output) {
    return this;
  }

  /** Whether it goes over the lanes. Loads and stores that work in place do not. */
  default boolean isPass() {
    return true;
  }

  /** Tells the code what this does to lanes; false if it cannot be part of a compiled loop. */
  default boolean lower(LaneCode code) {
    return false;
  }

  @Override
  default void print(String indent, StringBuilder text) {
    text.append(indent).append(this).append('\n');
  }
}
