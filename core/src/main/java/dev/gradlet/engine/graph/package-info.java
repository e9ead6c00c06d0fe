/**
 * What is to be computed: {@link dev.gradlet.engine.graph.Node nodes} and the {@link dev.gradlet.engine.graph.Operation
 * operations} that compute them, as the engine sees these; where elements lie ({@link dev.gradlet.engine.graph.View},
 * {@link dev.gradlet.engine.graph.Data}); and the {@link dev.gradlet.engine.graph.Graph} of one evaluation. It knows
 * nothing of tensors or of how anything is computed; of gradients it knows which values they will read. Read Node and
 * Operation, then View and Data, then Graph and the GraphBuilder that collects it; Pending says when a chain is cut. A
 * Watcher is told what happens, for a Scoped stretch of a thread's work.
 */
package dev.gradlet.engine.graph;
