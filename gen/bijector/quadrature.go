package bijector

import "math"

// gaussLegendre returns n nodes and weights of the unit interval, exact for polynomials of degree 2n − 1. The nodes are
// zeros of the Legendre polynomial P_n, found by Newton's method.
//
// Reference: Golub and Welsch 1969 define the rule; Press et al., Numerical Recipes, 3rd ed., section 4.6.1 (the start).
func gaussLegendre(n int) (nodes, weights []float64) {
	nodes, weights = make([]float64, n), make([]float64, n)
	for i := range n {
		x := math.Cos(math.Pi * (float64(i) + 0.75) / (float64(n) + 0.5))
		var slope float64
		for range 20 { // quadratic from a start that is good to O(1/n²)
			before, p := 1.0, x
			for k := 2; k <= n; k++ {
				before, p = p, (float64(2*k-1)*x*p-float64(k-1)*before)/float64(k)
			}
			slope = float64(n) * (x*p - before) / (x*x - 1)
			x -= p / slope
		}
		nodes[i] = (1 + x) / 2
		weights[i] = 1 / ((1 - x*x) * slope * slope)
	}
	return nodes, weights
}

// clenshawCurtis returns n + 1 nodes and weights of the unit interval, n even: the nodes are (1 − cos(πj/n))/2, both ends
// among them, and the rule integrates the Chebyshev interpolant exactly.
//
// Reference: Clenshaw and Curtis, A method for numerical integration on an automatic computer, 1960.
func clenshawCurtis(n int) (nodes, weights []float64) {
	nodes, weights = make([]float64, n+1), make([]float64, n+1)
	for j := range nodes {
		angle := math.Pi * float64(j) / float64(n)
		nodes[j] = (1 - math.Cos(angle)) / 2
		sum := 1.0
		for k := 1; k <= n/2; k++ {
			b := 2.0
			if 2*k == n {
				b = 1
			}
			sum -= b * math.Cos(2*float64(k)*angle) / float64(4*k*k-1)
		}
		c := 2.0
		if j == 0 || j == n {
			c = 1
		}
		weights[j] = c * sum / float64(n) / 2
	}
	return nodes, weights
}
