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
		for _, s := range Leibniz(by) {
			a, b := j.D(s.Here...), other.D(s.There...)
			if a == nil || b == nil {
				continue
			}
			y := Mul(a, b)
			if s.Count > 1 {
				y = MulScalar(y, s.Count)
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

// Parts are a division of the variables of a derivative of a product among its factors, which Count ways give alike.
type Parts struct {
	Here, There []int
	Count       int
}

// Leibniz gives the terms of the product rule for a derivative by these variables, which are in ascending order.
func Leibniz(by []int) []Parts {
	var out []Parts
	seen := map[string]int{}
	for mask := range 1 << len(by) {
		var s Parts
		for i, k := range by {
			if mask>>i&1 == 1 {
				s.Here = append(s.Here, k)
			} else {
				s.There = append(s.There, k)
			}
		}
		key := fmt.Sprint(s.Here)
		if i, ok := seen[key]; ok {
			out[i].Count++
			continue
		}
		seen[key], s.Count = len(out), 1
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
