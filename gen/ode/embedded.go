package ode

// Older pairs of methods, for comparison and low accuracy.
var (
	// BogackiShampine is the pair 3(2) (Bogacki and Shampine, Applied Mathematics Letters 2 (1989), 321). Its interpolant is Hermite's cubic.
	BogackiShampine = Tableau{
		Name: "BogackiShampine", A: [][]float64{{}, {1. / 2}, {0, 3. / 4}, {2. / 9, 1. / 3, 4. / 9}},
		B: []float64{2. / 9, 1. / 3, 4. / 9, 0}, C: []float64{0, 1. / 2, 3. / 4, 1}, P: 3,
		Errors: [][]float64{{2./9 - 7./24, 1./3 - 1./4, 4./9 - 1./3, -1. / 8}}, Q: 2,
	}

	// Fehlberg is the pair 5(4) (Fehlberg, NASA TR R-315 (1969)), carried on with its order 5.
	Fehlberg = Tableau{
		Name: "Fehlberg",
		A: [][]float64{
			{},
			{1. / 4},
			{3. / 32, 9. / 32},
			{1932. / 2197, -7200. / 2197, 7296. / 2197},
			{439. / 216, -8, 3680. / 513, -845. / 4104},
			{-8. / 27, 2, -3544. / 2565, 1859. / 4104, -11. / 40},
		},
		B: []float64{16. / 135, 0, 6656. / 12825, 28561. / 56430, -9. / 50, 2. / 55},
		C: []float64{0, 1. / 4, 3. / 8, 12. / 13, 1, 1. / 2}, P: 5,
		Errors: [][]float64{{16./135 - 25./216, 0, 6656./12825 - 1408./2565, 28561./56430 - 2197./4104, -9./50 + 1./5, 2. / 55}}, Q: 4,
	}

	// CashKarp is the pair 5(4) of Cash and Karp (ACM TOMS 16 (1990), 201).
	CashKarp = Tableau{
		Name: "CashKarp",
		A: [][]float64{
			{},
			{1. / 5},
			{3. / 40, 9. / 40},
			{3. / 10, -9. / 10, 6. / 5},
			{-11. / 54, 5. / 2, -70. / 27, 35. / 27},
			{1631. / 55296, 175. / 512, 575. / 13824, 44275. / 110592, 253. / 4096},
		},
		B: []float64{37. / 378, 0, 250. / 621, 125. / 594, 0, 512. / 1771},
		C: []float64{0, 1. / 5, 3. / 10, 3. / 5, 1, 7. / 8}, P: 5,
		Errors: [][]float64{{37./378 - 2825./27648, 0, 250./621 - 18575./48384, 125./594 - 13525./55296, -277. / 14336, 512./1771 - 1./4}}, Q: 4,
	}
)
