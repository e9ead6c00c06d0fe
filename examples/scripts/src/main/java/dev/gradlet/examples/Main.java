package dev.gradlet.examples;

import dev.gradlet.Shape;

/** Runs the training programs. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println(Shape.of(3, 4));
  }
}
