package data

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// SwissSheet is the swiss roll as a surface in space,
//
//	x = (t·cos t, h, t·sin t)/10,  t uniform on [3π/2, 9π/2],  h uniform on [0, 21],
//
// scikit-learn's swiss roll without noise, over 10. The area of a piece is √(1+t²)/100 dt dh, so by area
//
//	p(x) = 100/(3π·21·√(1+t²)).
//
// Tenenbaum, de Silva and Langford, Science 290, 2000, figure 3. SwissRoll is the same seen from the side, blurred.
type SwissSheet struct{}

var _ Surface = SwissSheet{}

const (
	sheetScale  = 10.
	sheetHeight = 21.
)

// Dim is 3.
func (s SwissSheet) Dim() int { return 3 }

// Intrinsic is 2.
func (s SwissSheet) Intrinsic() int { return 2 }

// at is the point at (t, h).
func (s SwissSheet) at(t, h float64) []float64 {
	sin, cos := math.Sincos(t)
	return []float64{t * cos / sheetScale, h / sheetScale, t * sin / sheetScale}
}

// Sample draws n points [n, 3].
func (s SwissSheet) Sample(rng *rand.Rand, n int) *mat.Dense {
	return points("SwissSheet", n, 3, func() []float64 {
		return s.at(rollStart+(rollEnd-rollStart)*rng.Float64(), sheetHeight*rng.Float64())
	})
}

// LogProb is the exact log-density in nats per unit of area.
func (s SwissSheet) LogProb(x []float64) float64 {
	wantPoint("SwissSheet", x, 3)
	t, h := sheetScale*math.Hypot(x[0], x[2]), sheetScale*x[1] // the spiral's radius is t itself
	size := offSurface * sheetScale * (rollEnd / sheetScale)
	switch off := sheetScale * distance(x, s.at(t, h)); {
	case math.IsNaN(off):
		return math.NaN()
	case off > size || t < rollStart-size || t > rollEnd+size || h < -size || h > sheetHeight+size:
		return math.Inf(-1)
	}
	return math.Log(sheetScale*sheetScale/((rollEnd-rollStart)*sheetHeight)) - .5*math.Log1p(t*t)
}
