package dev.gradlet;

/** The same value without its history. */
enum Alias implements Movement.Identity {
  INSTANCE;

  @Override
  public String label() {
    return "alias";
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return null;
  }
}
