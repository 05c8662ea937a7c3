package certify

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/gensci/gensci/gen/pinn/geom"
)

// space are the variables that are not time.
func (q *question) space() (all []int) {
	for j := range q.vars {
		if j != q.time {
			all = append(all, j)
		}
	}
	return all
}

// firstZero is that of the Bessel function J₀: the first eigenvalue of the unit disk is its square.
const firstZero = 2.404825557695773

// eigenvalue is a lower bound of the first eigenvalue of −Δ in space, u = 0 on the walls: that of the box around the domain, which is larger (equal for a
// rectangle), or that of the disk or ball of the same size, which has the lowest of all (Faber 1923, Krahn 1925).
func (q *question) eigenvalue() float64 {
	box, walls := 0.0, true
	space := q.space()
	for _, j := range space {
		if q.periodic[j] {
			walls = false
			continue
		}
		width := q.set.Hi[j] - q.set.Lo[j]
		box += math.Pi * math.Pi / (width * width)
	}
	if !walls || q.set.MeasureError > 0 {
		return box
	}
	size := q.set.Measure
	if q.time >= 0 {
		size /= q.set.Hi[q.time] - q.set.Lo[q.time]
	}
	switch len(space) {
	case 2:
		return math.Max(box, math.Pi*firstZero*firstZero/size)
	case 3:
		return math.Max(box, math.Pi*math.Pi*math.Pow(4*math.Pi/(3*size), 2./3))
	}
	return box
}

// ball is one in space around the domain: its centre, and its radius.
func (q *question) ball() (center []float64, radius float64) {
	switch b := q.domain.(type) {
	case geom.Disk:
		if radius = b.Radius; radius == 0 {
			radius = 1
		}
		return b.Center[:], radius
	case geom.Ball:
		if radius = b.Radius; radius == 0 {
			radius = 1
		}
		if center = b.Center; center == nil {
			center = make([]float64, len(q.vars))
		}
		return center, radius
	}
	center = make([]float64, len(q.vars))
	for _, j := range q.space() {
		center[j] = (q.set.Lo[j] + q.set.Hi[j]) / 2
	}
	return center, q.reach(center)
}

// reach is how far the box around the domain reaches from a point, in space.
func (q *question) reach(from []float64) float64 {
	sum := 0.0
	for _, j := range q.space() {
		far := math.Max(q.set.Hi[j]-from[j], from[j]-q.set.Lo[j])
		sum += far * far
	}
	return math.Sqrt(sum)
}

// centers is how many points are tried as the one that sees all walls.
const centers = 512

// star is √(2R/(m√λ)), in one dimension √(2/m (R/√λ + 1/2λ)), for the best of some points that see all walls: see Elliptic.
func (q *question) star(lambda float64) (float64, error) {
	center, radius := q.ball()
	best, least := math.Inf(1), 0.0
	try := func(x []float64, radius float64) {
		m := q.facing(x)
		if m > 0 && radius/m < best {
			best, least = radius/m, m
		}
	}
	try(center, radius)
	p := q.set.Points(rand.New(rand.NewPCG(5, 1)), centers)
	for i := range centers {
		try(p.RawRowView(i), q.reach(p.RawRowView(i)))
	}
	if math.IsInf(best, 1) {
		return 0, errors.New("certify: values on the walls are met inexactly, and no point sees all of them: make them hard constraints, or take BoundMax")
	}
	q.notes = append(q.notes, fmt.Sprintf("a point that sees all walls: (x − x₀)·n ≥ %.3g, at %d points of them; |x − x₀| ≤ %.3g", least, q.edge.side.RawMatrix().Rows, best*least))
	if len(q.space()) == 1 {
		return math.Sqrt(2*best/math.Sqrt(lambda) + 1/(least*lambda)), nil
	}
	return math.Sqrt(2 * best / math.Sqrt(lambda)), nil
}

// facing is the least (y − x)·n over points y of the walls.
func (q *question) facing(x []float64) float64 {
	least := math.Inf(1)
	n, _ := q.edge.side.Dims()
	for i := range n {
		y, normal, dot := q.edge.side.RawRowView(i), q.edge.normals.RawRowView(i), 0.0
		for _, j := range q.space() {
			dot += (y[j] - x[j]) * normal[j]
		}
		least = math.Min(least, dot)
	}
	return least
}
