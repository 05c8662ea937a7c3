package plots

import (
	"errors"
	"math"
	"slices"

	"github.com/gensci/gensci/plots/mark"
)

var errNoFlow = errors.New("the field is zero, NaN or infinite nearly everywhere: there is no line to follow")

// stream follows a field in coordinates that run from 0 to 1 over the rectangle. It keeps lines apart by a coarse table of cells, of which
// each belongs to one line (after Jobard and Lefer, Creating evenly-spaced streamlines, 1997, and the cells of matplotlib's streamplot).
type stream struct {
	v      func(x, y float64) (vx, vy float64)
	lo, hi [2]float64
	taken  [streamCells][streamCells]int // number of the line from 1; 0: free
}

const (
	streamCells = 26
	streamStep  = 1.0 / 300 // of the rectangle's side
	streamSteps = 900       // in each direction
	streamLeast = 30        // points of a line that is worth drawing
)

func newStream(v func(x, y float64) (vx, vy float64), lo, hi [2]float64) *stream {
	return &stream{v: v, lo: lo, hi: hi}
}

// lines begins a line in every free cell, from the edge inwards: lines that come from outside are the longest.
func (s *stream) lines() (out []mark.Stream) {
	for ring := range streamCells / 2 {
		last := streamCells - 1 - ring
		for k := ring; k <= last; k++ {
			for _, c := range [][2]int{{k, ring}, {last, k}, {k, last}, {ring, k}} {
				if s.taken[c[0]][c[1]] == 0 {
					if l, ok := s.follow(c, len(out)+1); ok {
						out = append(out, l)
					}
				}
			}
		}
	}
	return out
}

// follow is line number n through the middle of a cell. A line that turns out too short gives its cells back.
func (s *stream) follow(cell [2]int, n int) (mark.Stream, bool) {
	p := [2]float64{(float64(cell[0]) + 0.5) / streamCells, (float64(cell[1]) + 0.5) / streamCells}
	back := s.run(p, -1, n)
	slices.Reverse(back)
	path := append(back, s.run(p, 1, n)...)
	if len(path) < streamLeast {
		for i := range s.taken {
			for j := range s.taken[i] {
				if s.taken[i][j] == n {
					s.taken[i][j] = 0
				}
			}
		}
		return mark.Stream{}, false
	}
	var l mark.Stream
	for _, q := range path {
		x, y := s.lo[0]+q[0]*(s.hi[0]-s.lo[0]), s.lo[1]+q[1]*(s.hi[1]-s.lo[1])
		l.X, l.Y, l.Speed = append(l.X, x), append(l.Y, y), append(l.Speed, math.Hypot(s.v(x, y)))
	}
	return l, true
}

// run goes from p along the field, or against it, until the rectangle, a still point or another line ends the way; line n takes the cells it passes.
func (s *stream) run(p [2]float64, sign float64, n int) (path [][2]float64) {
	entered := 0
	for range streamSteps {
		if !(p[0] >= 0 && p[0] <= 1 && p[1] >= 0 && p[1] <= 1) {
			break
		}
		i, j := min(int(p[0]*streamCells), streamCells-1), min(int(p[1]*streamCells), streamCells-1)
		switch s.taken[i][j] {
		case 0:
			s.taken[i][j] = n
			entered = 0
		case n:
			if entered++; entered > 3*300/streamCells { // it circles
				return path
			}
		default:
			return path
		}
		path = append(path, p)
		d, ok := s.direction(p)
		if !ok {
			break
		}
		half, ok := s.direction([2]float64{p[0] + sign*streamStep/2*d[0], p[1] + sign*streamStep/2*d[1]})
		if !ok {
			break
		}
		p = [2]float64{p[0] + sign*streamStep*half[0], p[1] + sign*streamStep*half[1]}
	}
	return path
}

// direction is the field's direction in the unit square, of length 1; ok is false where there is none.
func (s *stream) direction(p [2]float64) (d [2]float64, ok bool) {
	w, h := s.hi[0]-s.lo[0], s.hi[1]-s.lo[1]
	vx, vy := s.v(s.lo[0]+p[0]*w, s.lo[1]+p[1]*h)
	d = [2]float64{vx / w, vy / h}
	norm := math.Hypot(d[0], d[1])
	if !finite(norm) || norm < 1e-12 {
		return d, false
	}
	return [2]float64{d[0] / norm, d[1] / norm}, true
}
