package dev.gradlet;

/** The same value without its history. */
record Alias() implements Movement {
  static final Alias INSTANCE = new Alias();

  @Override
  public String label() {
    return "alias";
  }

  @Override
  public View apply(View input) {
    return input;
  }

  @Override
  public Movement lifted(int[] extra) {
    return this;
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return null;
  }
}
