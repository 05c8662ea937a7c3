package jet

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/diffop"
)

// Jet is a function of coordinates at n points.
type Jet struct {
	graph *Graph
	memo  map[string]*Node
	make  func(by []int) *Node
}

// newJet returns the function whose derivatives make gives, each asked for once; nil where it vanishes, [width, 1] where it is the same
// at all points, else [width, n].
func newJet(g *Graph, make func(by []int) *Node) *Jet {
	return &Jet{graph: g, memo: map[string]*Node{}, make: make}
}

// D is the derivative by coordinates, numbers in ascending order; none is the value itself. It is nil where it vanishes everywhere,
// [width, 1] where it does not depend on the point, else [width, n].
func (j *Jet) D(by ...int) *Node {
	key := fmt.Sprint(by)
	y, ok := j.memo[key]
	if !ok {
		y = j.make(by)
		j.memo[key] = y
	}
	return y
}

// Component is component i of the derivative, [n, 1], at the points of the columns x: zeros where it vanishes.
func (j *Jet) Component(i int, x *Node, by ...int) *Node {
	y := j.D(by...)
	if y == nil {
		return ZerosLike(x)
	}
	n := x.Shape().Dim(0)
	if y.Shape().Dim(1) == 1 { // the derivative of a linear function is the same everywhere
		y = BroadcastToDims(y, y.Shape().Dim(0), n)
	}
	return Reshape(Slice(y, AxisElem(i)), n, 1)
}

// Constant is a function that does not depend on the coordinates, c [width, 1].
func Constant(c *Node) *Jet {
	return newJet(c.Graph(), func(by []int) *Node {
		if len(by) > 0 {
			return nil
		}
		return c
	})
}

// Func is any function of the coordinates x, [n, 1] each, with values [n, 1], differentiated by gradients of gradients. Each value must
// depend on its own point alone.
func Func(x []*Node, value *Node) *Jet {
	return newJet(value.Graph(), func(by []int) *Node {
		var coords []*Node
		for _, k := range by {
			coords = append(coords, x[k])
		}
		return Reshape(diffop.Partial(value, coords...), 1, -1)
	})
}
