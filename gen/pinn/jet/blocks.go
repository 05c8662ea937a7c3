package jet

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// Blocks is a layer for each of several functions that lie one below the other, as one batched product: Wₖᵀ·aₖ + bₖ for block k of
// components, w [blocks, in, out], and b [blocks, out] or nil; [blocks·in, n] → [blocks·out, n].
func (j *Jet) Blocks(w, b *Node) *Jet {
	blocks, in, out := w.Shape().Dim(0), w.Shape().Dim(1), w.Shape().Dim(2)
	return newJet(j.graph, func(by []int) *Node {
		h := j.D(by...)
		if h == nil {
			return nil
		}
		n := h.Shape().Dim(1)
		z := DotGeneral(w, []int{1}, []int{0}, Reshape(h, blocks, in, n), []int{1}, []int{0}) // → [blocks, out, n]
		if b != nil && len(by) == 0 {
			z = Add(z, ExpandAxes(b, 2))
		}
		return Reshape(z, blocks*out, n)
	})
}
