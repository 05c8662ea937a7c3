package gentest

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/diffop"
)

const (
	localDegree = 10 // of the polynomials through the values near a point, in each variable
	localOrder  = 5  // total order to which they are kept; one more than the derivatives that are right
)

// local is a solution that is known on the host alone, as a polynomial of its own around each of the points of all conditions:
//
//	u(x) = Σ_α c_α (x − x₀)^α,   |α| ≤ 5,   c_α = ∂^α u(x₀)/α!,
//
// the derivatives those of the polynomial that goes through u on a Chebyshev grid in a box around x₀ (moved into the box of all points).
type local struct {
	*attempt
	powers [][]int    // α
	from   []int      // the first row of each condition
	x0     *mat.Dense // [rows, variables]
	coef   *mat.Dense // [rows, fields·powers]
}

func newLocal(tr *attempt) *local {
	l := &local{attempt: tr, powers: multi(tr.vars, localOrder), from: []int{0}}
	for i, x := range tr.tables {
		l.from = append(l.from, l.from[i]+x.RawMatrix().Rows)
	}
	rows := l.from[len(tr.tables)]
	l.x0, l.coef = mat.NewDense(rows, tr.vars, nil), mat.NewDense(rows, len(tr.size)*len(l.powers), nil)
	for i, x := range tr.tables {
		for k := range x.RawMatrix().Rows {
			l.x0.SetRow(l.from[i]+k, x.RawRowView(k)[:tr.vars])
			l.expand(x.RawRowView(k)[:tr.vars], l.coef.RawRowView(l.from[i]+k))
		}
	}
	return l
}

// inputs are x0, the coefficients, and for every condition a table of all rows, so that row k always belongs to polynomial k: what
// else its own points have is missing for the others.
func (l *local) inputs() []any {
	in := []any{rows(l.x0), rows(l.coef)}
	for i, x := range l.tables {
		all := mat.NewDense(l.x0.RawMatrix().Rows, x.RawMatrix().Cols, nil)
		for k := range all.RawMatrix().Rows {
			copy(all.RawRowView(k), l.x0.RawRowView(k))
		}
		for k := range x.RawMatrix().Rows {
			all.SetRow(l.from[i]+k, x.RawRowView(k))
		}
		in = append(in, rows(all))
	}
	return in
}

// own are the residuals of condition i at its own points.
func (l *local) own(i int, r *Node) *Node { return Slice(r, AxisRange(l.from[i], l.from[i+1])) }

// in are the fields in a graph.
func (l *local) in(x0, c *Node) func(x []*Node) []*Node {
	at, coef := diffop.Columns(x0), diffop.Columns(c)
	return func(x []*Node) []*Node {
		d := make([]*Node, len(x))
		for j := range x {
			d[j] = Sub(x[j], at[j])
		}
		out := make([]*Node, len(l.size))
		for k, alpha := range l.powers {
			term := OnesLike(x[0])
			for j, a := range alpha {
				for range a {
					term = Mul(term, d[j])
				}
			}
			for f := range out {
				v := Mul(coef[f*len(l.powers)+k], term)
				if k > 0 {
					v = Add(out[f], v)
				}
				out[f] = v
			}
		}
		return out
	}
}

// expand sets c to the coefficients of all fields at x.
func (l *local) expand(x, c []float64) {
	dim := len(x)
	nodes, weights := make([][]float64, dim), make([][][]float64, dim)
	away := l.away(x)
	for j := range x {
		nodes[j] = l.window(j, x[j], away/2)
		weights[j] = fornberg(x[j], nodes[j], localOrder)
	}
	clear(c)
	p, index := make([]float64, dim), make([]int, dim)
	for {
		for j, i := range index {
			p[j] = nodes[j][i]
		}
		u := l.exact.At(p)
		for k, alpha := range l.powers {
			w := 1.0
			for j, a := range alpha {
				w *= weights[j][a][index[j]]
			}
			for f, v := range u {
				c[f*len(l.powers)+k] += w * v
			}
		}
		j := dim - 1 // the next node, the last variable fastest
		for ; j >= 0 && index[j] == localDegree; j-- {
			index[j] = 0
		}
		if j < 0 {
			return
		}
		index[j]++
	}
}

// away is the distance of x from the nearest singular point.
func (l *local) away(x []float64) float64 {
	d := math.Inf(1)
	for _, s := range l.c.Singular {
		d = math.Min(d, floats.Distance(s, x, 2))
	}
	return d
}

// window is a Chebyshev grid around x in the range of variable j, at most most wide.
func (l *local) window(j int, x, most float64) []float64 {
	width := (l.hi[j] - l.lo[j]) / 20
	if l.c.Window != nil {
		width = math.Min(l.c.Window[j], l.hi[j]-l.lo[j])
	}
	width = math.Min(width, most)
	mid := math.Max(l.lo[j]+width/2, math.Min(x, l.hi[j]-width/2))
	z := make([]float64, localDegree+1)
	for i := range z {
		z[i] = mid - width/2*math.Cos(math.Pi*float64(i)/localDegree)
	}
	return z
}

// fornberg returns the weights of u at nodes z in the Taylor coefficients u^(k)(x)/k!, k ≤ order, of the polynomial through them
// (Fornberg, Math. Comp. 51, 1988, his recursion divided by k!).
func fornberg(x float64, z []float64, order int) [][]float64 {
	w := make([][]float64, order+1)
	for k := range w {
		w[k] = make([]float64, len(z))
	}
	w[0][0] = 1
	before := func(k, v int) float64 { // of the derivative of one order less
		if k == 0 {
			return 0
		}
		return w[k-1][v]
	}
	c1 := 1.0
	for n := 1; n < len(z); n++ {
		c2 := 1.0
		for v := range n {
			c3 := z[n] - z[v]
			c2 *= c3
			for k := min(n, order); k >= 0; k-- {
				if v == n-1 { // the new node's weights from those of its neighbour, before these change
					w[k][n] = c1 / c2 * (before(k, v) - (z[v]-x)*w[k][v])
				}
				w[k][v] = ((z[n]-x)*w[k][v] - before(k, v)) / c3
			}
		}
		c1 = c2
	}
	return w
}

// multi lists the exponents of monomials in dim variables of total order at most most.
func multi(dim, most int) (all [][]int) {
	alpha := make([]int, dim)
	var fill func(j, left int)
	fill = func(j, left int) {
		if j == dim {
			all = append(all, append([]int{}, alpha...))
			return
		}
		for a := 0; a <= left; a++ {
			alpha[j] = a
			fill(j+1, left-a)
		}
	}
	fill(0, most)
	return all
}
