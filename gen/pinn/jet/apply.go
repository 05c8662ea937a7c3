package jet

import (
	"fmt"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/nets/act"
)

// Apply is a nonlinearity of every component, differentiated by Faà di Bruno's formula.
func (j *Jet) Apply(f act.Func) *Jet {
	slopes := map[int]*Node{}
	var at func(k int) *Node // the k-th derivative of the nonlinearity at the values of j
	at = func(k int) *Node {
		y, ok := slopes[k]
		if !ok {
			y = slope(f, j.D(), k, at)
			slopes[k] = y
		}
		return y
	}
	return newJet(j.graph, func(by []int) *Node {
		if len(by) == 0 {
			return at(0)
		}
		var total *Node
		for _, t := range terms(by) {
			y := at(len(t.blocks))
			for _, b := range t.blocks {
				d := j.D(b...)
				if d == nil || y == nil {
					y = nil
					break
				}
				y = Mul(y, d)
			}
			if y != nil && t.count > 1 {
				y = MulScalar(y, t.count)
			}
			total = sum(total, y)
		}
		return total
	})
}

// term is a partition of variables into blocks, and how many partitions give the same product.
type term struct {
	blocks [][]int
	count  int
}

// terms are the terms of Faà di Bruno's formula for a derivative by these variables, which are in ascending order.
func terms(by []int) []term {
	var out []term
	seen := map[string]int{}
	for _, p := range partitions(by) {
		slices.SortFunc(p, slices.Compare[[]int])
		key := fmt.Sprint(p)
		if i, ok := seen[key]; ok {
			out[i].count++
			continue
		}
		seen[key] = len(out)
		out = append(out, term{p, 1})
	}
	return out
}

// partitions lists all ways to divide the entries of by into blocks: its last one joins a block or begins one.
func partitions(by []int) [][][]int {
	if len(by) == 0 {
		return [][][]int{{}}
	}
	last := by[len(by)-1]
	var out [][][]int
	for _, p := range partitions(by[:len(by)-1]) {
		for i := range p {
			q := slices.Clone(p)
			q[i] = append(slices.Clone(p[i]), last)
			out = append(out, q)
		}
		out = append(out, append(slices.Clone(p), []int{last}))
	}
	return out
}
