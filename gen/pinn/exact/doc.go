// Package exact holds problems whose solutions are known, in closed form or by quadrature:
//
//	Burgers   u_t + u u_x = ν u_xx      Cole and Hopf's integral, Gauss-Hermite quadrature
//	Heat      u_t = κ u_xx              e^(−κ(kπ)²t) sin(kπx)
//	Poisson   −Δu = f on the square     sin(kπx) sin(kπy), zero on the boundary
//	Laplace   Δu = 0 on the disk        Re (x + iy)^k, given on the circle
//
// Each gives the problem to solve, with settings that train well, the solution at a point of the host, and the
// solution in a graph, so that one test serves all: its residuals vanish.
//
//	b := exact.Burgers{}
//	sol, err := pinn.Solve(b.Problem(), pinn.Adam(8_000))
//	wrong, err := sol.Error() // relative L2
//
// References: Hopf, Comm. Pure Appl. Math. 3, 1950, and Cole, Quart. Appl. Math. 9, 1951; Basdevant et al., Computers &
// Fluids 14, 1986 (the start −sin πx); Evans, Partial Differential Equations, 2010, chapter 2.
package exact
