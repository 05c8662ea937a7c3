package operator

import (
	"fmt"
	"math"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/gen/pinn/jet"
)

// DeepONet is the unstacked DeepONet with bias (Lu, Jin, Pang, Zhang, Karniadakis 2021, eq. 2): the inner product of a network of the input function at
// sensors and one of the query point, whose last layer has the nonlinearity too. Several fields have parts of both networks' outputs for themselves
// (Lu et al. 2022, section 3.1.6).
type DeepONet struct {
	Box           geom.Rect // where query points lie, one interval for each coordinate; the trunk sees it as [-1, 1]
	Periods       []float64 // of the outputs in each coordinate, exactly; 0 where there is none, nil for none at all
	Fields        int       // components of the output function; 0 means 1
	Width         int       // p, terms of the inner product for each field; 0 means 40
	Branch, Trunk []int     // hidden layers of the two; nil means 40, 40. An empty Branch, []int{}, is linear in u: enough for a linear operator
	Activation    act.Func  // smooth for equations: SiLU (the zero value) or act.Tanh
}

var _ Net = DeepONet{}

// settled fills in the defaults.
func (d DeepONet) settled() DeepONet {
	d.Fields, d.Width = or(d.Fields, 1), or(d.Width, 40)
	if d.Branch == nil {
		d.Branch = []int{40, 40}
	}
	if d.Trunk == nil {
		d.Trunk = []int{40, 40}
	}
	return d
}

func or(x, zero int) int {
	if x == 0 {
		return zero
	}
	return x
}

// check says what is wrong with the settings, defaults filled in.
func (d DeepONet) check() error {
	if len(d.Box) == 0 {
		return fmt.Errorf("operator.DeepONet: the Box of the query points is missing: give one interval for each coordinate, such as geom.Rect{{0, 1}}")
	}
	for j, i := range d.Box {
		if !(i[0] < i[1]) || math.IsInf(i[1]-i[0], 0) {
			return fmt.Errorf("operator.DeepONet: want finite intervals lo < hi in Box, got [%g, %g] for coordinate %d", i[0], i[1], j)
		}
	}
	if d.Periods != nil && len(d.Periods) != len(d.Box) {
		return fmt.Errorf("operator.DeepONet: want a period for each of %d coordinates, 0 where there is none, got %v", len(d.Box), d.Periods)
	}
	for _, p := range d.Periods {
		if !(p >= 0) || math.IsInf(p, 0) {
			return fmt.Errorf("operator.DeepONet: want positive periods, 0 where there is none, got %v", d.Periods)
		}
	}
	if slices.Min(slices.Concat([]int{d.Fields, d.Width}, d.Branch, d.Trunk)) < 1 {
		return fmt.Errorf("operator.DeepONet: want at least 1 field, and Width and layers of at least 1 unit, got %d, %d, %v and %v", d.Fields, d.Width, d.Branch, d.Trunk)
	}
	return nil
}

// Build binds "branch", "trunk" and the biases for input functions at as many sensors as c.Event has entries.
func (d DeepONet) Build(c gen.Ctx) Operator { return d.bind(c) }

func (d DeepONet) bind(c gen.Ctx) branchTrunk {
	d = d.settled()
	if err := d.check(); err != nil {
		exceptions.Panicf("%v", err)
	}
	n := branchTrunk{DeepONet: d, sensors: c.Dim()}
	var lo, hi []float64
	for _, i := range d.Box {
		lo, hi = append(lo, i[0]), append(hi, i[1])
	}
	n.inputs = jet.Box(lo, hi, d.Periods)
	branch := nets.MLP{Hidden: d.Branch, Out: d.Fields * d.Width, Activation: d.Activation}
	n.branch = branch.Build(c.Scope.In("branch"), c.Graph, n.sensors, c.DType())
	trunk, in := c.Scope.In("trunk"), len(n.inputs)
	for i, out := range append(slices.Clone(d.Trunk), d.Fields*d.Width) {
		w, b := nets.Dense{Out: out, Behind: d.Activation}.Build(trunk.In("layer_%d", i), c.Graph, in, c.DType())
		n.trunk = append(n.trunk, [2]*Node{w, b})
		in = out
	}
	for f := range d.Fields {
		n.bias = append(n.bias, Reshape(nets.Number(c.Scope, c.Graph, fmt.Sprintf("bias_%d", f), 0, c.DType()), 1))
	}
	return n
}

// Loss is the mean of the squared error over the points and fields of each function: u [batch, m], x [batch, q, d] or [batch, q·d], or [1, q, d] for
// all functions, y [batch, q·fields] → [batch].
func (d DeepONet) Loss(c gen.Ctx, batch []*Node) *Node {
	if len(batch) != 3 {
		exceptions.Panicf("operator.DeepONet.Loss: want input functions, points and values, got %d arrays", len(batch))
	}
	x := batch[1]
	if dim := len(d.Box); x.Rank() == 2 && dim > 0 && x.Shape().Dim(1)%dim == 0 {
		x = Reshape(x, x.Shape().Dim(0), -1, dim)
	}
	s := d.bind(c).At(batch[0], x)
	wrong := Sub(s, like("operator.DeepONet.Loss", batch[2], s))
	return MulScalar(squares(wrong), float64(s.Shape().Dim(0))/float64(s.Shape().Size()))
}
