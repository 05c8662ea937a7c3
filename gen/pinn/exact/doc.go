// Package exact holds problems whose solutions are known. In closed form or by quadrature (a [Solved]):
//
//	Advection            u_t + β u_x = 0               sin(x − βt), β up to 50 is the usual test
//	Beltrami             Navier-Stokes in space        vorticity along the velocity
//	BlackScholes         the value of a call           Black and Scholes's formula
//	Breather             i h_t + ½ h_xx + |h|²h = 0    two solitons of one speed, on the line
//	Burgers              u_t + u u_x = ν u_xx          Cole and Hopf's integral, Gauss-Hermite quadrature
//	Elasticity           ∇·σ + f = 0, plane strain     cos 2πx sin πy, Q y⁴ sin πx/4
//	Fisher               u_t = D u_xx + ρ u (1 − u)    a front
//	Heat                 u_t = κ u_xx                  e^(−κ(kπ)²t) sin(kπx)
//	Helmholtz            Δu + k²u = q                  sin(aπx) sin(bπy)
//	KleinGordon          u_tt − u_xx + γu³ = f         x cos ωt + (xt)³
//	Kovasznay            Navier-Stokes, steady         the wake of a grid
//	Laplace              Δu = 0 on the disk            Re (x + iy)^k, given on the circle
//	LShape               Δu = 0 around a corner        r^⅔ sin ⅔φ
//	Membrane             −Δu = 1 on the disk           (R² − r²)/4
//	Oscillator           u″ + 2δu′ + ω₀²u = 0          swings or creeps
//	Poisson              −Δu = f on the square         sin(kπx) sin(kπy), zero on the boundary
//	Solitons             u_t + 6uu_x + u_xxx = 0       one overtakes the other
//	Stokes               −Δu + ∇p = 0, ∇·u = 0         streams that collide
//	TaylorGreen          Navier-Stokes in the plane    vortices that decay
//	Wave                 u_tt = c² u_xx                two standing waves
//
// By a computation that is made on first use, in a second or so, and kept (a [Reference]):
//
//	AllenCahn            u_t = D u_xx + 5(u − u³)      Fourier series in x, ETDRK4 in t
//	KdV                  u_t + u u_x + δ u_xxx = 0     the same
//	Schrodinger          i h_t + ½ h_xx + |h|²h = 0    the same, with a period of 10
//	KuramotoSivashinsky  chaos in space and time       the same; valid up to t = 1, see there
//	Cavity               a lid drives a flow           polynomials and the flow in the lid's corners, by Newton's method
//	Lorenz               chaos                         Taylor series; valid up to t = 30
//	LotkaVolterra        prey and predators            the same
//
// Each gives the problem to solve, with settings that train well or are those of its source, and the solution at a point of the host;
// a Solved gives it in a graph too. So one test serves all, that of package gentest: residuals vanish, and not for
// anything else. Settings that are zero have defaults; what no problem can have is refused with a panic by Problem or At, or where
// the residual is built.
//
//	b := exact.Burgers{}
//	sol, err := pinn.Solve(b.Problem(), pinn.Adam(8_000))
//	wrong, err := sol.Error() // relative L2
//
// Periods in x are written as conditions for which nothing but the points themselves is needed: no slope at the walls where the solution is
// even (AllenCahn, Schrodinger), inflow (Advection), or the reference's values there (KdV, KuramotoSivashinsky).
//
// References: Hopf, Comm. Pure Appl. Math. 3, 1950, and Cole, Quart. Appl. Math. 9, 1951; Basdevant et al., Computers &
// Fluids 14, 1986 (the start −sin πx); Evans, Partial Differential Equations, 2010, chapter 2; Kassam and Trefethen, SIAM J. Sci.
// Comput. 26, 2005 (ETDRK4 for stiff equations); and with each problem its own.
package exact
