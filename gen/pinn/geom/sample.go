package geom

import (
	"fmt"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Sample is n points of a set with what belongs to each of them. What the set does not have is nil.
type Sample struct {
	X       *mat.Dense // coordinates, [n, variables]
	Normal  *mat.Dense // outward unit normals, [n, variables]
	Partner *mat.Dense // the points glued to them, [n, variables]
	Data    *mat.Dense // what a cloud knows of them, [n, names]
}

// Points returns n points of the low-discrepancy sequence with a random shift, [n, len(Lo)].
func (s Set) Points(rng *rand.Rand, n int) *mat.Dense { return s.must(rng, n, Kronecker{}) }

// Uniform returns n independent points, [n, len(Lo)].
func (s Set) Uniform(rng *rand.Rand, n int) *mat.Dense { return s.must(rng, n, Uniform{}) }

// must is Sample for sequences that have no limits.
func (s Set) must(rng *rand.Rand, n int, q Sequence) *mat.Dense {
	p, err := s.Sample(rng, n, q)
	if err != nil {
		panic(err)
	}
	return p.X
}

// tries is how many points may be rejected before Sample gives up, besides those that were to be expected.
const tries = 1 << 20

// Sample returns n points laid out by a sequence, nil meaning Kronecker's. Where the set keeps only some of the images of the cube, the
// sequence goes on until there are n: what is kept of a low-discrepancy sequence covers the set evenly. Points of a cloud come in
// their own order if all are asked for, else drawn without putting back; beyond its size they come again.
func (s Set) Sample(rng *rand.Rand, n int, q Sequence) (Sample, error) {
	if n < 1 {
		return Sample{}, fmt.Errorf("geom: want at least 1 point, got %d", n)
	}
	if s.cloud != nil {
		return s.drawn(rng, n), nil
	}
	expected := int(float64(n)*s.image()/s.Measure) + 1
	if s.Keep == nil {
		expected = n
	}
	if q == nil {
		q = Kronecker{}
	}
	next, err := q.Start(rng, s.Cube, expected)
	if err != nil {
		return Sample{}, err
	}
	return s.fill(n, next, tries+20*expected)
}

// drawn are points of the cloud.
func (s Set) drawn(rng *rand.Rand, n int) Sample {
	p := s.cloud.draw(rng, n)
	if s.Partner != nil {
		p.Partner = mat.NewDense(n, len(s.Lo), nil)
		for i := range n {
			s.Partner(nil, p.X.RawRowView(i), p.Partner.RawRowView(i))
		}
	}
	return p
}

// fill maps points of the cube, with what belongs to them.
func (s Set) fill(n int, next func(u []float64), patience int) (Sample, error) {
	dim := len(s.Lo)
	p := Sample{X: mat.NewDense(n, dim, nil)}
	if s.Normal != nil {
		p.Normal = mat.NewDense(n, dim, nil)
	}
	if s.Partner != nil {
		p.Partner = mat.NewDense(n, dim, nil)
	}
	u := make([]float64, s.Cube)
	for i, rejected := 0, 0; i < n; {
		x := p.X.RawRowView(i)
		next(u)
		if s.Map(u, x); !s.keeps(u, x) {
			if rejected++; rejected > patience {
				return Sample{}, fmt.Errorf("geom: %d of %d points that were tried lie in the set: it is empty or very thin", i, i+rejected)
			}
			continue
		}
		if s.Normal != nil {
			s.Normal(u, x, p.Normal.RawRowView(i))
		}
		if s.Partner != nil {
			s.Partner(u, x, p.Partner.RawRowView(i))
		}
		i++
	}
	return p, nil
}
