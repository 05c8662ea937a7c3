package jet

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
)

// Affine is Wᵀ·a + b with w [in, out], and b [out] or nil.
func (j *Jet) Affine(w, b *Node) *Jet {
	return newJet(j.graph, func(by []int) *Node {
		h := j.D(by...)
		if h == nil {
			return nil
		}
		z := DotGeneral(w, []int{0}, nil, h, []int{0}, nil) // [in, n] → [out, n]
		if b != nil && len(by) == 0 {
			z = Add(z, ExpandAxes(b, 1))
		}
		return z
	})
}

// Plus is the sum of two functions of one width.
func (j *Jet) Plus(other *Jet) *Jet {
	return newJet(j.graph, func(by []int) *Node { return sum(j.D(by...), other.D(by...)) })
}

// Minus is the difference of two functions of one width.
func (j *Jet) Minus(other *Jet) *Jet {
	return newJet(j.graph, func(by []int) *Node {
		a, b := j.D(by...), other.D(by...)
		switch {
		case b == nil:
			return a
		case a == nil:
			return Neg(b)
		}
		return Sub(a, b)
	})
}

// Scaled is c·a with a node c that does not depend on the coordinates: a scalar or [width, 1].
func (j *Jet) Scaled(c *Node) *Jet {
	return newJet(j.graph, func(by []int) *Node {
		if y := j.D(by...); y != nil {
			return Mul(c, y)
		}
		return nil
	})
}

// Times is the product of two functions, component by component, by Leibniz' rule; one of them may have a single component.
func (j *Jet) Times(other *Jet) *Jet {
	return newJet(j.graph, func(by []int) *Node {
		var total *Node
		for _, s := range splits(by) {
			a, b := j.D(s.here...), other.D(s.there...)
			if a == nil || b == nil {
				continue
			}
			y := Mul(a, b)
			if s.count > 1 {
				y = MulScalar(y, s.count)
			}
			total = sum(total, y)
		}
		return total
	})
}

// Concat puts components of several functions one below the other.
func Concat(parts ...*Jet) *Jet {
	return newJet(parts[0].graph, func(by []int) *Node {
		rows, n, any := make([]*Node, len(parts)), 1, false
		for i, p := range parts {
			if rows[i] = p.D(by...); rows[i] != nil {
				n, any = max(n, rows[i].Shape().Dim(1)), true
			}
		}
		if !any {
			return nil
		}
		for i, p := range parts {
			width := p.D().Shape().Dim(0)
			if rows[i] == nil {
				rows[i] = ZerosLike(Slice(p.D(), AxisRange(), AxisElem(0)))
			}
			rows[i] = BroadcastToDims(rows[i], width, n)
		}
		return Concatenate(rows, 0)
	})
}

// split divides the variables of a derivative of a product among its factors; count ways give the same.
type split struct {
	here, there []int
	count       int
}

// splits are the terms of Leibniz' rule for a derivative by these variables, which are in ascending order.
func splits(by []int) []split {
	var out []split
	seen := map[string]int{}
	for mask := range 1 << len(by) {
		var s split
		for i, k := range by {
			if mask>>i&1 == 1 {
				s.here = append(s.here, k)
			} else {
				s.there = append(s.there, k)
			}
		}
		key := fmt.Sprint(s.here)
		if i, ok := seen[key]; ok {
			out[i].count++
			continue
		}
		seen[key], s.count = len(out), 1
		out = append(out, s)
	}
	return out
}

// sum adds what may be nil.
func sum(a, b *Node) *Node {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return Add(a, b)
}
