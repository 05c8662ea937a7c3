package pinn

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/nets"
)

// Unknown is a number in the equations that is to be found from data, together with the fields (an inverse problem: Raissi, Perdikaris,
// Karniadakis 2019, section 4). Residuals read it by D.Unknown; conditions on measured values (Measured on a geom.Cloud) decide it. A field that is to
// be found, such as k(x), is one more of the problem's Fields.
type Unknown struct {
	Name     string
	Start    float64 // where the search begins; positive if Positive
	Scale    float64 // how far it may be from there, roughly; 0 means 1. Of positive numbers it is the logarithm that is so far
	Positive bool    // it is Start·exp(Scale·θ), else Start + Scale·θ, with θ trained from 0 on
}

// settled fills in defaults, or says what is wrong.
func (u Unknown) settled() (Unknown, error) {
	if u.Scale == 0 {
		u.Scale = 1
	}
	finite := func(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
	switch {
	case u.Name == "":
		return u, fmt.Errorf("pinn: an Unknown has no Name: residuals ask for it by that")
	case !(u.Scale > 0) || !finite(u.Scale):
		return u, fmt.Errorf("pinn: unknown %q: want a positive Scale (0 means 1), got %g", u.Name, u.Scale)
	case !finite(u.Start) || u.Positive && !(u.Start > 0):
		return u, fmt.Errorf("pinn: unknown %q: want a Start that is a number, positive if it is Positive, got %g", u.Name, u.Start)
	}
	return u, nil
}

// value is the number for a θ.
func (u Unknown) value(theta float64) float64 {
	if u.Positive {
		return u.Start * math.Exp(u.Scale*theta)
	}
	return u.Start + u.Scale*theta
}

// theta is the inverse of value.
func (u Unknown) theta(value float64) float64 {
	if u.Positive {
		return math.Log(value/u.Start) / u.Scale
	}
	return (value - u.Start) / u.Scale
}

// slope is the derivative of value.
func (u Unknown) slope(theta float64) float64 {
	if u.Positive {
		return u.Scale * u.value(theta)
	}
	return u.Scale
}

// node is value in a graph, a scalar.
func (u Unknown) node(theta *Node) *Node {
	if u.Positive {
		return MulScalar(Exp(MulScalar(theta, u.Scale)), u.Start)
	}
	return AddScalar(MulScalar(theta, u.Scale), u.Start)
}

// bindUnknowns checks the unknowns.
func (c *checked) bindUnknowns() error {
	c.Unknowns = slices.Clone(c.Unknowns)
	var names []string
	for i := range c.Unknowns {
		u, err := c.Unknowns[i].settled()
		if err != nil {
			return err
		}
		if slices.Contains(names, u.Name) {
			return fmt.Errorf("pinn: two unknowns have the name %q", u.Name)
		}
		names, c.Unknowns[i] = append(names, u.Name), u
	}
	return nil
}

// unknowns gives the unknowns in a graph by name, with their θ in the variables of Unknown.variable below scope.
func unknowns(all []Unknown, scope *model.Scope, g *Graph, dtype dtypes.DType) map[string]*Node {
	out := map[string]*Node{}
	for _, u := range all {
		out[u.Name] = u.node(nets.Number(scope, g, u.variable(), 0, dtype))
	}
	return out
}

// variable is the name of θ's variable, "unknown_NAME". Engines take other letters than these for one and the same, so that α and β would be one
// variable: they are written as numbers.
func (u Unknown) variable() string {
	var b strings.Builder
	b.WriteString("unknown_")
	for _, r := range u.Name {
		if r == '_' || r < 128 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "u%04x", r)
		}
	}
	return b.String()
}

// Unknown is a number that is to be found, by its name in Problem.Unknowns: [n, 1], the same at all points. Where residuals are built of a known
// solution (Problem.Residuals) it is its Start.
func (d D) Unknown(name string) *Node {
	v, ok := d.unknowns[name]
	if !ok {
		var names []string
		for n := range d.unknowns {
			names = append(names, n)
		}
		slices.Sort(names)
		d.want(false, fmt.Sprintf("the unknown %q: Problem.Unknowns has %q", name, strings.Join(names, " ")))
	}
	return BroadcastToDims(Reshape(v, 1, 1), d.x[0].Shape().Dim(0), 1)
}

// Unknown is the number found for one of the problem's Unknowns.
func (s *Solution) Unknown(name string) (float64, error) {
	i := slices.IndexFunc(s.about.Unknowns, func(u Unknown) bool { return u.Name == name })
	if i < 0 {
		return 0, fmt.Errorf("pinn: Solution.Unknown: there is no unknown %q: the problem has %v", name, s.about.Unknowns)
	}
	theta, err := s.theta(name)
	if err != nil {
		return 0, err
	}
	return s.about.Unknowns[i].value(theta), nil
}

// theta is the trained number behind an unknown.
func (s *Solution) theta(name string) (float64, error) {
	v := fit.ModelScope(s.Store).GetVariable(Unknown{Name: name}.variable())
	if v == nil {
		return 0, fmt.Errorf("pinn: the unknown %q has no value yet: nothing has been trained", name)
	}
	t, err := v.Value()
	if err != nil {
		return 0, fmt.Errorf("pinn: the unknown %q: %w", name, err)
	}
	if t.DType() == dtypes.Float64 {
		return tensors.ToScalar[float64](t), nil
	}
	return float64(tensors.ToScalar[float32](t)), nil
}

// weights is the number of trained numbers.
func (s *Solution) weights() (n int) {
	for v := range s.Store.IterVariables() {
		if v.Trainable {
			n += v.Shape().Size()
		}
	}
	return n
}
