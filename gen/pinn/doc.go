// Package pinn solves differential equations by physics-informed networks: a network u(x) is trained until the residuals
// of the equation and of its initial and boundary conditions vanish at many points,
//
//	loss = Σ_c weight_c · mean over the points of c of residual_c²
//
// A [Problem] is data: names of variables and fields, and conditions, each with a domain and a residual. A residual
// gets a [D], which holds n points, and returns [n] or [n, 1]. Burgers' equation u_t + u u_x = ν u_xx:
//
//	square := geom.Rect{{0, 1}, {-1, 1}} // t, x
//	burgers := pinn.Problem{Vars: "t x", Fields: "u", Conditions: []pinn.Condition{
//		{Name: "equation", On: square, N: 10_000, Residual: func(d pinn.D) *Node {
//			return Sub(Add(d.U("t"), Mul(d.U(), d.U("x"))), MulScalar(d.U("x", "x"), nu)) }},
//		{Name: "start", On: square.Face("t", 0), N: 100, Weight: 10, Residual: func(d pinn.D) *Node {
//			return Add(d.U(), Sin(MulScalar(d.X("x"), math.Pi))) }},
//		{Name: "walls", On: square.Faces("x"), N: 100, Weight: 10, Residual: func(d pinn.D) *Node { return d.U() }},
//	}}
//	sol, err := pinn.Solve(burgers, pinn.Adam(8_000))
//	u, err := sol.At(points) // [n, 2] → [n, 1]
//
// Residuals of the usual kinds of conditions have names: [Dirichlet], [Initial], [Neumann], [Robin], [Periodic], [Jump] and [FluxJump] on interfaces, [Measured] at
// given points. They are made of what a [D] knows besides fields and derivatives, which other residuals can use as well: the normal, the derivative along
// it, the partner of a point across a seam, data, and means and integrals over all points:
//
//	disk := geom.Disk{}
//	{Name: "insulated", On: disk.Edge(), N: 100, Residual: pinn.Neumann("u", nil)},
//	{Name: "mass", On: disk, N: 500, Residual: func(d pinn.D) *Node { return AddScalar(d.Integral(d.U()), -1) }},
//	{Name: "sensors", On: geom.Cloud{Points: at, Names: "u", Data: values}, Residual: pinn.Measured("u")},
//
// What can be built in needs no condition and no weight. [Hard] makes a field u = g + φ·network, φ the smooth distance to where u = g;
// its derivatives follow from the network's by Leibniz' rule. Problem.Periods makes all fields periodic in a variable: the network reads cos 2πx/P
// and sin 2πx/P instead of x.
//
//	pinn.Problem{…, Hard: []pinn.Hard{{Field: "u", On: disk.Edge()}}}          // u = 0 on the circle
//	pinn.Problem{…, Periods: map[string]float64{"x": 2}}                       // u(x + 2) = u(x)
//
// A residual that is not finite ends the training with an error that names the condition and a point.
//
// Stages train one after the other. Adam takes other points at every step and finds the valley; LBFGS takes all points of all conditions at once, always the
// same, and goes to its ground, in float64 farther than in float32:
//
//	sol, err := pinn.Solver{DType: dtypes.Float64}.Solve(burgers, pinn.Adam(1_000), pinn.LBFGS(5_000))
//
// Hard problems have switches, each of which can be tried alone: [Causal] makes a condition wait for its past; [Balance] lets the weights of conditions follow their
// gradients, or those of single points their residuals; [Resample] moves points to where residuals are large; Condition.Gradient counts the residual's
// derivatives too; [Net] has gates, Fourier features and factorized weights, and Windows, with a network each, for solutions of many periods; [March] solves one
// window of time after the other, [Curriculum] a series of problems that get harder. Solution.Terms tells which condition the loss comes from, Solution.Points
// where its points are.
//
//	stage := pinn.Adam(8_000)
//	stage.Resample = pinn.Resample{Rule: pinn.R3}
//
// # Inverse problems
//
// Numbers in the equations that are to be found from data are the problem's Unknowns: residuals read them by D.Unknown. How well the data decide them is said by
//
//	pinn.Laplace{Noise: sigma}.Intervals(p, s)                           // the loss's curvature: noise; seconds
//	pinn.Profile{Noise: sigma}.Interval(p, s, "nu")                      // the likelihood itself: noise, asymmetric and open intervals too; ten short trainings
//	pinn.Ensemble{Vary: pinn.Seeds}.Intervals(solver, p, s, stages...)   // other seeds: what the optimization leaves open, and nothing else
//	pinn.Ensemble{Vary: pinn.Renoised}.Intervals(solver, p, s, stages...) // other data: noise; with Fresh, other seeds too
//
// All of them need the loss to be a likelihood: equal weights of all measured values, and equations that weigh so much that they are nearly constraints. A mean
// square of residuals with Weight W acts as if the equation were measured with noise of standard deviation σ√(N_equation/(N_data·W)) at its points; so with residuals of
// size 1, weights from 1 on are high where σ is some per cent. Build starts and walls in ([Hard]): then no weights are needed for them. None of them says that the equation is wrong.
//
// A coefficient that is a function, such as a(x) in −(a u′)′ = f, is one more of the problem's Fields: d.Field("a"), d.Field("a", "x"). It is decided where
// data decide u and u′ ≠ 0, and up to a constant flux, so that a must be known at one place.
//
// Several experiments with the same unknown are several fields in one problem, each with its equation, its start and its data: Fields "u1 u2",
// Unknowns "k"; see the example Experiments. Solver.From trains on from a solution's weights, in another precision or with other data.
//
// # Derivatives
//
// Solution.Residual says how well a solution meets a condition anywhere; Solution.Correct trains a second network on what is left, and Solution.Twin one on
// a problem whose exact solution is the one found. Package certify makes error bars of these.
//
// Package geom describes domains, package exact holds problems with known solutions.
//
// Derivatives of the network are carried forward with it, layer by layer (Taylor mode), instead of by gradients of
// gradients: a derivative by several variables of a layer's output a(z) is the sum over the partitions π of these
// variables of a^(|π|)(z) · Π_{B in π} ∂_B z (Faà di Bruno's formula), and it passes a linear layer as the values do. For
// Burgers' equation a training step takes a quarter less time so than with nested gradients (8 layers of 20, 10 000 points, XLA
// on two cores); what residuals need beyond U, such as the derivative of a flux, D.Of takes by gradients.
//
// References: Lagaris, Likas, Fotiadis, IEEE Trans. Neural Networks 9, 1998; Raissi, Perdikaris, Karniadakis, J. Comput.
// Phys. 378, 2019; Dong and Ni, J. Comput. Phys. 435, 2021 (periods); Sukumar and Srivastava, Comput. Methods Appl. Mech. Eng. 389, 2022
// (distances); Griewank and Walther, Evaluating Derivatives, 2008, chapter 13 (Taylor mode).
package pinn
