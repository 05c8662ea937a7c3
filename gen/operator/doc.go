// Package operator learns operators: maps that take functions to functions, such as an initial value to the solution of a differential equation.
// Trained once, a network answers for every new input function in one evaluation, where a solver or a PINN (package pinn) starts anew.
//
// A [DeepONet] reads the input function u at m fixed sensors (the branch) and a query point x anywhere (the trunk):
//
//	G(u)(x) ≈ Σ_{j ≤ p} b_j(u(x₁), …, u(x_m)) · t_j(x) + b₀
//
// An [FNO] reads and gives functions on equidistant points of a period. Its layers multiply the lowest Fourier coefficients of all channels by trained
// matrices, v ← a(Wv + b + F⁻¹ R F v), so that what it has learned holds for any number of points.
//
// Which one:
//
//   - Pairs of functions on one regular grid, periodic: FNO. It commutes with shifts, learns operators near to convolutions from few pairs (heat
//     conduction in 2000 steps of 32 functions to .06 %, a DeepONet with a linear branch to 1.1 %), and is trained on a coarse grid and used on a fine one.
//   - Values at points that lie anywhere, different ones for each function, or outputs on a domain of another kind than the inputs': DeepONet.
//   - An equation but no pairs: DeepONet with [Solve], which makes the residual of the equation vanish for random input functions; derivatives by
//     the query point are carried through the trunk (package pinn/jet). Residuals may even teach more than values, since derivatives weigh details: the
//     antiderivative came out with a relative error of 1.4 % so, and of 4.5 % from values at 21 points (tanh, 5000 steps of 64 functions, one run each).
//   - One input function: none of these; a solver, or pinn.Solve.
//   - A linear operator: a DeepONet with a linear branch, Branch: []int{}. With constant coefficients on a circle it is a product with numbers in Fourier
//     space; package multiplier has some in closed form. They are what to measure a network by.
//
// What to mind: networks know only input functions like those they saw. Shorter correlation lengths than in training show it first
// ([Model.Error] with another law). A DeepONet's error cannot fall below that of the best p functions for the outputs (Lanthaler, Mishra, Karniadakis 2022),
// so transport with sharp fronts needs many; an FNO leaves out all modes ≥ Modes but for what its pointwise layers make.
//
// Functions are drawn by data.GaussianFunctions; shapes are u [batch, m], x [q, d] for all functions or [batch, q, d], and values [batch, q, fields].
//
//	law := data.GaussianFunctions{Length: .2}
//	in := operator.Inputs{Law: law, Sensors: operator.Grid(1, 32)}
//	heat := multiplier.Heat{}
//	pairs, err := in.Aligned(heat, multiplier.At(1, in.Sensors))   // u and s(1, ·) at 32 points
//	m, err := operator.Train(operator.FNO{}, pairs, fit.Options{Steps: 2000})
//	e, err := m.Error(in, heat, multiplier.At(1, in.Sensors), 100, 1) // relative L2 error over 100 fresh functions
//
// References: Lu, Jin, Pang, Zhang, Karniadakis, Nature Machine Intelligence 3, 2021 (DeepONet); Wang, Wang, Perdikaris, Science Advances 7, 2021
// (physics-informed); Li et al., Fourier Neural Operator for Parametric Partial Differential Equations, ICLR 2021; Lu et al., Comput. Methods Appl. Mech. Eng.
// 393, 2022 (both, compared); Kovachki et al., JMLR 24, 2023 (resolution).
package operator
