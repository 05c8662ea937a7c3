// Package tensor has GoMLX's *tensors.Tensor cross between the checker and the student's process. Programs import it for its effect, where a signature of the sheet has tensors;
// package graphs, which has graph functions called from tests, builds on it.
package tensor
