package dev.gradlet;

/** The same value without its history. */
record Alias() implements Movement.Identity {
  static final Alias INSTANCE = new Alias();

  @Override
  public String label() {
    return "alias";
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return null;
  }
}
