package ode

// Methods for fixed steps, without an estimate of the error.
var (
	// Euler's method (1768).
	Euler = Tableau{Name: "Euler", A: [][]float64{{}}, B: []float64{1}, C: []float64{0}, P: 1}

	// Midpoint is Runge's first method (1895).
	Midpoint = Tableau{Name: "Midpoint", A: [][]float64{{}, {1. / 2}}, B: []float64{0, 1}, C: []float64{0, 1. / 2}, P: 2}

	// Heun's method of order 2 (1900), the explicit trapezoid rule, with Euler's step as its estimate.
	Heun = Tableau{
		Name: "Heun", A: [][]float64{{}, {1}}, B: []float64{1. / 2, 1. / 2}, C: []float64{0, 1}, P: 2,
		Errors: [][]float64{{-1. / 2, 1. / 2}}, Q: 1,
	}

	// Ralston's method of order 2 (1962), which has the least bound on its error.
	Ralston = Tableau{Name: "Ralston", A: [][]float64{{}, {2. / 3}}, B: []float64{1. / 4, 3. / 4}, C: []float64{0, 2. / 3}, P: 2}

	// RK4 is the classical method of Runge and Kutta (1901).
	RK4 = Tableau{
		Name: "RK4", A: [][]float64{{}, {1. / 2}, {0, 1. / 2}, {0, 0, 1}},
		B: []float64{1. / 6, 1. / 3, 1. / 3, 1. / 6}, C: []float64{0, 1. / 2, 1. / 2, 1}, P: 4,
	}

	// ThreeEighths is Kutta's other method of order 4 (1901).
	ThreeEighths = Tableau{
		Name: "ThreeEighths", A: [][]float64{{}, {1. / 3}, {-1. / 3, 1}, {1, -1, 1}},
		B: []float64{1. / 8, 3. / 8, 3. / 8, 1. / 8}, C: []float64{0, 1. / 3, 2. / 3, 1}, P: 4,
	}
)
