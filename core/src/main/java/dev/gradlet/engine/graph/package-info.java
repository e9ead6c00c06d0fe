/**
 * What is to be computed: {@link dev.gradlet.engine.graph.Node nodes} and the {@link dev.gradlet.engine.graph.Operation
 * operations} that compute them, as the engine sees these; where elements lie ({@link dev.gradlet.engine.graph.View},
 * {@link dev.gradlet.engine.graph.Data}); and the {@link dev.gradlet.engine.graph.Graph} of one evaluation. It knows
 * nothing of tensors or gradients, but which values these will read, and nothing of how anything is computed. Read Node and
 * Operation, then View and Data, then Graph and the GraphBuilder that collects it; Pending says when a chain is cut.
 */
package dev.gradlet.engine.graph;
