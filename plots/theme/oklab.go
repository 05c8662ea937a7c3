package theme

import (
	"image/color"
	"math"
)

// lab is a colour in OKLab: lightness 0 to 1, green to red, blue to yellow. Distances are about as large as they look.
type lab struct{ l, a, b float64 }

// toLab converts a colour, whose alpha is ignored (Ottosson 2020, from linear sRGB).
func toLab(c color.NRGBA) lab {
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	return lab{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

// rgb is the nearest colour that a screen can show.
func (c lab) rgb() color.NRGBA {
	l := cube(c.l + 0.3963377774*c.a + 0.2158037573*c.b)
	m := cube(c.l - 0.1055613458*c.a - 0.0638541728*c.b)
	s := cube(c.l - 0.0894841775*c.a - 1.2914855480*c.b)
	return color.NRGBA{
		screen(4.0767416621*l - 3.3077115913*m + 0.2309699292*s),
		screen(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s),
		screen(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s),
		255,
	}
}

// distance is how far apart two colours look; 0.02 is about what can be seen.
func (c lab) distance(d lab) float64 {
	return math.Sqrt((c.l-d.l)*(c.l-d.l) + (c.a-d.a)*(c.a-d.a) + (c.b-d.b)*(c.b-d.b))
}

// toward is the colour a part t of the straight way to d.
func (c lab) toward(d lab, t float64) lab {
	return lab{c.l + t*(d.l-c.l), c.a + t*(d.a-c.a), c.b + t*(d.b-c.b)}
}

func cube(x float64) float64 { return x * x * x }

// linear undoes sRGB's transfer function (IEC 61966-2-1); screen applies it.
func linear(v uint8) float64 {
	x := float64(v) / 255
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

func screen(x float64) uint8 {
	x = math.Min(math.Max(x, 0), 1)
	if x <= 0.0031308 {
		x *= 12.92
	} else {
		x = 1.055*math.Pow(x, 1/2.4) - 0.055
	}
	return uint8(math.Round(255 * x))
}
