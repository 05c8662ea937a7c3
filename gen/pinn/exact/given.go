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

// dataWeight is the weight of starts and walls beside equations of the same size, see Burgers.Problem. Equations with terms s times as large as
// u are divided by √s: divided by s they are hardly noticed, and not at all they drown the data. 3000 steps of Adam, 400 or 500 points
// a step, one seed each, ended at relative errors of .44 with s, .05 with √s and .98 with 1 for the Oscillator, at 1.0, .15 and 2.4
// for Helmholtz, at .93, .43 and (nearly 1) .44 for Wave, and at .88 and .06 with s and √s for KleinGordon.
const dataWeight = 10
