package dev.gradlet.engine.run;

/** An operand of an instruction: a register, and the form of its values. */
public record Input(int register, Form form) {
  /** A value for each lane; one for each row, in the first lanes; or one for all, in the first lane. */
  public enum Form { LANES, ROW, NUMBER }

  public static Input lanes(int register) {
    return new Input(register, Form.LANES);
  }

  public static Input row(int register) {
    return new Input(register, Form.ROW);
  }

  public static Input number(int register) {
    return new Input(register, Form.NUMBER);
  }

  public boolean isLanes() {
    return form == Form.LANES;
  }

  public boolean isRow() {
    return form == Form.ROW;
  }

  public boolean isNumber() {
    return form == Form.NUMBER;
  }

  @Override
  public String toString() {
    return switch (form) {
      case LANES -> "r" + register;
      case ROW -> "row's r" + register;
      case NUMBER -> "one of r" + register;
    };
  }
}
