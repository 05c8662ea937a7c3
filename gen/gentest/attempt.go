package gentest

import (
	"math"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"gonum.org/v1/gonum/mat"
)

// attempt is one call of Problem.
type attempt struct {
	t      TB
	p      Conditions
	c      Collocation
	names  []string
	vars   int
	tables []*mat.Dense // one for each condition, [n, vars and more]
	exact  Exact
	lo, hi []float64 // the box around all points
	size   []float64 // the largest value of each field at them
}

// measure finds the box around the points and the sizes of the fields.
func (tr *attempt) measure() {
	for _, x := range tr.tables {
		n, _ := x.Dims()
		for i := range n {
			row := x.RawRowView(i)[:tr.vars]
			if tr.lo == nil {
				tr.lo, tr.hi = append(tr.lo, row...), append(tr.hi, row...)
				tr.size = make([]float64, len(tr.exact.At(row)))
			}
			for j := range row {
				tr.lo[j], tr.hi[j] = math.Min(tr.lo[j], row[j]), math.Max(tr.hi[j], row[j])
			}
			for f, v := range tr.exact.At(row) {
				tr.size[f] = math.Max(tr.size[f], math.Abs(v))
			}
		}
	}
}

// wrong are the fields with number f off: u + .1 · size · e^(Σ a_j s_j), s_j in [0, 1] across the box.
func (tr *attempt) wrong(u func([]*Node) []*Node, f int) func([]*Node) []*Node {
	return func(x []*Node) []*Node {
		out := append([]*Node{}, u(x)...)
		var e *Node
		for j := range x {
			s := MulScalar(AddScalar(x[j], -tr.lo[j]), (0.6+0.2*float64((f+j)%3))/math.Max(tr.hi[j]-tr.lo[j], 1e-300))
			if e == nil {
				e = s
			} else {
				e = Add(e, s)
			}
		}
		out[f] = Add(out[f], MulScalar(Exp(e), wrongBy*math.Max(tr.size[f], 1e-3)))
		return out
	}
}

// zero are fields that vanish everywhere.
func (tr *attempt) zero(x []*Node) []*Node {
	out := make([]*Node, len(tr.size))
	for f := range out {
		out[f] = ZerosLike(x[0])
		for _, c := range x { // so that there is something to differentiate
			out[f] = Add(out[f], MulScalar(c, 0))
		}
	}
	return out
}

// measured is what Problem finds: the largest residuals of each condition.
type measured struct {
	right, zero []float64
	wrong       [][]float64 // for each field that is off
}

// residuals computes all of them in one graph.
func (tr *attempt) residuals(b compute.Backend) (m measured) {
	tr.t.Helper()
	exec, inputs := tr.graph(b)
	outs, err := exec.Call(inputs...)
	if err != nil {
		tr.t.Fatalf("gentest.Problem: %v", err)
	}
	n := len(tr.names)
	worst := func(set int) []float64 {
		r := make([]float64, n)
		for i, o := range outs[set*n : (set+1)*n] {
			r[i] = largest(tensors.MustCopyFlatData[float64](o))
		}
		return r
	}
	m.right, m.zero = worst(0), worst(1)
	for f := range tr.size {
		m.wrong = append(m.wrong, worst(2+f))
	}
	for i, o := range outs[(2+len(tr.size))*n:] {
		tr.agree(i, tensors.MustCopyFlatData[float64](o))
	}
	return m
}

// graph builds the residuals of the solution, of zero and of each wrong solution, one after the other, and the fields in
// the graph [n, fields] at the points of each condition, if there is a Graph.
func (tr *attempt) graph(b compute.Backend) (*Exec, []any) {
	g, ok := tr.exact.(graphed)
	if !ok {
		l := newLocal(tr)
		return MustNewExec(b, func(in []*Node) []*Node { return tr.sets(l.in(in[0], in[1]), in[2:], l.own) }), l.inputs()
	}
	inputs := make([]any, len(tr.tables))
	for i, x := range tr.tables {
		inputs[i] = rows(x)
	}
	return MustNewExec(b, func(x []*Node) []*Node {
		out := tr.sets(g.Graph, x, func(_ int, r *Node) *Node { return r })
		for _, points := range x {
			var cols []*Node
			for j := range tr.vars {
				cols = append(cols, Slice(points, AxisRange(), AxisElem(j)))
			}
			out = append(out, Concatenate(g.Graph(cols), -1))
		}
		return out
	}), inputs
}

// sets are all residuals for the fields u, those of condition i reduced by own to its points.
func (tr *attempt) sets(u func([]*Node) []*Node, points []*Node, own func(i int, r *Node) *Node) (out []*Node) {
	variants := []func([]*Node) []*Node{u, tr.zero}
	for f := range tr.size {
		variants = append(variants, tr.wrong(u, f))
	}
	for _, v := range variants {
		for i, r := range tr.p.Residuals(v, points) {
			out = append(out, own(i, r))
		}
	}
	return out
}

// agree compares the fields in the graph with At.
func (tr *attempt) agree(condition int, got []float64) {
	tr.t.Helper()
	for i := range tr.tables[condition].RawMatrix().Rows {
		row := tr.tables[condition].RawRowView(i)[:tr.vars]
		for f, want := range tr.exact.At(row) {
			if v := got[i*len(tr.size)+f]; !(math.Abs(v-want) <= agreeTol*(1+tr.size[f])) {
				tr.t.Fatalf("%T at %v: field %d is %g on the host, %g in a graph", tr.exact, row, f, want, v)
			}
		}
	}
}

// judge says what is wrong.
func (tr *attempt) judge(m measured) {
	tr.t.Helper()
	zero := true
	seen := make([]bool, len(tr.size))
	for i, name := range tr.names {
		most := 0.0
		for f := range tr.size {
			w := m.wrong[f][i]
			seen[f] = seen[f] || w > noticed*m.right[i]
			most = math.Max(most, w)
		}
		if !(m.right[i] <= tr.c.Tol*most) || most == 0 {
			tr.t.Errorf("condition %q: the residual of the solution is %.3g, that of a wrong one %.3g: want at most %.1g of it", name, m.right[i], most, tr.c.Tol)
		}
		zero = zero && m.zero[i] <= tr.c.Tol*most
	}
	for f, ok := range seen {
		if !ok {
			tr.t.Errorf("no condition notices that field %d is wrong", f)
		}
	}
	if zero {
		tr.t.Errorf("the zero function is a solution too: data is missing")
	}
}

// largest is the greatest size of numbers, NaN if one of them is.
func largest(v []float64) (m float64) {
	for _, r := range v {
		if m = math.Max(m, math.Abs(r)); math.IsNaN(r) {
			return r
		}
	}
	return m
}

// rows are a table as a tensor [n, dim].
func rows(x *mat.Dense) *tensors.Tensor {
	n, dim := x.Dims()
	return tensors.FromFlatDataAndDimensions(mat.DenseCopyOf(x).RawMatrix().Data, n, dim)
}
