package opt

import (
	"math"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/gensci/gensci/internal/engines"
)

// phi are the first, second and fourth test functions of Moré and Thuente (1994, section 5), with their derivatives.
var phi = []func(t float64) (f, d float64){
	func(t float64) (f, d float64) {
		q := t*t + 2
		return -t / q, (t*t - 2) / (q * q)
	},
	func(t float64) (f, d float64) {
		q := t + 0.004
		return math.Pow(q, 5) - 2*math.Pow(q, 4), 5*math.Pow(q, 4) - 8*math.Pow(q, 3)
	},
	func(t float64) (f, d float64) {
		gamma := func(b float64) float64 { return math.Sqrt(1+b*b) - b }
		a, b := gamma(0.001), gamma(0.001)
		u, v := math.Hypot(1-t, 0.001), math.Hypot(t, 0.001)
		return a*u + b*v, -a*(1-t)/u + b*t/v
	},
}

// searched follows a line search on the host, one trial at a time, and returns the step accepted and the number of trials.
func searched(t *testing.T, f func(t float64) (f, d float64), step float64) (at float64, trials int, failed bool) {
	t.Helper()
	b := engines.Go(t)
	f0, d0 := f(0)
	begin := MustNewExec(b, func(t, f, d *Node) []*Node { s := newSearch(t, f, d); return nodesOf(&s) })
	tell := MustNewExec(b, func(in []*Node) []*Node {
		var s search
		for i, at := range s.fields() {
			*at = in[i+2]
		}
		accept, fail, next := s.told(in[0], in[1])
		return append([]*Node{accept, fail}, nodesOf(&next)...)
	})
	state := begin.MustCall(step, f0, d0)
	for trials = 1; trials <= maxTrials+1; trials++ {
		at = tensors.ToScalar[float64](state[0])
		v, d := f(at)
		in := []any{v, d}
		for _, s := range state {
			in = append(in, s)
		}
		out := tell.MustCall(in...)
		if tensors.ToScalar[bool](out[0]) {
			return at, trials, false
		}
		if tensors.ToScalar[bool](out[1]) {
			return 0, trials, true
		}
		state = out[2:]
	}
	t.Fatalf("the search did not end: it is at %g", at)
	return 0, 0, true
}

func nodesOf(s *search) []*Node {
	var out []*Node
	for _, f := range s.fields() {
		out = append(out, *f)
	}
	return out
}

// From steps that are a thousand times too short to a thousand times too long, the step accepted meets the strong Wolfe conditions. Moré and Thuente
// report at most 16 trials on these, with a curvature condition of .1.
func TestStrongWolfe(t *testing.T) {
	for i, f := range phi {
		f0, d0 := f(0)
		for _, step := range []float64{1e-3, 1e-1, 1, 1e1, 1e3} {
			at, trials, failed := searched(t, f, step)
			v, d := f(at)
			steep := math.Abs(d) > curvature*math.Abs(d0)
			if i == 1 { // its slope at 0 is 1e-7 of what it gets to, so the interval becomes narrow first, around the minimizer 1.6 - .004
				steep = math.Abs(at-1.596) > narrow*1.596
			}
			if failed || v > f0+decrease*at*d0 || steep {
				t.Errorf("function %d from %g: φ(%g) = %g with slope %g after %d trials; φ(0) = %g with slope %g", i, step, at, v, d, trials, f0, d0)
			}
			if trials > 16 {
				t.Errorf("function %d from %g: %d trials", i, step, trials)
			}
		}
	}
}

// A function that is infinite from some step on is searched below it; one that only rises has no step.
func TestSearchOfHardFunctions(t *testing.T) {
	met := math.Inf(1)
	wall := func(at float64) (f, d float64) {
		if at >= met {
			t.Errorf("a trial at %g, beyond %g, where there was a wall", at, met)
		}
		if at >= 0.3 {
			met = at
			return math.NaN(), math.NaN()
		}
		return -at, -1
	}
	if at, _, failed := searched(t, wall, 1); failed || !(at > 0.1 && at < 0.3) {
		t.Errorf("a wall at .3: step %g", at)
	}
	if at, _, failed := searched(t, func(t float64) (f, d float64) { return t, -1 }, 1); !failed {
		t.Errorf("uphill all the way with a slope that says downhill: step %g", at)
	}
	if _, _, failed := searched(t, func(t float64) (f, d float64) {
		if t == 0 {
			return 0, -1
		}
		return math.Inf(1), math.NaN()
	}, 1); !failed {
		t.Error("nothing but infinity: want a failure")
	}
	// Where values are rounded, slopes decide: (t − 1)² + 1, values to 13 digits, has its minimum where the slope vanishes.
	rounded := func(t float64) (f, d float64) { return 1, 2e-8 * (t - 1) }
	if at, _, failed := searched(t, rounded, 3); failed || math.Abs(at-1) > 0.9 {
		t.Errorf("constant values: step %g", at)
	}
}
