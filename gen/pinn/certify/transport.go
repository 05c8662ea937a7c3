package certify

import (
	"errors"
	"fmt"
	"math"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
)

// Transport is u_t + b·∇u + c u = f with u given at the start and, unless it is periodic, where b points into the domain. With e = û − u, β = ∇·b, μ = c − max β/2, g = e where it flows
// in, multiplying by e and integrating gives
//
//	½ d/dt ‖e‖² + μ ‖e‖² ≤ ‖r‖ ‖e‖ + ½ ∫_in |b·n| g²
//
// (where it flows out, e² b·n ≥ 0 is left out), so by Gronwall, by Young's inequality over time, and since e is a sum of what r, e(0) and g make alone,
// ‖e‖ ≤ κ₂ ‖e(0)‖ + κ₁ ‖r‖ + κ₂ max|b·n|^½ ‖g‖, κ as for Parabolic (Evans 2010, section 7.3; Mishra and Molinaro 2023). In the largest value (BoundMax) along
// characteristics: |e| ≤ e^kT (max|e(0)|, |g| + T max|r|), k = max(−c, 0).
type Transport struct {
	Time     string    // the variable; "" means t
	Velocity []float64 // b, one number for each variable in space
	C        float64   // c

	// Flow is b as functions of the coordinates instead of Velocity, [n, 1] for each variable in space, and Divergence is a number that |∇·b| nowhere exceeds: for
	// values that are periodic, or met exactly where it flows in.
	Flow       func(d pinn.D) []*Node
	Divergence float64
}

var _ Class = Transport{}

func (t Transport) time() string { return Parabolic{Time: t.Time}.time() }

func (t Transport) space(vars []string) []string {
	return slices.DeleteFunc(slices.Clone(vars), func(v string) bool { return v == t.time() })
}

func (t Transport) check(vars, fields []string) (layout, error) {
	at := layout{time: slices.Index(vars, t.time()), given: 1}
	switch {
	case len(fields) != 1:
		return at, fmt.Errorf("certify: want one field, got %v", fields)
	case at.time < 0 || len(vars) < 2:
		return at, fmt.Errorf("certify: want the variable %s, which is time, and space, got %v: set Time", t.time(), vars)
	case (t.Flow == nil) == (t.Velocity == nil):
		return at, errors.New("certify: set either Velocity or Flow")
	case t.Flow == nil && len(t.Velocity) != len(vars)-1:
		return at, fmt.Errorf("certify: want Velocity for each of the variables %v in space, got %v", t.space(vars), t.Velocity)
	case !(t.Divergence >= 0) || math.IsInf(t.Divergence, 1) || t.Flow == nil && t.Divergence != 0:
		return at, fmt.Errorf("certify: want Divergence, a bound of that of Flow, at least 0, got %g", t.Divergence)
	}
	return at, nil
}

func (t Transport) operator(d pinn.D) []*Node {
	y := Add(d.U(t.time()), MulScalar(d.U(), t.C))
	var flow []*Node
	if t.Flow != nil {
		flow = t.Flow(d)
	}
	for k, v := range t.space(d.Vars()) {
		if flow == nil {
			y = Add(y, MulScalar(d.U(v), t.Velocity[k]))
		} else {
			y = Add(y, Mul(d.U(v), Reshape(flow[k], -1, 1)))
		}
	}
	return []*Node{y}
}

func (t Transport) data(d pinn.D) []*Node { return value(d) }

func (t Transport) bound(q *question, norm Norm) ([]Part, string, error) {
	onStart, err := q.known("start", q.edge.start, q.starts, 0, nil)
	if err != nil {
		return nil, "", err
	}
	inflow, most := t.inflow(q)
	walls := q.walls
	if t.Flow != nil {
		walls = nil // they may only be met exactly
	}
	onWalls, err := q.known("walls where it flows in", q.edge.side, walls, 0, inflow)
	if err != nil {
		return nil, "", err
	}
	if err = t.steady(q); err != nil {
		return nil, "", err
	}
	long := q.set.Hi[q.time] - q.set.Lo[q.time]
	if norm == Sup {
		grow := math.Exp(math.Max(-t.C, 0) * long)
		both := append(slices.Clone(q.starts), q.walls...)
		return q.parts("characteristics, max|e| ≤ e^kT (max|e(0)|, |g| + T max|r|)", norm,
			piece{"equation", q.equations, grow * long}, piece{"start, walls", both, grow})
	}
	inside, start := kernel(t.C-t.Divergence/2, long)
	return q.parts("the energy estimate and Gronwall, ‖e‖ ≤ κ₁‖r‖ + κ₂‖e(0)‖ + κ₂|b·n|^½‖g‖", norm, piece{"equation", q.equations, inside},
		piece{"start", q.starts, keep(start, !onStart)}, piece{"walls", q.walls, keep(start*math.Sqrt(most), !onWalls)})
}

// inflow tells at which points of the walls b points inwards, and how large |b·n| is there at most. Of a Flow nothing is known: all of them.
func (t Transport) inflow(q *question) (at func(i int) bool, most float64) {
	if t.Flow != nil || q.edge.side == nil {
		return nil, 0
	}
	speed := func(i int) (dot float64) {
		for k, j := range q.space() {
			dot += t.Velocity[k] * q.edge.normals.At(i, j)
		}
		return dot
	}
	for i := range q.edge.side.RawMatrix().Rows {
		most = math.Max(most, -speed(i))
	}
	return func(i int) bool { return speed(i) < 0 }, most
}

// steady says where the divergence of Flow exceeds its bound.
func (t Transport) steady(q *question) error {
	if t.Flow == nil {
		return nil
	}
	r, err := quadrature(q.set, 1)
	if err != nil {
		return fmt.Errorf("certify: %w", err)
	}
	y, err := q.at(func(d pinn.D) *Node {
		sum := ZerosLike(d.U())
		for k, v := range t.space(d.Vars()) {
			sum = Add(sum, d.Of(Add(Reshape(t.Flow(d)[k], -1, 1), MulScalar(d.X(v), 0)), v))
		}
		return sum
	}, r.x)
	if err != nil {
		return err
	}
	for i, v := range y {
		if math.Abs(v) > t.Divergence+matchTol*(1+t.Divergence) {
			return fmt.Errorf("certify: the divergence of Flow is %g at %v, beyond Divergence, %g", v, r.x.RawRowView(i), t.Divergence)
		}
	}
	q.notes = append(q.notes, fmt.Sprintf("|∇·b| ≤ %g was checked at %d points", t.Divergence, len(y)))
	return nil
}
