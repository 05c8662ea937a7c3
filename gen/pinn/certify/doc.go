// Package certify puts an error bar on the solution û that a network found of a differential equation, without knowing the solution u.
//
// Where the equation belongs to a class with a stability estimate, the bar is a bound,
//
//	‖û − u‖ ≤ Σ constant × norm of a residual     (equation, start, walls)
//
// with the residuals integrated at many more points than the network was trained on, and the difference of two such quadratures added. The problem must be in the
// class, constants and all, which is checked by what its residuals change by when the fields change (to .2 %):
//
//	heat := exact.Heat{}
//	s, err := pinn.Solve(heat.Problem(), pinn.Adam(2_000))
//	c, err := certify.Bound(heat.Problem(), s, certify.Parabolic{A: .1})
//	fmt.Println(c)                       // bound: ‖û − u‖ ≤ .031 in L2, by the energy estimate and Gronwall, …
//	ratio, err := c.Against(heat)        // bar/error, where the solution is known after all
//
//	Poisson        −Δu = f
//	Elliptic       −∇·(a∇u) + b·∇u + cu = f, Helmholtz' equation with a small wave number too
//	Parabolic      u_t − ∇·(a∇u) + b·∇u + cu − F(u) = f
//	Transport      u_t + b·∇u + cu = f
//	System         u′ = F(t, u), with a one-sided Lipschitz constant; LinearSystem with the logarithmic norm
//	LinearODE      u⁽ⁿ⁾ + … + c₀u = f, by its kernel
//
// Each class states its inequality, a proof in three lines, and its source. The norm is L2 over the domain, time included; [BoundMax] is for the largest error, by the maximum principle:
// then the largest residuals are those at the points looked at, and the bound holds up to what lies between them, which its Kind says.
// Values on walls that are met inexactly are allowed where the class has a constant for them, and refused elsewhere: [pinn.Hard] makes them exact.
//
// For every other problem there are estimates, which print as such: [ErrorNetwork] trains a second network on the equation of the error, [Twin] solves
// a problem whose exact solution is û in the same way and looks how far off that ends.
//
// What a bound does not cover: rounding of the network's evaluation, and quadrature that both densities get wrong alike.
//
// References: Evans, Partial Differential Equations, 2010, chapters 6 and 7; Gilbarg and Trudinger, Elliptic Partial Differential Equations of Second Order, 2001; Payne and
// Weinberger, J. Math. and Phys. 33, 1955 (Rellich's identity for such bounds); Hillebrecht and Unger, Certified machine learning: a posteriori error estimation for physics-informed neural networks, IJCNN 2022; Mishra and
// Molinaro, Estimates on the generalization error of physics-informed neural networks, IMA J. Numer. Anal. 43, 2023.
package certify
