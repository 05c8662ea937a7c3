// Package tensor is imported, for its effect, by cells that compute: it gives them an engine to compute with, keeps their tensors and models
// for later cells, and says how these look.
//
// Tensors and the variables of a model store stay in the session server, each under a name of its own; between cells only the names are
// passed on ([keep.Hook]). What has not changed is not published again. The kernel drops names that no variable of the notebook
// leans on any more; all of them begin with [keep.ExternalPrefix].
//
// What belongs to one program (computations that are compiled, nodes and graphs, scopes) is not kept: it is made again.
package tensor
