/** Tensors, operations and gradients. The Vector API is used where the module is present, plain Java elsewhere. */
module dev.gradlet {
  requires static jdk.incubator.vector;

  exports dev.gradlet;
  exports dev.gradlet.inspect;
}
