package data

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"

	"gonum.org/v1/gonum/mat"
)

// Law is a distribution that can be sampled and whose log-density is known exactly.
// Every method must be safe for concurrent use (each goroutine with its own rng).
type Law interface {
	// Dim is the number of coordinates of a point.
	Dim() int
	// Sample draws n ≥ 0 independent points, one per row: [n, Dim].
	Sample(rng *rand.Rand, n int) *mat.Dense
	// LogProb is the log-density at x, len(x) = Dim, in nats; −Inf outside the support, NaN for NaN.
	LogProb(x []float64) float64
}

// Planar is a law in the plane that knows where it lives. All toy sets of this package are planar.
type Planar interface {
	Law
	// Box is a rectangle lo ≤ x ≤ hi that holds all but about 1e-9 of the mass.
	Box() (lo, hi [2]float64)
}

// LogProbs is the log-density at every row of x [n, Dim], computed on all cores: [n]. It panics, as LogProb does, when
// the rows have another length.
func LogProbs(l Law, x mat.RawMatrixer) []float64 {
	raw := x.RawMatrix()
	lp := make([]float64, raw.Rows)
	parallel(raw.Rows, func(i int) { lp[i] = l.LogProb(raw.Data[i*raw.Stride : i*raw.Stride+raw.Cols]) })
	return lp
}

// gridStart and gridEnd bound the cells per side of Floor's grid, floorTol is the change at which it stops refining.
const (
	gridStart = 64
	gridEnd   = 2048
	floorTol  = 1e-5
)

// Floor returns the entropy −∫ p log p in nats, by the midpoint rule on the law's box: no model's mean
// −log-density on fresh data can be lower. The grid is doubled until the value settles; plusMinus is the last
// change plus the mass that the grid misses. The midpoint rule converges faster than any power for smooth
// densities, and is exact for the checkerboard, whose fields are unions of cells.
func Floor(l Planar) (nats, plusMinus float64) {
	nats, _ = gridEntropy(l, gridStart)
	for n := 2 * gridStart; ; n *= 2 {
		finer, mass := gridEntropy(l, n)
		plusMinus = math.Abs(finer-nats) + math.Abs(1-mass)
		nats = finer
		if plusMinus < floorTol || n >= gridEnd {
			return nats, plusMinus
		}
	}
}

// gridEntropy sums −p log p and p over the midpoints of n × n cells. Rows are summed on all cores, then added in order,
// so that the result does not depend on the number of cores.
func gridEntropy(l Planar, n int) (entropy, mass float64) {
	lo, hi := l.Box()
	hx, hy := (hi[0]-lo[0])/float64(n), (hi[1]-lo[1])/float64(n)
	rows := make([][2]float64, n)
	parallel(n, func(i int) {
		x := []float64{0, lo[1] + (float64(i)+.5)*hy}
		for j := range n {
			x[0] = lo[0] + (float64(j)+.5)*hx
			if lp := l.LogProb(x); !math.IsInf(lp, -1) {
				p := math.Exp(lp)
				rows[i][0] -= p * lp
				rows[i][1] += p
			}
		}
	})
	for _, r := range rows {
		entropy += r[0]
		mass += r[1]
	}
	return entropy * hx * hy, mass * hx * hy
}

// parallel calls f(0) … f(n−1) on all cores.
func parallel(n int, f func(i int)) {
	var wg sync.WaitGroup
	workers := min(n, runtime.GOMAXPROCS(0))
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n; i += workers {
				f(i)
			}
		})
	}
	wg.Wait()
}

// plane fills an n × 2 matrix by calls of draw. It panics when n < 0; n = 0 gives the empty matrix.
func plane(name string, n int, draw func() (x, y float64)) *mat.Dense {
	if n < 0 {
		panic(fmt.Sprintf("data.%s: Sample wants n ≥ 0, got %d", name, n))
	}
	if n == 0 {
		return &mat.Dense{}
	}
	rows := make([]float64, 0, 2*n)
	for range n {
		x, y := draw()
		rows = append(rows, x, y)
	}
	return mat.NewDense(n, 2, rows)
}

// xy unpacks a point of the plane and panics on any other length.
func xy(name string, p []float64) (x, y float64) {
	if len(p) != 2 {
		panic(fmt.Sprintf("data.%s: LogProb wants a point with 2 coordinates, got %d", name, len(p)))
	}
	return p[0], p[1]
}

// or returns v, or the default when v is zero; a negative or NaN parameter panics.
func or(name string, v, def float64) float64 {
	if v == 0 {
		return def
	}
	if !(v > 0) || math.IsInf(v, 1) {
		panic(fmt.Sprintf("data.%s must be positive and finite, got %g", name, v))
	}
	return v
}

// logAdd is log(eᵃ + eᵇ) without overflow.
func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}
