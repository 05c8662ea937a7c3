package data

import "math"

// blurred is the law of γ(T) + noise for a random parameter T: its density is the line integral
//
//	p(x) = ∫ w(t)·K(x − γ(t)) dt,
//
// taken by the 15-point Kronrod rule on panels a few noise widths long, of which only those that matter at x are evaluated;
// panels where the embedded 7-point Gauss rule disagrees are halved until the estimated relative error is below curveTol.
type blurred struct {
	knot   func(f float64) float64        // [0, 1] → t, monotone, at nearly constant speed
	at     func(t float64) (x, y float64) // γ
	speed  func(t float64) float64        // |γ'(t)|, must not decrease with t
	weight func(t float64) float64        // w, the density of T
	length float64                        // of the curve
	noise  kernel
}

// kernel is a density of the noise, written as shape·exp(−q/2) so that it can be scaled before it underflows.
type kernel interface {
	// split takes the offset from the curve; √q·width is at most its length and grows with it.
	split(dx, dy float64) (q, shape float64)
	// width is the deviation of the Gaussian tail.
	width() float64
}

const (
	curveTol   = 1e-9
	curveCut   = 50. // panels below exp(−curveCut/2) ≈ 1e-11 of the largest value are left out
	panelWidth = 3.5 // length of a panel in noise widths
	maxHalving = 40
)

// logProb is the log-density at (x, y).
func (c blurred) logProb(x, y float64) float64 {
	if math.IsNaN(x) || math.IsNaN(y) {
		return math.NaN()
	}
	n := max(1, int(math.Ceil(c.length/(panelWidth*c.noise.width()))))
	var buf [128]float64
	dist := buf[:0] // lower bound of the distance to each panel, in noise widths
	near, nearest := math.Inf(1), 0.
	for i := range n {
		a, b := c.panel(i, n)
		t := (a + b) / 2
		q := c.q(x, y, t)
		if q < near {
			near, nearest = q, t
		}
		half := c.speed(b) * (b - a) / (2 * c.noise.width())
		dist = append(dist, max(0, math.Sqrt(q)-half))
	}
	if near > curveCut { // far away the minimum is sharp and must be met, or exp overflows
		near = c.closest(x, y, nearest, n)
	}
	sum := c.integrate(x, y, near, dist)
	return math.Log(sum) - near/2
}

func (c blurred) panel(i, n int) (a, b float64) {
	return c.knot(float64(i) / float64(n)), c.knot(float64(i+1) / float64(n))
}

func (c blurred) q(x, y, t float64) float64 {
	cx, cy := c.at(t)
	q, _ := c.noise.split(x-cx, y-cy)
	return q
}

// closest is the smallest q near the panel centre t, by golden sections over the neighbouring panels.
func (c blurred) closest(x, y, t float64, n int) float64 {
	lo, hi := c.knot(0), c.knot(1)
	step := 2 * (hi - lo) / math.Sqrt(float64(n))
	a, b := max(lo, t-step), min(hi, t+step)
	const golden = .6180339887498949
	best := c.q(x, y, t)
	for range 60 {
		u, v := b-golden*(b-a), a+golden*(b-a)
		qu, qv := c.q(x, y, u), c.q(x, y, v)
		best = min(best, qu, qv)
		if qu < qv {
			b = v
		} else {
			a = u
		}
	}
	return min(best, c.q(x, y, lo), c.q(x, y, hi))
}

// integrate sums ∫ w·shape·exp((near − q)/2) over the panels that matter.
func (c blurred) integrate(x, y, near float64, dist []float64) float64 {
	n := len(dist)
	var sum float64
	var buf [32]panel
	done := buf[:0]
	for i, d := range dist {
		if d*d > near+curveCut {
			continue
		}
		a, b := c.panel(i, n)
		p := c.kronrod(x, y, near, a, b)
		sum += p.value
		done = append(done, p)
	}
	tol := curveTol * sum
	for _, p := range done {
		if p.err > tol {
			sum += c.refine(x, y, near, p, tol, maxHalving) - p.value
		}
	}
	return sum
}

// panel is an integral from a to b with its estimated error.
type panel struct{ a, b, value, err float64 }

// refine halves a panel until its error is below tol.
func (c blurred) refine(x, y, near float64, p panel, tol float64, depth int) float64 {
	if p.err <= tol || depth == 0 {
		return p.value
	}
	m := (p.a + p.b) / 2
	return c.refine(x, y, near, c.kronrod(x, y, near, p.a, m), tol, depth-1) +
		c.refine(x, y, near, c.kronrod(x, y, near, m, p.b), tol, depth-1)
}

// Nodes and weights of the 15-point Kronrod rule on [−1, 1] and of the 7-point Gauss rule inside it, from the outermost pair
// inwards; every second node, from the second on, is Gauss's (Piessens et al. 1983, QUADPACK, routine QK15).
var (
	kronrodX = [8]float64{
		.991455371120812639206854697526329, .949107912342758524526189684047851, .864864423359769072789712788640926,
		.741531185599394439863864773280788, .586087235467691130294144691693013, .405845151377397166906606412076961,
		.207784955007898467600689403773245, 0,
	}
	kronrodW = [8]float64{
		.022935322010529224963732008058970, .063092092629978553290700663189204, .104790010322250183839876322541518,
		.140653259715525918745189590510238, .169004726639267902826583426598550, .190350578064785409913256402421014,
		.204432940075298892414161999234649, .209482141084727828012999174891714,
	}
	gaussW = [4]float64{
		.129484966168869693270611432679082, .279705391489276667901467771423780, .381830050505118944950369775488975,
		.417959183673469387755102040816327,
	}
)

// kronrod integrates w·shape·exp((near − q)/2) from a to b. The error of the Kronrod sum is far below its distance from the Gauss
// sum: the rules are exact to degrees 22 and 13, so where both converge its relative error is about that of Gauss to the power
// 23/14; it is taken as the relative distance to the power 1.5. (QUADPACK's factor 200 guards against integrands less smooth.)
func (c blurred) kronrod(x, y, near, a, b float64) panel {
	mid, half := (a+b)/2, (b-a)/2
	var k, g float64
	for i, node := range kronrodX {
		v := c.integrand(x, y, near, mid-half*node)
		if node != 0 {
			v += c.integrand(x, y, near, mid+half*node)
		}
		k += kronrodW[i] * v
		if i%2 == 1 {
			g += gaussW[i/2] * v
		}
	}
	k, g = k*half, g*half
	err := math.Abs(k - g)
	if k > 0 {
		err = min(err, err*math.Sqrt(err/k))
	}
	return panel{a, b, k, err}
}

func (c blurred) integrand(x, y, near, t float64) float64 {
	cx, cy := c.at(t)
	q, shape := c.noise.split(x-cx, y-cy)
	return c.weight(t) * shape * math.Exp((near-q)/2)
}

// gauss is round Gaussian noise of the given deviation.
type gauss float64

func (s gauss) width() float64 { return float64(s) }

func (s gauss) split(dx, dy float64) (q, shape float64) {
	v := float64(s * s)
	return (dx*dx + dy*dy) / v, 1 / (2 * math.Pi * v)
}

// boxGauss is a uniform point of the square [0, side]² plus round Gaussian noise of deviation sigma.
type boxGauss struct{ side, sigma float64 }

func (k boxGauss) width() float64 { return k.sigma }

func (k boxGauss) split(dx, dy float64) (q, shape float64) {
	qx, sx := k.edge(dx)
	qy, sy := k.edge(dy)
	return qx + qy, sx * sy
}

// edge writes (Φ(v/σ) − Φ((v−side)/σ))/side, the density of one coordinate, as shape·exp(−q/2), where √q is the distance in σ
// from the interval [0, side], and 0 inside.
func (k boxGauss) edge(v float64) (q, shape float64) {
	if v > k.side/2 { // the density is symmetric about the centre: count from the near edge, outwards
		v = k.side - v
	}
	a, b := -v/k.sigma, (k.side-v)/k.sigma // a ≤ b, the mass of a standard normal between them
	switch {
	case a <= 0:
		return 0, (math.Erf(b/math.Sqrt2) - math.Erf(a/math.Sqrt2)) / (2 * k.side)
	case a < 25:
		mass := (math.Erfc(a/math.Sqrt2) - math.Erfc(b/math.Sqrt2)) / 2
		return a * a, mass * math.Exp(a*a/2) / k.side
	}
	r := 1 / (a * a) // Mills' ratio (Abramowitz and Stegun 1964, 26.2.12); the far edge is negligible here
	mass := (1 - r*(1-3*r*(1-5*r*(1-7*r)))) / (a * math.Sqrt(2*math.Pi))
	return a * a, mass / k.side
}
