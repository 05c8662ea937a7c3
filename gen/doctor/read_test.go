package doctor

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
)

// made is a loss of n steps, f(part of the steps) times noise of batches of the deviation given.
func made(n int, noise float64, f func(t float64) float64) []float64 {
	rng := rand.New(rand.NewPCG(5, 5))
	loss := make([]float64, n)
	for i := range loss {
		loss[i] = f(float64(i)/float64(n)) * math.Exp(noise*rng.NormFloat64())
	}
	return loss
}

// seen is a validation of 20 looks.
func seen(n int, f func(t float64) float64) (v []fit.Point) {
	for i := range 20 {
		v = append(v, fit.Point{Step: n * (i + 1) / 20, Loss: f(float64(i+1) / 20)})
	}
	return v
}

func floor(t float64) float64 { return 0.1 + math.Exp(-30*t) }

// swinging multiplies a loss by an autoregression.
func swinging(loss []float64, rho, size float64) []float64 {
	rng, e := rand.New(rand.NewPCG(6, 6)), 0.0
	for i := range loss {
		e = rho*e + size*rng.NormFloat64()
		loss[i] *= math.Exp(e)
	}
	return loss
}

// TestRead: histories of which one knows what is the matter with them.
func TestRead(t *testing.T) {
	ended := func(loss ...float64) fit.History { return fit.History{Loss: loss, Stopped: fit.Diverged} }
	for name, c := range map[string]struct {
		h    fit.History
		want []Cause
	}{
		"rest":           {fit.History{Loss: made(2000, 0.1, floor), Validation: seen(2000, floor)}, nil},
		"rest, negative": {fit.History{Loss: shifted(made(2000, 0.1, floor), -3)}, nil},
		"no noise":       {fit.History{Loss: made(2000, 0, floor)}, nil},
		"short":          {fit.History{Loss: made(30, 0.1, floor)}, nil},
		"none":           {fit.History{}, nil},
		"constant":       {fit.History{Loss: made(500, 0, func(float64) float64 { return 1 })}, nil},
		"zero":           {fit.History{Loss: make([]float64, 500)}, nil},
		"power law":      {fit.History{Loss: made(1000, 0.05, func(t float64) float64 { return 1 / (t + 1e-3) })}, []Cause{StillFalling}},
		"negative, falling": {
			fit.History{Loss: made(1000, 0, func(t float64) float64 { return 1 - math.Log1p(200*t) })},
			[]Cause{StillFalling},
		},
		"cosine": {
			fit.History{Loss: made(2000, 0, func(t float64) float64 { return math.Pow(t+math.Sin(math.Pi*t)/math.Pi+1e-3, -2) })},
			nil, // falls by 27 % over the last quarter, but its rate has ended at 0
		},
		"root":         {fit.History{Loss: made(2000, 0, func(t float64) float64 { return math.Pow(t+1e-3, -0.5) })}, []Cause{StillFalling}},
		"speeds up":    {fit.History{Loss: made(1000, 0, func(t float64) float64 { return math.Exp(-t * t) })}, []Cause{StillFalling}},
		"line":         {fit.History{Loss: made(1000, 0.01, func(t float64) float64 { return 1 - 0.5*t })}, []Cause{RateTooLow}},
		"line, looked": {fit.History{Loss: made(1000, 0.2, func(float64) float64 { return 1 }), Validation: seen(1000, func(t float64) float64 { return 1 - 0.05*t })}, []Cause{RateTooLow}},
		"swings":       {fit.History{Loss: swinging(made(2000, 0, floor), 0.8, 0.3)}, []Cause{RateTooHigh}},
		"to and fro":   {fit.History{Loss: swinging(made(2000, 0, floor), -0.9, 0.2)}, []Cause{RateTooHigh}},
		"early swings": {fit.History{Loss: append(swinging(made(1000, 0, floor), 0.8, 0.3), made(1000, 0.1, func(float64) float64 { return 0.1 })...)}, nil},
		"rises": {
			fit.History{Loss: made(2000, 0.1, floor), Validation: seen(2000, func(t float64) float64 { return 0.1 + (t-0.3)*(t-0.3) })},
			nil, // the training loss does not fall: more of the same data would not help
		},
		"overfits": {
			fit.History{Loss: made(2000, 0.1, func(t float64) float64 { return math.Exp(-6*t) + 1e-3 }), Validation: seen(2000, func(t float64) float64 { return 0.1 + (t-0.3)*(t-0.3) })},
			[]Cause{Overfitting},
		},
		"jumps": {
			fit.History{Loss: made(2000, 0.1, floor), Validation: seen(2000, func(t float64) float64 { return 0.1 * (1 + 0.5*math.Pow(math.Sin(47*t), 4)) })},
			[]Cause{RateTooHigh},
		},
		"grows":      {ended(1, 3, 9, 27, 81, 1e9), []Cause{Exploding}},
		"ends above": {fit.History{Loss: made(500, 0.1, func(t float64) float64 { return 1 + 100*t })}, []Cause{Exploding}},
		"all at once": {
			ended(made(500, 0.1, floor)...),
			[]Cause{NotFinite},
		},
		"NaN":        {fit.History{Loss: []float64{1, 1, 1, math.NaN(), 1}}, []Cause{NotFinite}},
		"first step": {ended(), []Cause{NotFinite}},
	} {
		got := Read(c.h)
		for _, want := range c.want {
			if !got.Has(want) {
				t.Errorf("%s: %s is not among: %s", name, want, got)
			}
		}
		if len(c.want) == 0 && len(got) > 0 {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func shifted(y []float64, by float64) []float64 {
	for i := range y {
		y[i] += by
	}
	return y
}

// TestRescaled: a loss in other units has the same findings.
func TestRescaled(t *testing.T) {
	for _, f := range []func(t float64) float64{floor, func(t float64) float64 { return 1 / (t + 1e-3) }} {
		loss := made(1000, 0.05, f)
		scaled := slices.Clone(loss)
		for i := range scaled {
			scaled[i] *= 1e-9
		}
		a, b := Read(fit.History{Loss: loss}), Read(fit.History{Loss: scaled})
		if len(a) != len(b) || len(a) > 0 && a[0] != b[0] {
			t.Errorf("%s\nand in other units %s", a, b)
		}
	}
}

// terms are 40 looks at functions of the part of the training.
func terms(f ...func(t float64) float64) *mat.Dense {
	m := mat.NewDense(40, len(f), nil)
	for i := range 40 {
		for j, f := range f {
			m.Set(i, j, f(float64(i)/39))
		}
	}
	return m
}

func TestClues(t *testing.T) {
	falls := func(t float64) float64 { return math.Exp(-12 * t) }
	stays := func(float64) float64 { return 0.5 }
	slowly := func(t float64) float64 { return math.Exp(-4 * t) }
	done := func(t float64) float64 { return math.Exp(-9 * t) }
	in := func(unit float64, f func(float64) float64) func(float64) float64 {
		return func(t float64) float64 { return unit * f(t) }
	}
	residuals := func(size float64) (r []float64) {
		for i := range 50 {
			r = append(r, size*math.Sin(float64(i)))
		}
		return r
	}
	single := residuals(1)
	single[3] = 1e4
	names := []string{"equation", "walls"}
	for name, c := range map[string]struct {
		clue Clue
		want []Cause
	}{
		"both fall":       {Terms{Names: names, Squares: terms(falls, falls)}, nil},
		"both stay":       {Terms{Names: names, Squares: terms(stays, stays)}, nil},
		"stiff":           {Terms{Names: names, Squares: terms(stays, falls)}, []Cause{Stiff}},
		"weight":          {Terms{names, terms(falls, stays), []float64{1, 1e-6}}, []Cause{Dominating}},
		"both weigh":      {Terms{names, terms(falls, slowly), []float64{1, 1}}, nil},
		"little weight":   {Terms{names, terms(falls, slowly), []float64{1, 1e-3}}, []Cause{Dominating}},
		"other units":     {Terms{names, terms(in(100, falls), slowly), []float64{1e-2, 1e-3}}, []Cause{Dominating}},
		"small by then":   {Terms{names, terms(falls, done), []float64{1, 1e-3}}, nil},
		"no looks":        {Terms{Names: names}, nil},
		"few looks":       {Terms{Names: names, Squares: mat.NewDense(2, 2, []float64{1, 1, 1, 1e-9})}, nil},
		"names missing":   {Terms{Names: names[:1], Squares: terms(stays, falls)}, nil},
		"alike":           {Held{"equation", "there", residuals(1), residuals(2)}, nil},
		"far above":       {Held{"equation", "there", residuals(1), residuals(20)}, []Cause{Unsampled}},
		"a single one":    {Held{"equation", "there", residuals(1), single}, nil},
		"none":            {Held{Condition: "equation"}, nil},
		"alive":           {Units{{1, 2, 0.5, 0}}, nil},
		"dead":            {Units{{1, 2}, {1, 0, 0, 1e-9}}, []Cause{DeadUnits}},
		"all dead":        {Units{{0, 0, 0}}, []Cause{DeadUnits}},
		"one unit":        {Units{{0}}, nil},
		"nil is no clue":  {nil, nil},
		"no layer at all": {Units{}, nil},
	} {
		got := Read(fit.History{}, c.clue)
		if len(got) != len(c.want) || len(got) > 0 && got[0].Cause != c.want[0] {
			t.Errorf("%s: %s, want %v", name, got, c.want)
		}
	}
}

// TestExplained: one cause that is why another one seems to be there is named alone.
func TestExplained(t *testing.T) {
	only := func(name string, f Findings, want Cause) {
		if len(f) != 1 || f[0].Cause != want {
			t.Errorf("%s: %s, want %s alone", name, f, want)
		}
	}
	falls := func(t float64) float64 { return math.Exp(-6 * t) }
	rises := func(t float64) float64 { return 0.1 + (t-0.3)*(t-0.3) }
	only("overfits, and the loss falls", Read(fit.History{Loss: made(2000, 0.1, falls), Validation: seen(2000, rises)}), Overfitting)
	line := fit.History{Loss: made(1000, 0, func(t float64) float64 { return 1 - 0.1*t })}
	only("falls slowly", Read(line), RateTooLow)
	stays := func(t float64) float64 { return 0.5 - 0.05*t }
	only("is stiff, and falls slowly", Read(line, Terms{Names: []string{"equation", "inflow"}, Squares: terms(func(t float64) float64 { return math.Exp(-50 * t) }, stays)}), Stiff)
}

func TestFindingsSpeak(t *testing.T) {
	if s := Read(fit.History{}).String(); s != "healthy: nothing found" {
		t.Errorf("%q", s)
	}
	s := Read(fit.History{Loss: made(1000, 0, func(t float64) float64 { return 1 / (t + 1e-3) })}).String()
	if !strings.HasPrefix(s, "still falling: As many steps again would lower the loss by 5") {
		t.Errorf("%s", s)
	}
	if s := Cause(99).String(); s != "Cause(99)" {
		t.Errorf("%s", s)
	}
}
