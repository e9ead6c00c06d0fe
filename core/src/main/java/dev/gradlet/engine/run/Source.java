package dev.gradlet.engine.run;

import java.util.Arrays;

/**
 * Where a compiled loop finds one of its arrays.
 *
 * @param register the register that is read; for the other kinds, one that has its lanes there from then on, or −1
 * @param operand the operand, or the axis of an index; −1 for none
 * @param ahead how many elements (or tiles, if packed) beyond the operand's current place
 */
public record Source(Kind kind, int register, int operand, int ahead) {
  public enum Kind {
    /** The lanes of a register, wherever they lie. */
    REGISTER,
    /** The same of a register of ints. */
    INTS,
    /** The register's own tile. */
    TILE,
    /** The lanes of an operand, in its array. */
    OPERAND,
    /** The lanes of a packed operand. */
    PACKED,
    /** All tiles of a packed operand, from the one with the lanes on. */
    TILES,
    /** An element or a row of an operand, the same for all lanes or rows. */
    SAME,
    /** The current index of the axis of the loop. */
    INDEX
  }

  /** Whether lanes beyond the end of the last tile may be read and written; in an operand these are other elements. */
  public static boolean takeAnyLanes(Source... sources) {
    return Arrays.stream(sources).noneMatch(source -> source.kind == Kind.OPERAND);
  }

  public static Source register(int register) {
    return new Source(Kind.REGISTER, register, -1, 0);
  }

  public static Source ints(int register) {
    return new Source(Kind.INTS, register, -1, 0);
  }

  public static Source tile(int register) {
    return new Source(Kind.TILE, register, -1, 0);
  }

  public static Source operand(int register, int operand, int ahead) {
    return new Source(Kind.OPERAND, register, operand, ahead);
  }

  public static Source packed(int register, int operand, int ahead) {
    return new Source(Kind.PACKED, register, operand, ahead);
  }

  public static Source tiles(int operand) {
    return new Source(Kind.TILES, -1, operand, 0);
  }

  public static Source index(int axis) {
    return new Source(Kind.INDEX, -1, axis, 0);
  }

  public static Source same(int operand, int ahead) {
    return new Source(Kind.SAME, -1, operand, ahead);
  }
}
