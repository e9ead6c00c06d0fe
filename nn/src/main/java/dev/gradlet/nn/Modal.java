package dev.gradlet.nn;

/** A module that behaves differently in training and evaluation mode, and says in which it is. */
interface Modal extends Module {
  /** Whether it is in training mode, as from the start. */
  boolean isTraining();
}
