// Package ode solves initial value problems dx/dt = f(t, x): in graphs, for neural and continuous flows, and on the host.
//
// Which method:
//
//	nothing is stiff, tolerances down to 1e-8    Tsit5 (or Dopri5), adaptive
//	tolerances below 1e-8                        Dopri8, adaptive
//	fixed steps, in training                     RK4, or Midpoint where a step must be cheap
//	stiff (|h·λ| limits the step, not accuracy)  Kvaerno3 adaptive (Kvaerno5 below 1e-5), SDIRK3 or Trapezoid with fixed steps
//	a Hamiltonian over many periods              Leapfrog, Yoshida4; ImplicitMidpoint if it is not separable
//	f is expensive and smooth, fixed steps       AdamsBashforthMoulton: two evaluations a step, order 4
//
// How to run it, x [batch, dim]:
//
//	Solve                n steps unrolled       derivatives of any order; compile time grows with n
//	Integrate, Adaptive  a loop in the engine   for sampling; no gradient
//	Checkpoint           a loop                 the exact gradient, n states in memory
//	Path                 a loop                 the same, with x after each step
//	Adjoint              a loop                 the gradient of the continuous problem, no states in memory
//	AdjointInterpolated  a loop                 the same with x(t) read from the path: the safer one of the two
//	Host                 on []float64           events, dense output, errors that name time, step and remedy
//
// A method is a value, and a Runge-Kutta method a table of numbers:
//
//	heun := ode.Tableau{A: [][]float64{{}, {1}}, B: []float64{.5, .5}, C: []float64{0, 1}, P: 2}
//	x1 := ode.Solve(func(t, x *Node) *Node { return Neg(x) }, heun, x0, 0, 1, 20)
//
// Time may run backward: t1 < t0. The field may capture weights, in loops too (package loop); gradients arrive at whatever it
// captures that is of the type of x. Constants (Const) are none of that: a loop makes them anew, and only Solve has their gradient, where
// that of the others is 0 or a part of it. Loops cannot stand in loops, so inside fit's many steps per call a model with one makes fit
// take one step per call.
//
// References: Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I (2nd ed. 1993); Hairer and Wanner, II
// (2nd ed. 1996); Butcher, Numerical Methods for Ordinary Differential Equations (3rd ed. 2016). Tables of numbers and
// one stepper that reads them: the design is that of diffrax (Kidger, On neural differential equations, thesis, Oxford 2021).
package ode
