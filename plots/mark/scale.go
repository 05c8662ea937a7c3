package mark

import (
	"image/color"
	"math"

	"github.com/gensci/gensci/plots/theme"
)

// Scale gives values colours. Marks and the colour bar share it.
type Scale struct {
	Name   string // of the values, beside the bar
	Lo, Hi float64
	Gray   bool // from black to white
	Plain  bool // one direction also for values of both signs
}

// ScaleOf is the scale of values; those that are not finite don't count. If both signs are among them it is diverging, white at zero,
// and equally long on both sides.
func ScaleOf(name string, values ...[]float64) *Scale {
	s := &Scale{Name: name, Lo: math.Inf(1), Hi: math.Inf(-1)}
	for _, list := range values {
		for _, v := range list {
			if finite(v) {
				s.Lo, s.Hi = math.Min(s.Lo, v), math.Max(s.Hi, v)
			}
		}
	}
	return s.tidy()
}

// Union is the scale for the values of both.
func (s *Scale) Union(t *Scale) *Scale {
	u := *s
	u.Lo, u.Hi = math.Min(s.Lo, t.Lo), math.Max(s.Hi, t.Hi)
	return u.tidy()
}

func (s *Scale) tidy() *Scale {
	switch {
	case s.Lo > s.Hi: // no value
		s.Lo, s.Hi = 0, 1
	case Flat(s.Lo, s.Hi):
		pad := math.Max(math.Abs(s.Lo), 1) * 1e-3
		s.Lo, s.Hi = s.Lo-pad, s.Hi+pad
		s.Plain = true
	case s.diverging():
		s.Hi = math.Max(-s.Lo, s.Hi)
		s.Lo = -s.Hi
	}
	return s
}

func (s *Scale) diverging() bool { return !s.Plain && !s.Gray && s.Lo < 0 && s.Hi > 0 }

// Map is the colours from Lo to Hi.
func (s *Scale) Map() *theme.Map {
	switch {
	case s.Gray:
		return theme.Gray()
	case s.diverging():
		return theme.Diverging()
	}
	return theme.Sequential()
}

// Color is the colour of a value.
func (s *Scale) Color(v float64) color.NRGBA {
	if !finite(v) {
		return theme.Missing
	}
	return s.Map().At((v - s.Lo) / (s.Hi - s.Lo))
}

// valued is the colour of a value, or of a series without a scale.
func valued(s *Scale, v float64, series int) color.NRGBA {
	if s == nil {
		return theme.Series(series)
	}
	return s.Color(v)
}
