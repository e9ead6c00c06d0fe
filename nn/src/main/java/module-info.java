/** Modules, losses, penalties, optimizers and files. */
module dev.gradlet.nn {
  requires transitive dev.gradlet;
  requires com.fasterxml.jackson.core;
  requires de.siegmar.fastcsv;

  exports dev.gradlet.nn;
  exports dev.gradlet.nn.io;
  exports dev.gradlet.nn.optim;
}
