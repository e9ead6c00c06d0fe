/** Data-parallel training on Apache Spark: module, loss and optimizer as on one machine, and a dataset for a tensor. */
package dev.gradlet.spark;
