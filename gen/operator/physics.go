package operator

import (
	"fmt"
	"math/rand/v2"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/pinn"
)

// Physics is the loss of the physics-informed DeepONet (Wang, Wang, Perdikaris 2021, eq. 9), Σ_c weight_c · mean of residual_c² over points and
// functions, as an objective of fit.Run for what Points gives. Derivatives by the query point are carried forward through the trunk.
func (d DeepONet) Physics(p Problem) (fit.Objective, error) {
	c, err := p.check()
	if err != nil {
		return nil, err
	}
	d = d.settled()
	if err = d.check(); err != nil {
		return nil, err
	}
	if len(c.vars) != len(d.Box) || len(c.fields) != d.Fields {
		return nil, fmt.Errorf("operator: the DeepONet has %d coordinates in Box and %d fields, the problem has the variables %v and the fields %v: make them fit",
			len(d.Box), d.Fields, c.vars, c.fields)
	}
	return func(ctx gen.Ctx, batch []*Node) *Node {
		if len(batch) != 1+2*len(c.Conditions) {
			exceptions.Panicf("operator.DeepONet.Physics: want the arrays of Problem.Points, %d for %d conditions, got %d", 1+2*len(c.Conditions), len(c.Conditions), len(batch))
		}
		net, u := d.bind(ctx), batch[0]
		var sum *Node
		for i, k := range c.Conditions {
			r := c.residual(i, net, u, batch[1+2*i], batch[2+2*i])
			term := MulScalar(ReduceAllMean(Square(r)), weight(k))
			if sum == nil {
				sum = term
			} else {
				sum = Add(sum, term)
			}
		}
		return sum
	}, nil
}

func weight(k Condition) float64 {
	if k.Weight == 0 {
		return 1
	}
	return k.Weight
}

// residual is that of condition i at points x [batch·n, vars], where the input functions are v [batch·n, 1].
func (c *checked) residual(i int, net branchTrunk, u, x, v *Node) *Node {
	cols, name := diffop.Columns(x), c.Conditions[i].Name
	r := c.Conditions[i].Residual(pinn.NewD(name, c.vars, c.fields, cols, net.fields(u, cols)), v)
	if n := x.Shape().Dim(0); r.Shape().Size() != n || r.Rank() > 2 || r.Rank() == 0 || r.Shape().Dim(0) != n {
		exceptions.Panicf("operator: condition %q: want a residual [%d] or [%d, 1], one number for each point, got %s", name, n, n, r.Shape())
	}
	return r
}

// Points gives fresh input functions and points at every step, which a physics-informed loss is trained on. A batch is u [batch, m], and for each
// condition its points [batch·N, vars], those of one function after those of another, and the values of the input functions there, [batch·N, 1].
func (p Problem) Points(in Inputs) (fit.Source, error) {
	c, err := p.check()
	if err != nil {
		return nil, err
	}
	if err = in.check(); err != nil {
		return nil, err
	}
	return points{c, in}, nil
}

type points struct {
	p  *checked
	in Inputs
}

var _ fit.Source = points{}

func (s points) Fixed() []fit.Array           { return nil }
func (s points) Batch(_, fed []*Node) []*Node { return fed }
func (s points) Feed(seed uint64, step int) []fit.Array {
	rng := stream(seed, step)
	us := s.in.Law.Draw(rng, s.in.batch())
	fed := []fit.Array{s.in.read(us)}
	for i := range s.p.sets {
		x, v := s.condition(i, rng, us)
		fed = append(fed, x, v)
	}
	return fed
}

// condition draws the points of condition i, evenly spread for each function by itself.
func (s points) condition(i int, rng *rand.Rand, us []data.Series) (x, v fit.Array) {
	n, dim := s.p.Conditions[i].N, len(s.p.vars)
	x.Dims, v.Dims = []int{n * len(us), dim}, []int{n * len(us), 1}
	for _, u := range us {
		at := s.p.sets[i].Points(rng, n).RawMatrix().Data
		x.F = append(x.F, at...)
		for k := range n {
			v.F = append(v.F, u.At(at[k*dim+s.p.of]))
		}
	}
	return x, v
}
