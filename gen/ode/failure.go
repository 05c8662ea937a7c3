package ode

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Failure is why a run on the host can't go on.
type Failure struct {
	Method    string
	Reason    string
	T, H      float64 // the time reached and the step that was tried next
	Stiffness float64 // |h·λ|, λ the eigenvalue of the Jacobian that is largest in size, estimated; NaN if there is none
	Steps     int     // accepted
	Remedy    string  // what to do about it
}

// Error says all of that.
func (f *Failure) Error() string {
	stiff := ""
	if !math.IsNaN(f.Stiffness) {
		stiff = fmt.Sprintf(", |h·λ| about %.2g", f.Stiffness)
	}
	return fmt.Sprintf("ode.Host: %s at t = %.6g, after %d steps with %s (next step %.3g%s): %s", f.Reason, f.T, f.Steps, f.Method, f.H, stiff, f.Remedy)
}

// stiffFrom is a step times an eigenvalue that only problems reach where stability limits an explicit method: the real stability
// intervals of the methods here end between 2 and 6.5, and steps near the end of them are cut back to about half.
const stiffFrom = 1.

// failure makes the error. A step that a singular solution has made tiny is no sign of stiffness.
func (r *hostRun) failure(reason string) *Failure {
	f := &Failure{Method: r.Method.Name, Reason: reason, T: r.t, H: r.h, Steps: r.tr.Stats.Steps, Stiffness: math.NaN()}
	notFinite := !finite(r.dx)
	if !notFinite {
		next := make([]float64, len(r.x))
		ahead := r.sign * math.Max(math.Abs(r.h), 1e-8*math.Max(math.Abs(r.t), math.Abs(r.t1-r.t)))
		r.f(r.t+ahead, r.x, next)
		notFinite = !finite(next)
		f.Stiffness = math.Abs(r.h) * r.eigenvalue()
	}
	switch {
	case notFinite:
		f.Reason += fmt.Sprintf(", where the field is NaN or infinite (x = %.4g)", r.x)
		f.Remedy = "look at the field there: a division by zero, a logarithm or root of a negative number, or a solution that grows without bound"
	case !r.Method.implicit() && f.Stiffness > stiffFrom:
		f.Remedy = "the problem is stiff there: use Kvaerno3, or raise RTol and ATol"
	case r.tr.Stats.Steps+r.tr.Stats.Rejections >= r.MaxSteps:
		f.Remedy = "raise MaxSteps, or RTol and ATol; for tolerances below 1e-8 use Dopri8"
	default:
		f.Remedy = "the solution may end there (a pole or a jump in the field); stop before, or raise RTol and ATol"
	}
	return f
}

// eigenvalue estimates the largest |λ| of ∂f/∂x by the power method on differences of f.
func (r *hostRun) eigenvalue() (lambda float64) {
	n := len(r.x)
	v := make([]float64, n)
	for i := range v {
		v[i] = 1 + 0.3*math.Sin(float64(i+1)) // no symmetric direction, which might miss it
	}
	for range 20 {
		size := mat.Norm(mat.NewVecDense(n, v), 2)
		if size == 0 || math.IsNaN(size) || math.IsInf(size, 0) {
			break
		}
		d := math.Sqrt(epsilon) * math.Max(1, mat.Norm(mat.NewVecDense(n, r.x), 2))
		x, up := slices.Clone(r.x), make([]float64, n)
		for i := range x {
			x[i] += d * v[i] / size
		}
		r.f(r.t, x, up)
		for i := range up {
			up[i] = (up[i] - r.dx[i]) / d
		}
		if !finite(up) {
			break
		}
		v, lambda = up, mat.Norm(mat.NewVecDense(n, up), 2)
	}
	return lambda
}
