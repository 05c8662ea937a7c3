package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// BlackScholes is V_t + ½σ²S²V_SS + rSV_S − rV = 0, the value V of a European call on a share of price S, for t in [0, T], in years, and
// S in [0, 2K], with V = max(S − K, 0) at the end T (Black and Scholes, J. Political Economy 81, 1973, equation 13). Prices
// are in units of the strike price K.
type BlackScholes struct {
	Sigma float64 // volatility σ, by √year; 0 means .4
	R     float64 // rate of interest r, by year; 0 means .05
	T     float64 // the end, in years; 0 means 1
}

var _ Solved = BlackScholes{}

// Problem has variables t and S and the field V. It runs backward from the end.
func (b BlackScholes) Problem() pinn.Problem {
	sigma, r, end := b.constants()
	box := geom.Rect{{0, end}, {0, 2}}
	p := pinn.Problem{Vars: "t S", Fields: "V", Exact: b, Conditions: []pinn.Condition{
		{Name: "equation", On: box, N: 10_000, Residual: func(d pinn.D) *Node {
			s := d.X("S")
			spread := MulScalar(Mul(Square(s), d.U("S", "S")), sigma*sigma/2)
			return Add(Add(d.U("t"), spread), MulScalar(Sub(Mul(s, d.U("S")), d.U()), r))
		}},
		{Name: "payoff", On: box.Face("t", end), N: 200, Weight: dataWeight, Residual: func(d pinn.D) *Node {
			return Sub(d.U(), MaxScalar(AddScalar(d.X("S"), -1), 0))
		}},
		{Name: "worthless", On: box.Face("S", 0), N: 100, Weight: dataWeight, Residual: func(d pinn.D) *Node { return d.U() }},
	}}
	p.Conditions = append(p.Conditions, given(p, b, "dear", box.Face("S", 2), 100, "V")...)
	return p
}

func (b BlackScholes) constants() (sigma, r, end float64) {
	return positive("BlackScholes.Sigma", b.Sigma, 0.4), or(b.R, 0.05), positive("BlackScholes.T", b.T, 1)
}

// At returns V at (t, S): S Φ(d₁) − e^(−rτ) Φ(d₂), τ = T − t, d₁,₂ = (ln S + (r ± σ²/2) τ)/(σ√τ).
func (b BlackScholes) At(p []float64) []float64 {
	sigma, r, end := b.constants()
	tau, s := end-p[0], p[1]
	if s <= 0 || tau <= 0 { // where the formula divides by zero
		return []float64{math.Max(s-1, 0)}
	}
	d1 := (math.Log(s) + (r+sigma*sigma/2)*tau) / (sigma * math.Sqrt(tau))
	d2 := d1 - sigma*math.Sqrt(tau)
	phi := func(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }
	return []float64{s*phi(d1) - math.Exp(-r*tau)*phi(d2)}
}

// Graph is At in a graph. Its derivatives are infinite at S = 0 and at t = T.
func (b BlackScholes) Graph(x []*Node) []*Node {
	sigma, r, end := b.constants()
	tau := AddScalar(Neg(x[0]), end)
	spread := MulScalar(Sqrt(tau), sigma)
	d1 := Div(Add(Log(x[1]), MulScalar(tau, r+sigma*sigma/2)), spread)
	phi := func(z *Node) *Node { return MulScalar(OnePlus(Erf(DivScalar(z, math.Sqrt2))), 0.5) }
	return []*Node{Sub(Mul(x[1], phi(d1)), Mul(Exp(MulScalar(tau, -r)), phi(Sub(d1, spread))))}
}
