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

// kernel is a density of noise in the plane.
type kernel interface {
	// q is a squared distance of the offset in units of width: |Δ√q|·width is at most the distance of two offsets.
	q(dx, dy float64) float64
	// scaled is K·exp(near/2), finite where near is about the smallest q on the curve; K falls like exp(−q/2).
	scaled(dx, dy, near float64) float64
	// width is the deviation of the Gaussian tail.
	width() float64
}

const (
	curveTol   = 1e-8
	curveCut   = 38. // panels where exp(−q/2) is below exp(−curveCut/2) ≈ 6e-9 of its largest value are left out
	panelWidth = 4.  // length of a panel in noise widths
	maxHalving = 30
	farAway    = 600. // exp((near − q)/2) cannot overflow while near is below
)

// logProb is the log-density at (x, y).
func (c blurred) logProb(x, y float64) float64 {
	v := c.from(x, y)
	return v.logProb()
}

// logPair is the log of the sum of the densities at two points; a point that does not matter costs little.
func (c blurred) logPair(x1, y1, x2, y2 float64) float64 {
	v, w := c.from(x1, y1), c.from(x2, y2)
	if v.near > w.near {
		v, w = w, v
	}
	lp := v.logProb()
	if w.near > v.near+4*curveCut {
		return lp
	}
	return logAdd(lp, w.logProb())
}

// view is the curve as seen from a point.
type view struct {
	blurred
	x, y float64
	near float64   // smallest q of the panels' centres
	i    int       // the panel whose centre has it
	t    float64   // that centre
	dist []float64 // lower bound of √q on each panel
}

func (c blurred) from(x, y float64) view {
	n := max(1, int(math.Ceil(c.length/(panelWidth*c.noise.width()))))
	v := view{blurred: c, x: x, y: y, near: math.Inf(1), dist: make([]float64, n)}
	for i := range n {
		a, b := c.panel(i, n)
		t := (a + b) / 2
		q := v.q(t)
		if q < v.near {
			v.near, v.i, v.t = q, i, t
		}
		v.dist[i] = max(0, math.Sqrt(q)-c.speed(b)*(b-a)/(2*c.noise.width()))
	}
	return v
}

func (v *view) logProb() float64 {
	if math.IsNaN(v.x) || math.IsNaN(v.y) {
		return math.NaN()
	}
	if v.near > farAway {
		v.closest()
	}
	return math.Log(v.integrate()) - v.near/2
}

func (c blurred) panel(i, n int) (a, b float64) {
	return c.knot(float64(i) / float64(n)), c.knot(float64(i+1) / float64(n))
}

func (v *view) q(t float64) float64 {
	cx, cy := v.at(t)
	return v.noise.q(v.x-cx, v.y-cy)
}

// closest moves near and t from the closest panel's centre to the closest point, by golden sections over its neighbours.
func (v *view) closest() {
	const golden = .6180339887498949
	n := len(v.dist)
	a, _ := v.panel(max(0, v.i-1), n)
	_, b := v.panel(min(n-1, v.i+1), n)
	for range 80 {
		s, t := b-golden*(b-a), a+golden*(b-a)
		if v.q(s) < v.q(t) {
			b = t
		} else {
			a = s
		}
	}
	for _, t := range []float64{(a + b) / 2, v.knot(0), v.knot(1)} {
		if q := v.q(t); q < v.near {
			v.near, v.t = q, t
		}
	}
}

// integrate sums ∫ w·K·exp(near/2) over the panels that matter.
func (v *view) integrate() float64 {
	n := len(v.dist)
	var sum float64
	var buf [32]panel
	done := buf[:0]
	for i, d := range v.dist {
		if d*d > v.near+curveCut {
			continue
		}
		a, b := v.panel(i, n)
		if v.near > farAway && a < v.t && v.t < b { // a peak may be too sharp to be seen: put nodes beside it
			done = append(done, v.kronrod(a, v.t))
			a = v.t
		}
		done = append(done, v.kronrod(a, b))
	}
	for _, p := range done {
		sum += p.value
	}
	for _, p := range done {
		sum += v.refine(p, v.tolerance()*sum, maxHalving) - p.value
	}
	return sum
}

// panel is an integral from a to b with its estimated error.
type panel struct{ a, b, value, err float64 }

// tolerance is the relative error aimed at; q is rounded, so far away it cannot be reached.
func (v *view) tolerance() float64 { return curveTol + 1e-14*v.near }

// refine halves a panel until its error is below tol, or small for its own value: tol is too strict where the first sum has
// missed a peak.
func (v *view) refine(p panel, tol float64, depth int) float64 {
	if p.err <= max(tol, v.tolerance()*p.value) || depth == 0 {
		return p.value
	}
	m := (p.a + p.b) / 2
	return v.refine(v.kronrod(p.a, m), tol, depth-1) +
		v.refine(v.kronrod(m, p.b), tol, depth-1)
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

// kronrod integrates w·K·exp(near/2) from a to b. The error of the Kronrod sum is far below its distance from the Gauss
// sum: the rules are exact to degrees 22 and 13, so where both converge its relative error is about that of Gauss to the power
// 23/14; it is taken as the relative distance to the power 1.5. (QUADPACK's factor 200 guards against integrands less smooth.)
func (v *view) kronrod(a, b float64) panel {
	mid, half := (a+b)/2, (b-a)/2
	var k, g float64
	for i, node := range kronrodX {
		f := v.integrand(mid - half*node)
		if node != 0 {
			f += v.integrand(mid + half*node)
		}
		k += kronrodW[i] * f
		if i%2 == 1 {
			g += gaussW[i/2] * f
		}
	}
	k, g = k*half, g*half
	err := math.Abs(k - g)
	if k > 0 {
		err = min(err, err*math.Sqrt(err/k))
	}
	return panel{a, b, k, err}
}

func (v *view) integrand(t float64) float64 {
	cx, cy := v.at(t)
	return v.weight(t) * v.noise.scaled(v.x-cx, v.y-cy, v.near)
}
