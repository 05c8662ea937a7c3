package geom

import (
	"errors"
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// SpaceTime is the product of an interval of time and a body in the other variables, in their order.
type SpaceTime struct {
	Time  Interval
	Space Body
	Var   string // the name of time; "" means t
}

var (
	_ Body   = SpaceTime{}
	_ Domain = product{}
)

// Bind returns the product as a set.
func (s SpaceTime) Bind(vars []string) (Set, error) {
	return product{s.name(), s.Time, s.Space}.Bind(vars)
}

// Start is the body at the beginning, with a normal that points to the past.
func (s SpaceTime) Start() Domain { return s.at(s.Time[0], -1) }

// End is the body at the end, with a normal that points to the future.
func (s SpaceTime) End() Domain { return s.at(s.Time[1], 1) }

// At is the body at one time, such as for what is conserved, with a normal that points to the future.
func (s SpaceTime) At(t float64) Domain { return s.at(t, 1) }

// Side is the edge of the body at all times.
func (s SpaceTime) Side() Domain {
	if s.Space == nil {
		return product{s.name(), s.Time, nil}
	}
	return s.Along(s.Space.Edge())
}

// Along is a domain in space, such as a part of the body's edge, at all times.
func (s SpaceTime) Along(part Domain) Domain { return product{s.name(), s.Time, part} }

// Edge is Start, End and Side.
func (s SpaceTime) Edge() Domain { return spaceTimeEdge{s} }

func (s SpaceTime) name() string {
	if s.Var == "" {
		return "t"
	}
	return s.Var
}

func (s SpaceTime) at(t, out float64) Domain {
	return product{s.name(), instant{s.Time, t, out}, s.Space}
}

type spaceTimeEdge struct{ s SpaceTime }

func (e spaceTimeEdge) Bind(vars []string) (Set, error) {
	body, err := e.s.Bind(vars)
	if err != nil {
		return Set{}, err
	}
	s, err := Union(e.s.Start(), e.s.End(), e.s.Side()).Bind(vars)
	s.Smooth = body.Smooth
	s.Distance = func(x []float64) float64 { return math.Abs(body.Distance(x)) }
	return s, err
}

// instant is one time of an interval.
type instant struct {
	of      Interval
	at, out float64 // out is the direction of the normal
}

func (i instant) Bind(vars []string) (Set, error) {
	if err := (Rect{i.of}).check(vars); err != nil {
		return Set{}, err
	}
	if !(i.of[0] <= i.at && i.at <= i.of[1]) {
		return Set{}, fmt.Errorf("geom: the time %s = %g lies outside of [%g, %g]", vars[0], i.at, i.of[0], i.of[1])
	}
	s := Rect{{i.at, i.at}}.set()
	s.Normal = func(_, _, n []float64) { n[0] = i.out }
	s.Distance = func(x []float64) float64 { return math.Abs(x[0] - i.at) }
	s.Smooth = func(x []*Node) *Node { return MulScalar(AddScalar(x[0], -i.at), -i.out) }
	return s, nil
}

// product is a domain of the variable v times one of all others.
type product struct {
	v           string
	time, space Domain
}

func (p product) Bind(vars []string) (Set, error) {
	if p.space == nil {
		return Set{}, errors.New("geom: space × time wants a domain in space: set Space")
	}
	j, err := index(vars, p.v)
	if err != nil {
		return Set{}, fmt.Errorf("%w: set SpaceTime.Var to the name of time", err)
	}
	t, err := p.time.Bind(vars[j : j+1])
	if err != nil {
		return Set{}, err
	}
	s, err := p.space.Bind(append(append([]string{}, vars[:j]...), vars[j+1:]...))
	if err != nil {
		return Set{}, err
	}
	if s.cloud != nil {
		return Set{}, errors.New("geom: space × time wants no cloud of points in space: give its points their times")
	}
	return crossed{j, t, s}.set(), nil
}

// crossed is a set of one variable, number j, times a set of the others.
type crossed struct {
	j    int
	t, s Set
}

func (c crossed) set() Set {
	t, s, j := c.t, c.s, c.j
	all := Set{
		Lo: insert(s.Lo, j, t.Lo[0]), Hi: insert(s.Hi, j, t.Hi[0]), Cube: t.Cube + s.Cube, Extra: s.Extra,
		Measure: t.Measure * s.Measure, Image: t.Measure * s.image(), MeasureError: t.Measure * s.MeasureError,
	}
	all.Map = func(u, x []float64) {
		y, z := make([]float64, len(x)-1), x[j:j+1]
		s.Map(u[t.Cube:], y)
		t.Map(u[:t.Cube], z)
		copy(x[j+1:], y[j:])
		copy(x[:j], y[:j])
	}
	if s.Keep != nil {
		all.Keep = func(u, x []float64) bool { return s.Keep(u[t.Cube:], remove(x, j)) }
	}
	if s.Partner != nil {
		all.Partner = func(u, x, y []float64) {
			z := make([]float64, len(x)-1)
			s.Partner(u[t.Cube:], remove(x, j), z)
			copy(y, insert(z, j, x[j]))
		}
	}
	c.normals(&all)
	c.distances(&all)
	return all
}

// normals are those of the factor that has some.
func (c crossed) normals(all *Set) {
	t, s, j := c.t, c.s, c.j
	switch {
	case t.Normal != nil && s.Normal == nil:
		all.Normal = func(u, x, n []float64) {
			clear(n)
			t.Normal(u[:t.Cube], x[j:j+1], n[j:j+1])
		}
	case s.Normal != nil && t.Normal == nil:
		all.Normal = func(u, x, n []float64) {
			m := make([]float64, len(x)-1)
			s.Normal(u[t.Cube:], remove(x, j), m)
			copy(n, insert(m, j, 0))
		}
	}
}

// distances are those of a product of two bodies, or of sets that are none. The smooth function is that of what fixes the set: of the body's
// edge on the side, of time at the start and the end.
func (c crossed) distances(all *Set) {
	t, s, j := c.t, c.s, c.j
	inTime, inSpace := t.Cube == 1, s.Dim() == len(s.Lo)
	if s.Distance != nil {
		all.Distance = func(x []float64) float64 {
			a, b := t.Distance(x[j:j+1]), s.Distance(remove(x, j))
			if !inTime {
				a = -a // a point of time has no inside
			}
			if !inSpace {
				b = -b
			}
			d := min(a, b)
			if d < 0 {
				d = -math.Hypot(min(a, 0), min(b, 0))
			}
			if !inTime || !inSpace {
				return math.Abs(d)
			}
			return d
		}
	}
	split := func(x []*Node) []*Node { return append(append([]*Node{}, x[:j]...), x[j+1:]...) }
	switch {
	case inTime && inSpace && s.Smooth != nil:
		all.Smooth = func(x []*Node) *Node { return both(t.Smooth(x[j:j+1]), s.Smooth(split(x))) }
	case inTime && s.Smooth != nil:
		all.Smooth = func(x []*Node) *Node { return s.Smooth(split(x)) }
	case !inTime && inSpace:
		all.Smooth = func(x []*Node) *Node { return t.Smooth(x[j : j+1]) }
	}
}

// insert is x with v before number j.
func insert(x []float64, j int, v float64) []float64 {
	return append(append(append([]float64{}, x[:j]...), v), x[j:]...)
}

// remove is x without number j.
func remove(x []float64, j int) []float64 { return append(append([]float64{}, x[:j]...), x[j+1:]...) }
