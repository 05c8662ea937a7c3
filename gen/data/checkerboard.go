package data

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Checkerboard is the uniform law on the eight dark fields, each 2 × 2, of a board |x|, |y| ≤ 4, those whose column and
// row (counted from −4) are both even or both odd. Its entropy is ln 32.
type Checkerboard struct{}

var _ Planar = Checkerboard{}

// Dim is 2.
func (Checkerboard) Dim() int { return 2 }

// Box is the board.
func (Checkerboard) Box() (lo, hi [2]float64) { return square(4) }

// Sample draws n points [n, 2].
func (Checkerboard) Sample(rng *rand.Rand, n int) *mat.Dense {
	return plane("Checkerboard", n, func() (x, y float64) {
		column := rng.IntN(4)
		row := 2*rng.IntN(2) + column%2
		return 2*(float64(column)+rng.Float64()) - 4, 2*(float64(row)+rng.Float64()) - 4
	})
}

// LogProb is −ln 32 on the dark fields and −Inf elsewhere.
func (Checkerboard) LogProb(p []float64) float64 {
	x, y := xy("Checkerboard", p)
	column, row := math.Floor((x+4)/2), math.Floor((y+4)/2)
	switch {
	case math.IsNaN(x) || math.IsNaN(y):
		return math.NaN()
	case column < 0 || column > 3 || row < 0 || row > 3 || math.Mod(column+row, 2) != 0:
		return math.Inf(-1)
	}
	return -math.Log(32)
}
