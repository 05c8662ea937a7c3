package exact

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// incompressible are the conditions ∂u/∂t + (u·∇)u + ∇p − νΔu = 0 and ∇·u = 0 of a flow with velocities u, v (and w) along x, y
// (and z), and pressure p, on a domain with n points. Slow flows leave out (u·∇)u; steady ones have no t.
func incompressible(on geom.Domain, n, dim int, nu float64, steady, slow bool) (all []pinn.Condition) {
	axes, speeds := []string{"x", "y", "z"}[:dim], []string{"u", "v", "w"}[:dim]
	for i, speed := range speeds {
		all = append(all, pinn.Condition{Name: "momentum " + axes[i], On: on, N: n, Residual: func(d pinn.D) *Node {
			r := d.Field("p", axes[i])
			if !steady {
				r = Add(r, d.Field(speed, "t"))
			}
			for j, axis := range axes {
				if !slow {
					r = Add(r, Mul(d.Field(speeds[j]), d.Field(speed, axis)))
				}
				r = Sub(r, MulScalar(d.Field(speed, axis, axis), nu))
			}
			return r
		}})
	}
	return append(all, pinn.Condition{Name: "continuity", On: on, N: n, Residual: func(d pinn.D) *Node {
		r := d.Field("u", "x")
		for j := 1; j < dim; j++ {
			r = Add(r, d.Field(speeds[j], axes[j]))
		}
		return r
	}})
}
