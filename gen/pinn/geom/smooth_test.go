package geom_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

// values runs a set's smooth function, its slopes by each variable and its second derivative by the first on points [n, variables].
func values(t *testing.T, b compute.Backend, s geom.Set, x *mat.Dense, single bool) (phi, second []float64, slope *mat.Dense) {
	t.Helper()
	n, dim := x.Dims()
	in := any(tensors.FromFlatDataAndDimensions(x.RawMatrix().Data, n, dim))
	if single {
		f := make([]float32, n*dim)
		for i, v := range x.RawMatrix().Data {
			f[i] = float32(v)
		}
		in = tensors.FromFlatDataAndDimensions(f, n, dim)
	}
	outs := MustNewExec(b, func(x *Node) []*Node {
		cols := diffop.Columns(x)
		y := s.Smooth(cols)
		all := []*Node{y, diffop.Partial(y, cols[0], cols[0])}
		for _, c := range cols {
			all = append(all, diffop.Partial(y, c))
		}
		for i, o := range all {
			all[i] = ConvertDType(Reshape(o, n), dtypes.Float64)
		}
		return all
	}).MustCall(in)
	slope = mat.NewDense(n, dim, nil)
	for j := range dim {
		slope.SetCol(j, outs[2+j].Value().([]float64))
	}
	return outs[0].Value().([]float64), outs[1].Value().([]float64), slope
}

// TestSmooth: on the edge the smooth functions vanish and fall by 1 along the outward normal; inside they are positive and outside negative; and
// derivatives are finite on the edge too, in both precisions.
func TestSmooth(t *testing.T) {
	const n = 200
	engines.Each(t, func(t *testing.T, be compute.Backend) {
		for _, b := range bodies {
			if strings.HasSuffix(t.Name(), "xla") && b.name != "hole" {
				continue // XLA compiles each for seconds
			}
			s, e := b.bind(t)
			edge := sample(t, e, n, nil)
			for _, single := range []bool{false, true} {
				tol := 1e-9
				if single {
					tol = 1e-4 // float32, times the condition of φ near the edge
				}
				phi, second, slope := values(t, be, e, edge.X, single)
				bad := 0
				for i := range n {
					if !(math.Abs(phi[i]) < tol) || math.IsNaN(second[i]) || math.IsInf(second[i], 0) {
						t.Errorf("%s, float32 %v: φ = %g, second derivative %g at %v on the edge", b.name, single, phi[i], second[i], edge.X.RawRowView(i))
					}
					if down := floats.Dot(slope.RawRowView(i), edge.Normal.RawRowView(i)); !(math.Abs(down+1) < 1e-2) {
						bad++
					}
				}
				if bad > n/50 && b.name != "overlapping" { // near corners; where two sides coincide, φ falls by 2 − √2
					t.Errorf("%s, float32 %v: at %d of %d points of the edge φ does not fall by 1", b.name, single, bad, n)
				}
			}
			signs(t, be, b, s)
		}
	})
}

// signs compares the signs of smooth and true distance in a larger box. Where boxes only touch, φ vanishes between them.
func signs(t *testing.T, be compute.Backend, b body, s geom.Set) {
	const n = 200
	rng := rand.New(rand.NewPCG(1, 2))
	x := mat.NewDense(n, b.vars, nil)
	for i := range n {
		for j := range b.vars {
			x.Set(i, j, s.Lo[j]+(1.4*rng.Float64()-0.2)*(s.Hi[j]-s.Lo[j]))
		}
	}
	phi, _, _ := values(t, be, s, x, false)
	for i := range n {
		if d := s.Distance(x.RawRowView(i)); (d > 0) != (phi[i] > 0) {
			t.Errorf("%s: φ = %g at %v, whose distance is %g", b.name, phi[i], x.RawRowView(i), d)
		}
	}
}

// TestSmoothOfParts: functions of faces vanish on them with slope 1 and are positive inside; where two faces are joined, on both.
func TestSmoothOfParts(t *testing.T) {
	box := geom.Rect{{0, 2}, {-1, 1}}
	drum := geom.SpaceTime{Time: geom.Interval{0, 1}, Space: geom.Disk{}, Var: "y"}
	for _, c := range []struct {
		name string
		on   geom.Domain
		vars []string
		at   []float64
		want float64
	}{
		{"start", box.Face("t", 0), []string{"t", "x"}, []float64{0.5, 0.3}, 0.5},
		{"end", box.Face("t", 2), []string{"t", "x"}, []float64{0.5, 0.3}, 1.5},
		{"cut", box.Face("x", 0.5), []string{"t", "x"}, []float64{0.5, 0.3}, 0.2},
		{"walls", box.Faces("x"), []string{"t", "x"}, []float64{0.5, 0}, 0.5},
		{"start and a wall", geom.Union(box.Face("t", 0), box.Face("x", -1)), []string{"t", "x"}, []float64{3, 3}, 12 / 5.},
		{"ends", geom.Interval{-1, 1}.Ends(), []string{"x"}, []float64{-1}, 0},
		{"drum, start", drum.Start(), []string{"x", "y"}, nil, 0},
		{"drum, start", drum.Start(), []string{"x", "y", "z"}, []float64{0.1, 0.25, 0.2}, 0.25},
		{"drum, end", drum.End(), []string{"x", "y", "z"}, []float64{0.1, 0.25, 0.2}, 0.75},
		{"drum, side", drum.Side(), []string{"x", "y", "z"}, []float64{0, 0.25, 0}, 0.5},
		{"sphere", geom.Ball{Radius: 2}.Edge(), []string{"x", "y", "z"}, []float64{0, 0, 1}, 0.75},
	} {
		s, err := c.on.Bind(c.vars)
		if c.at == nil {
			if err == nil {
				t.Errorf("%s: a disk in one dimension", c.name)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		phi, _, _ := values(t, engines.Go(t), s, mat.NewDense(1, len(c.at), c.at), false)
		if math.Abs(phi[0]-c.want) > 1e-12 {
			t.Errorf("%s: φ = %g at %v, want %g", c.name, phi[0], c.at, c.want)
		}
	}
}
