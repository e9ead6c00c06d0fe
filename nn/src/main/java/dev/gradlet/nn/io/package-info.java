/**
 * Files: tensors as safetensors, NumPy's npy and npz, IDX and CSV, and checkpoints from which training goes on. What is
 * wrong with a file is a {@link dev.gradlet.nn.io.DataException}, whose message names the file and the place.
 */
package dev.gradlet.nn.io;
