package theme

import (
	"image/color"
	"math"
	"testing"
)

// Simulated vision of those who lack one kind of cones (Machado, Oliveira and Fernandes 2009, table 1, severity 1), on linear sRGB.
var blindness = map[string][3][3]float64{
	"protan": {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deutan": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritan": {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

func seen(c color.NRGBA, by [3][3]float64) lab {
	v := [3]float64{linear(c.R), linear(c.G), linear(c.B)}
	var out [3]uint8
	for i, row := range by {
		out[i] = screen(row[0]*v[0] + row[1]*v[1] + row[2]*v[2])
	}
	return toLab(color.NRGBA{out[0], out[1], out[2], 255})
}

// TestSeriesStayApart: 0.07 in OKLab is more than three times what can be told apart side by side.
func TestSeriesStayApart(t *testing.T) {
	blindness["full"] = [3][3]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}
	for who, by := range blindness {
		for i := range SeriesColors {
			for j := range i {
				if d := seen(Series(i), by).distance(seen(Series(j), by)); d < 0.07 {
					t.Errorf("%s: colours %d and %d are %.3f apart", who, i, j, d)
				}
			}
			if d := seen(Series(i), by).distance(seen(Paper, by)); d < 0.2 {
				t.Errorf("%s: colour %d is %.3f from paper", who, i, d)
			}
		}
	}
}

// TestSequentialIsUniform: steps look equally large, whatever part of the map they are in, and lightness grows for everyone.
func TestSequentialIsUniform(t *testing.T) {
	m := Sequential()
	const step = 12 // colours; of single ones rounding to 8 bits would be most
	least, most := math.Inf(1), 0.0
	for i := 0; i+step < len(m); i += step {
		d := toLab(m[i]).distance(toLab(m[i+step]))
		least, most = math.Min(least, d), math.Max(most, d)
		for who, by := range blindness {
			if !(seen(m[i+step], by).l > seen(m[i], by).l) {
				t.Errorf("%s: colour %d is not lighter than %d", who, i+step, i)
			}
		}
	}
	if most > 1.1*least {
		t.Errorf("steps look from %.4f to %.4f large", least, most)
	}
}

func TestDivergingIsSymmetric(t *testing.T) {
	m := Diverging()
	for i := range len(m) / 2 {
		a, b := toLab(m[i]), toLab(m[len(m)-1-i])
		if math.Abs(a.l-b.l) > 0.006 {
			t.Errorf("colours %d and %d have lightness %.3f and %.3f", i, len(m)-1-i, a.l, b.l)
		}
		if i > 0 && !(a.l >= toLab(m[i-1]).l) {
			t.Errorf("lightness falls towards the middle at %d", i)
		}
		for who, by := range blindness {
			if d := seen(m[i], by).distance(seen(m[len(m)-1-i], by)); i < len(m)/4 && d < 0.1 {
				t.Errorf("%s: equal distances %d from the middle look alike: %.3f", who, i, d)
			}
		}
	}
	if white := m.At(0.5); white.R < 240 || white.G < 240 || white.B < 240 {
		t.Errorf("the middle is %v, want nearly white", white)
	}
}

func TestMapAt(t *testing.T) {
	m := Gray()
	for v, want := range map[float64]color.NRGBA{-1: m[0], 0: m[0], 0.5: m[96], 1: m[191], 2: m[191]} {
		if got := m.At(v); got != want {
			t.Errorf("at %v: %v, want %v", v, got, want)
		}
	}
	if got := m.At(math.NaN()); got != Missing {
		t.Errorf("NaN: %v", got)
	}
}

// TestLab: white, and that there and back loses nothing.
func TestLab(t *testing.T) {
	if w := toLab(Paper); math.Abs(w.l-1) > 1e-6 || math.Hypot(w.a, w.b) > 1e-6 {
		t.Errorf("white is %+v", w)
	}
	for _, c := range []color.NRGBA{{0, 0, 0, 255}, {255, 0, 0, 255}, {12, 200, 77, 255}, {68, 1, 84, 255}} {
		if got := toLab(c).rgb(); got != c {
			t.Errorf("%v there and back is %v", c, got)
		}
	}
	// Ottosson 2020, table of pairs: sRGB's XYZ (0.950, 1.000, 1.089) is L 1; pure blue in sRGB is L .452, a −.032, b −.312.
	if b := toLab(color.NRGBA{0, 0, 255, 255}); b.distance(lab{0.452, -0.0324, -0.3116}) > 1e-3 {
		t.Errorf("blue is %+v", b)
	}
}
