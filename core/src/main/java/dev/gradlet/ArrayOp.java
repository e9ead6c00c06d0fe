package dev.gradlet;

/** An operation that is computed as a whole, from the arrays of its inputs to an array of its own. */
sealed interface ArrayOp extends Op permits MatMul, Embed, Concat, ScatterAdd {

  /** A new row-major array with the elements of the output. */
  Data compute(Shape shape, DType dtype, Data... inputs);
}
