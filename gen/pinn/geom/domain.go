package geom

import (
	"fmt"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"
)

// Domain is a set of points of a problem, written down without knowing the order of its variables.
type Domain interface {
	// Bind must return the set with coordinates in the order of vars, or an error that says what does not fit.
	Bind(vars []string) (Set, error)
}

// Body is a domain with as many dimensions as there are variables. Its Set must have a Distance.
type Body interface {
	Domain
	// Edge must return the boundary, with outward normals.
	Edge() Domain
}

// Set is a domain whose coordinates have an order: the image of a unit cube, or what is kept of that image.
type Set struct {
	Lo, Hi  []float64            // the smallest box around it, or a larger one where points are rejected
	Measure float64              // its length, area, …: the weight in a union; a point has 1
	Cube    int                  // dimensions of the cube
	Map     func(u, x []float64) // u in [0, 1)^Cube → x; equal volumes go to equal volumes

	Image        float64                   // the measure of the image of the cube, where Keep keeps a part of it; 0 means Measure
	Extra        int                       // dimensions of the cube beyond the set's own, such as one that chooses a part of a union
	MeasureError float64                   // standard error of Measure where it is estimated from points (as if they were independent); 0 where it is exact
	Keep         func(u, x []float64) bool // whether x = Map(u) belongs to the set; nil where all do
	Normal       func(u, x, n []float64)   // sets n to the outward unit normal at x = Map(u); nil where the set has none
	Partner      func(u, x, y []float64)   // sets y to the point that belongs to x; nil where there are none: see Glue

	// Distance is the distance to the edge, positive inside and negative outside of a body; for other sets the distance to the set, and nil
	// where it is not known. For booleans its sign is right, its size is a lower bound.
	Distance func(x []float64) float64
	// Smooth is a function of the coordinates, [n, 1] each → [n, 1], that vanishes on the edge of a body, is positive inside, and grows there
	// with slope 1; for other sets it vanishes on the set. nil where there is none. See "Distances" in the package's description.
	Smooth func(x []*Node) *Node

	cloud *Cloud
}

// Dim is the number of dimensions of the set itself: 1 for a curve, 0 for points.
func (s Set) Dim() int { return s.Cube - s.Extra }

// Names are those of the data that come with the points: see Cloud.
func (s Set) Names() []string {
	if s.cloud == nil {
		return nil
	}
	return strings.Fields(s.cloud.Names)
}

// Count is the number of points of a cloud, and 0 where there are infinitely many.
func (s Set) Count() int {
	if s.cloud == nil {
		return 0
	}
	n, _ := s.cloud.Points.Dims()
	return n
}

// keeps says whether x = Map(u) belongs to the set.
func (s Set) keeps(u, x []float64) bool { return s.Keep == nil || s.Keep(u, x) }

// index finds a variable.
func index(vars []string, name string) (int, error) {
	for i, v := range vars {
		if v == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("geom: there is no variable %q: the variables are %s", name, strings.Join(vars, ", "))
}
