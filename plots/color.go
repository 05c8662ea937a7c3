package plots

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/palette"
	"gonum.org/v1/plot/palette/moreland"
)

// lines are colours that stay apart for the colour-blind (Okabe and Ito 2008), darkest contrast first.
var lines = []color.NRGBA{
	{0, 114, 178, 255},   // blue
	{213, 94, 0, 255},    // vermilion
	{0, 158, 115, 255},   // green
	{204, 121, 167, 255}, // purple
	{230, 159, 0, 255},   // orange
	{86, 180, 233, 255},  // sky
}

// line is the colour of curve i.
func line(i int) color.NRGBA { return lines[i%len(lines)] }

// faded is a colour of which a part shines through.
func faded(c color.NRGBA, alpha float64) color.NRGBA {
	c.A = uint8(math.Round(255 * alpha))
	return c
}

// sequential grows in lightness from a dark blue to yellow, from lo to hi.
func sequential(lo, hi float64) palette.ColorMap {
	m, err := moreland.NewLuminance([]color.Color{
		color.NRGBA{13, 8, 60, 255},
		color.NRGBA{40, 60, 130, 255},
		color.NRGBA{30, 125, 140, 255},
		color.NRGBA{95, 190, 105, 255},
		color.NRGBA{250, 235, 90, 255},
	})
	if err != nil {
		panic(err) // the colours above are in the order of their lightness
	}
	return between(m, lo, hi)
}

// diverging is white at zero, blue below and red above; both sides have the same scale.
func diverging(largest float64) palette.ColorMap {
	return between(moreland.SmoothBlueRed(), -largest, largest)
}

// colors suits the sign of values between lo and hi.
func colors(lo, hi float64) palette.ColorMap {
	if lo < 0 && hi > 0 {
		return diverging(math.Max(-lo, hi))
	}
	return sequential(lo, hi)
}

// between sets the range of a map; one value alone gets a range around it.
func between(m palette.ColorMap, lo, hi float64) palette.ColorMap {
	if !(lo < hi) {
		pad := math.Max(math.Abs(lo), 1) * 1e-3
		lo, hi = lo-pad, hi+pad
	}
	m.SetMin(lo)
	m.SetMax(hi)
	return m
}
