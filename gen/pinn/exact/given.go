package exact

import (
	"slices"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// grapher is a solution as a function in a graph: [n, 1] each → [n, 1] each.
type grapher interface {
	Graph(x []*Node) []*Node
}

// given are conditions that set fields of p to their known values on a domain, one condition each, named after both.
func given(p pinn.Problem, s grapher, name string, on geom.Domain, n int, fields ...string) (all []pinn.Condition) {
	vars := strings.Fields(p.Vars)
	for _, field := range fields {
		k := slices.Index(strings.Fields(p.Fields), field)
		c := pinn.Condition{Name: name + " " + field, On: on, N: n, Weight: dataWeight, Residual: func(d pinn.D) *Node {
			x := make([]*Node, len(vars))
			for j, v := range vars {
				x[j] = d.X(v)
			}
			return Sub(d.Field(field), s.Graph(x)[k])
		}}
		if len(strings.Fields(p.Fields)) == 1 {
			c.Name = name
		}
		all = append(all, c)
	}
	return all
}

// dataWeight is the weight of starts and walls beside equations of the same size, see Burgers.Problem.
const dataWeight = 10
