/** Modules, losses, penalties and optimizers. */
module dev.gradlet.nn {
  requires transitive dev.gradlet;

  exports dev.gradlet.nn;
  exports dev.gradlet.nn.optim;
}
