package exact

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mat"
)

// cavityFlow is the stream function of the flow in a cavity, ψ = lidded + Σ_kl c_kl p_k(x) p_l(y).
type cavityFlow struct {
	n int
	c *mat.Dense // [k, l]
}

// clamped are the polynomials p_k on [0, 1] with p_k″ = 4 P_{k+2}(2x − 1), P Legendre's: orthogonal second derivatives, no value and no slope at
// both ends (Shen, SIAM J. Sci. Comput. 15, 1994, section 4); with their first two derivatives: [order][k].
func clamped(n int, x float64) (p [3][]float64) {
	s := 2*x - 1
	leg := make([]float64, n+4)
	leg[0], leg[1] = 1, s
	for k := 2; k < len(leg); k++ {
		leg[k] = (float64(2*k-1)*s*leg[k-1] - float64(k-1)*leg[k-2]) / float64(k)
	}
	for m := range p {
		p[m] = make([]float64, n)
	}
	for k := range n {
		m := float64(2*k + 5)
		p[2][k] = 4 * leg[k+2]
		p[1][k] = 2 * (leg[k+3] - leg[k+1]) / m
		p[0][k] = ((leg[k+4]-leg[k+2])/(m+2) - (leg[k+2]-leg[k])/(m-2)) / m
	}
	return p
}

// cavitySystem is what does not change between the steps of Newton's method: Gauss-Legendre points, their weights, and fields there.
type cavitySystem struct {
	n, points int
	p         [3]*mat.Dense   // derivatives of p_k: [points, k]
	pairs     [3][3]mat.Dense // products of a derivative of p_i and one of p_k: [i·k, points]
	w         *mat.Dense      // weights, and on the same grid [points, points]:
	px, py    *mat.Dense      // ∂ lidded/∂x and ∂y
	lap, soft *mat.Dense      // Δ lidded, and that without the corners
}

func newCavitySystem(n int) *cavitySystem {
	s := &cavitySystem{n: n, points: n + 16}
	x, w := make([]float64, s.points), make([]float64, s.points)
	quad.Legendre{}.FixedLocations(x, w, 0, 1)
	for m := range s.p {
		s.p[m] = mat.NewDense(s.points, n, nil)
		for i := range x {
			s.p[m].SetRow(i, clamped(n, x[i])[m])
		}
	}
	for a := range 3 {
		for b := range 3 {
			s.pairs[a][b] = *mat.NewDense(n*n, s.points, nil)
			s.pairs[a][b].Apply(func(ik, at int, _ float64) float64 { return s.p[a].At(at, ik/n) * s.p[b].At(at, ik%n) }, &s.pairs[a][b])
		}
	}
	grid := func(f func(i, j int) float64) *mat.Dense {
		v := mat.NewDense(s.points, s.points, nil)
		v.Apply(func(i, j int, _ float64) float64 { return f(i, j) }, v)
		return v
	}
	lid := func(a, b, i, j int, corners bool) float64 { return lidded(a, b, x[i], x[j], corners) }
	s.w = grid(func(i, j int) float64 { return w[i] * w[j] })
	s.px = grid(func(i, j int) float64 { return lid(1, 0, i, j, true) })
	s.py = grid(func(i, j int) float64 { return lid(0, 1, i, j, true) })
	s.lap = grid(func(i, j int) float64 { return lid(2, 0, i, j, true) + lid(0, 2, i, j, true) })
	s.soft = grid(func(i, j int) float64 { return lid(2, 0, i, j, false) + lid(0, 2, i, j, false) })
	return s
}

// solveCavity solves νΔ²ψ = ψ_y Δψ_x − ψ_x Δψ_y, ν = 1/Re, in Galerkin's way with n polynomials in each direction,
//
//	ν∫Δψ Δq + ∫Δψ (ψ_y q_x − ψ_x q_y) = 0   for all q = p_i(x) p_j(y),
//
// by Newton's method, over rising Reynolds numbers if it is large.
func solveCavity(re float64, n int) *cavityFlow {
	s := newCavitySystem(n)
	f := &cavityFlow{n: n, c: mat.NewDense(n, n, nil)}
	for _, part := range []float64{0.1, 0.4, 1} {
		if part*re >= 100 || part == 1 {
			s.newton(f, 1/(part*re))
		}
	}
	return f
}

// newton improves f until a step is small: it converges quadratically, so the next would be below rounding.
func (s *cavitySystem) newton(f *cavityFlow, nu float64) {
	var lu mat.LU
	var step mat.VecDense
	for range 20 {
		d := s.fields(f)
		lu.Factorize(s.jacobian(d, nu))
		if err := lu.SolveVecTo(&step, false, s.residual(d, nu)); err != nil {
			panic(fmt.Sprintf("exact.Cavity: %v", err))
		}
		floats.Sub(f.c.RawMatrix().Data, step.RawVector().Data)
		if mat.Norm(&step, math.Inf(1)) < 1e-7 {
			return
		}
	}
	panic(fmt.Sprintf("exact.Cavity: Newton's method does not converge at a Reynolds number of %g", 1/nu))
}

// fields are ψ_x, ψ_y, Δψ, and Δψ without the corners, whose is orthogonal to all Δq.
type fields struct{ px, py, lap, soft *mat.Dense }

func (s *cavitySystem) fields(f *cavityFlow) fields {
	plus := func(base *mat.Dense, orders ...[2]int) *mat.Dense {
		v := mat.DenseCopyOf(base)
		for _, o := range orders {
			var left, sum mat.Dense // [points, k]·[k, l]·[l, points]
			left.Mul(s.p[o[0]], f.c)
			sum.Mul(&left, s.p[o[1]].T())
			v.Add(v, &sum)
		}
		return v
	}
	x2, y2 := [2]int{2, 0}, [2]int{0, 2}
	return fields{plus(s.px, [2]int{1, 0}), plus(s.py, [2]int{0, 1}), plus(s.lap, x2, y2), plus(s.soft, x2, y2)}
}

// times is a number times the product of fields, with the weights of the points.
func (s *cavitySystem) times(by float64, fields ...*mat.Dense) *mat.Dense {
	v := mat.DenseCopyOf(s.w)
	for _, f := range fields {
		v.MulElem(v, f)
	}
	v.Scale(by, v)
	return v
}

// residual is the left side for all q, [i·j].
func (s *cavitySystem) residual(d fields, nu float64) *mat.VecDense {
	r := mat.NewDense(s.n, s.n, nil)
	s.addTest(r, s.times(nu, d.soft), 2, 0)
	s.addTest(r, s.times(nu, d.soft), 0, 2)
	s.addTest(r, s.times(1, d.lap, d.py), 1, 0)
	s.addTest(r, s.times(-1, d.lap, d.px), 0, 1)
	return mat.NewVecDense(s.n*s.n, r.RawMatrix().Data)
}

// jacobian is its derivative by all c, [i·j, k·l].
func (s *cavitySystem) jacobian(d fields, nu float64) *mat.Dense {
	jac := mat.NewDense(s.n*s.n, s.n*s.n, nil)
	s.add(jac, s.times(1, d.lap), 1, 0, 0, 1)
	s.add(jac, s.times(-1, d.lap), 0, 1, 1, 0)
	for _, o := range [][2]int{{2, 0}, {0, 2}} { // the change of Δψ
		s.add(jac, s.times(1, d.py), 1, 0, o[0], o[1])
		s.add(jac, s.times(-1, d.px), 0, 1, o[0], o[1])
		s.add(jac, s.times(nu), 2, 0, o[0], o[1])
		s.add(jac, s.times(nu), 0, 2, o[0], o[1])
	}
	return jac
}

// addTest adds ∫ f ∂q to r, [i, j], q differentiated a times by x and b times by y.
func (s *cavitySystem) addTest(r, f *mat.Dense, a, b int) {
	var left, both mat.Dense
	left.Mul(s.p[a].T(), f)
	both.Mul(&left, s.p[b])
	r.Add(r, &both)
}

// add adds ∫ f ∂q ∂(p_k p_l) to jac, the latter differentiated c times by x and d times by y: n⁴ numbers by two products.
func (s *cavitySystem) add(jac, f *mat.Dense, a, b, c, d int) {
	var left, all mat.Dense // [i·k, points], [i·k, j·l]
	left.Mul(&s.pairs[a][c], f)
	all.Mul(&left, s.pairs[b][d].T())
	n := s.n
	for ik := range n * n {
		i, k := ik/n, ik%n
		row := all.RawRowView(ik)
		for j := range n {
			floats.Add(jac.RawRowView(i*n + j)[k*n:(k+1)*n], row[j*n:(j+1)*n])
		}
	}
}

// derivative is one of ψ at a point.
func (f *cavityFlow) derivative(a, b int, x, y float64) float64 {
	px, py := clamped(f.n, x)[a], clamped(f.n, y)[b]
	sum := lidded(a, b, x, y, true)
	for k, v := range px {
		sum += v * floats.Dot(f.c.RawRowView(k), py)
	}
	return sum
}
