package ode

import . "github.com/gomlx/gomlx/core/graph"

// Multistep is a predictor-corrector method that evaluates f twice a step (PECE): it predicts x + h·Σ Predict[j]·f_{n−j},
// and corrects to x + h·(Correct[0]·f(t+h, predicted) + Σ Correct[j+1]·f_{n−j}). Starter makes the first steps. The steps have
// to be equal, so it is not for Adaptive.
type Multistep struct {
	Name             string
	Predict, Correct []float64
	Starter          Tableau
	Milne            float64 // error ≈ Milne·(corrected − predicted), after W. Milne (1926)
	P                int
}

var _ Stepper = Multistep{}

// AdamsBashforthMoulton is the method of order 4 (Hairer, Nørsett and Wanner 1993, section III.1), started by RK4.
var AdamsBashforthMoulton = Multistep{
	Name:    "AdamsBashforthMoulton",
	Predict: []float64{55. / 24, -59. / 24, 37. / 24, -9. / 24},
	Correct: []float64{9. / 24, 19. / 24, -5. / 24, 1. / 24},
	Starter: RK4, Milne: -19. / 270, P: 4,
}

// Order is P.
func (m Multistep) Order() int { return m.P }

// String is the method's name.
func (m Multistep) String() string { return m.Name }

// Start computes f(t, x).
func (m Multistep) Start(f Field, t, h, x *Node) State { return m.Starter.Start(f, t, h, x) }

// Warmup is the number of steps that Starter makes, during which the state grows.
func (m Multistep) Warmup() int { return len(m.Predict) - 1 }

// Step makes one step, with Starter as long as there are too few values of f.
func (m Multistep) Step(f Field, t, h *Node, s State) (State, Estimate) {
	fs := append([]*Node{s.F}, s.Past...)
	if len(s.Past) < m.Warmup() {
		next, e := m.Starter.Step(f, t, h, s)
		next.Past = fs
		return next, e
	}
	end := Add(t, h)
	predicted := axpy(s.X, h, m.Predict, fs)
	x := axpy(s.X, h, m.Correct, append([]*Node{f(end, predicted)}, fs...)[:len(m.Correct)])
	next := State{X: x, F: f(end, x), Past: fs[:m.Warmup()]}
	return next, Estimate{
		Errors: []*Node{Mul(Sub(x, predicted), scalar(x, m.Milne))},
		Order:  m.P, Dense: func() []*Node { return hermite(h, s, next) },
	}
}
