package ode

// gamma3 is the root of 6γ³ − 18γ² + 9γ − 1 = 0 for which both methods of order 3 below are L-stable.
const gamma3 = 0.43586652150845899941

// Implicit methods, for stiff problems: A has a diagonal, and Newton's iteration solves a system [dim, dim] for it.
var (
	// ImplicitMidpoint is Gauss's method of one stage: symplectic, A-stable.
	ImplicitMidpoint = Tableau{Name: "ImplicitMidpoint", A: [][]float64{{1. / 2}}, B: []float64{1}, C: []float64{1. / 2}, P: 2}

	// Trapezoid is the implicit trapezoid rule (Crank and Nicolson 1947): A-stable.
	Trapezoid = Tableau{Name: "Trapezoid", A: [][]float64{{}, {1. / 2, 1. / 2}}, B: []float64{1. / 2, 1. / 2}, C: []float64{0, 1}, P: 2}

	// SDIRK3 is Alexander's method of three equal implicit stages (SIAM Journal on Numerical Analysis 14 (1977), 1006):
	// L-stable and stiffly accurate, for fixed steps.
	SDIRK3 = Tableau{
		Name: "SDIRK3",
		A: [][]float64{
			{gamma3},
			{(1 - gamma3) / 2, gamma3},
			{(-6*gamma3*gamma3 + 16*gamma3 - 1) / 4, (6*gamma3*gamma3 - 20*gamma3 + 5) / 4, gamma3},
		},
		B: []float64{(-6*gamma3*gamma3 + 16*gamma3 - 1) / 4, (6*gamma3*gamma3 - 20*gamma3 + 5) / 4, gamma3},
		C: []float64{gamma3, (1 + gamma3) / 2, 1}, P: 3,
	}

	// Kvaerno3 is the pair 3(2) of Kværnø (BIT 44 (2004), 489) with an explicit first stage: both methods are stiffly accurate and the one
	// carried on is L-stable. The usual choice for stiff problems.
	Kvaerno3 = Tableau{
		Name: "Kvaerno3",
		A:    [][]float64{{}, {gamma3, gamma3}, kvaerno3Embedded, kvaerno3},
		B:    kvaerno3,
		C:    []float64{0, 2 * gamma3, 1, 1}, P: 3,
		Errors: [][]float64{{
			kvaerno3[0] - kvaerno3Embedded[0], kvaerno3[1] - kvaerno3Embedded[1], kvaerno3[2] - kvaerno3Embedded[2], gamma3,
		}},
		Q: 2,
	}

	// Kvaerno5 is the pair 5(4) of the same paper, of seven stages: for stiff problems at tolerances below about 1e-5. It evaluates f beyond the end of a step, at t + 1.23h, and
	// where t itself moves f (y' = y·cos t), its estimate is too small by a factor of up to some hundred: take Kvaerno3 there.
	Kvaerno5 = Tableau{
		Name: "Kvaerno5",
		A: [][]float64{
			{},
			{gamma5, gamma5},
			{0.13, 0.84033320996790809, gamma5},
			{0.22371961478320505, 0.47675532319799699, -0.06470895363112615, gamma5},
			{0.16648564323248321, 0.10450018841591720, 0.03631482272098715, -0.13090704451073998, gamma5},
			kvaerno5Embedded,
			kvaerno5,
		},
		B: kvaerno5,
		C: []float64{0, 2 * gamma5, 1.230333209967908, 0.8957659843500759, 0.43639360985864756, 1, 1}, P: 5,
		Errors: [][]float64{{
			kvaerno5[0] - kvaerno5Embedded[0], 0, kvaerno5[2] - kvaerno5Embedded[2], kvaerno5[3] - kvaerno5Embedded[3],
			kvaerno5[4] - kvaerno5Embedded[4], kvaerno5[5] - gamma5, gamma5,
		}},
		Q: 4,
	}
)

// gamma5 is the diagonal of Kvaerno5.
const gamma5 = 0.26

var (
	kvaerno5Embedded = []float64{0.13855640231268224, 0, -0.04245337201752043, 0.02446657898003141, 0.61943039072480676, gamma5}
	kvaerno5         = []float64{0.13659751177640291, 0, -0.05496908796538376, -0.04118626728321046, 0.62993304899016403, 0.06962479448202728, gamma5}
)

var (
	kvaerno3Embedded = []float64{(-4*gamma3*gamma3 + 6*gamma3 - 1) / (4 * gamma3), (1 - 2*gamma3) / (4 * gamma3), gamma3}
	kvaerno3         = []float64{
		(6*gamma3 - 1) / (12 * gamma3), -1 / ((24*gamma3 - 12) * gamma3),
		(-6*gamma3*gamma3 + 6*gamma3 - 1) / (6*gamma3 - 3), gamma3,
	}
)
