package theme

import (
	"image/color"
	"math"
)

// Colours of what is not data.
var (
	Paper   = color.NRGBA{255, 255, 255, 255}
	Ink     = color.NRGBA{34, 34, 34, 255}    // text
	Line    = color.NRGBA{90, 90, 90, 255}    // axes and frames
	Pale    = color.NRGBA{228, 228, 228, 255} // grid lines
	Missing = color.NRGBA{190, 190, 190, 255} // cells without a finite value
)

// series are the colours of Okabe and Ito without black and the yellow that white paper swallows, the strongest first.
var series = [...]color.NRGBA{
	{0, 114, 178, 255},   // blue
	{213, 94, 0, 255},    // vermilion
	{0, 158, 115, 255},   // green
	{204, 121, 167, 255}, // purple
	{230, 159, 0, 255},   // orange
	{86, 180, 233, 255},  // sky
}

// SeriesColors is how many series have a colour of their own. After them colours come again, with other dashes and shapes.
const SeriesColors = len(series)

// Reference is the number of series that are no data but something to compare with: dark grey.
const Reference = -1

// Series is the colour of series i from 0, or of a [Reference].
func Series(i int) color.NRGBA {
	if i < 0 {
		return Line
	}
	return series[i%SeriesColors]
}

// Faded is a colour of which a part alpha is left.
func Faded(c color.NRGBA, alpha float64) color.NRGBA {
	c.A = uint8(math.Round(float64(c.A) * alpha))
	return c
}
