package theme

import (
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// TestFontHasWhatCoursesWrite: after raised and lowered digits are replaced, every sign is in the font.
func TestFontHasWhatCoursesWrite(t *testing.T) {
	const signs = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ∂∇∞±×·√∫∑∏≤≥≈≠→←↔‖|−–…°ℓ½⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿᵀ₀₁₂₃₄₅₆₇₈₉₋ᵢⱼₖₙₜₓäöüß"
	for _, r := range runs(signs) {
		if r.nabla {
			continue
		}
		for _, c := range r.text {
			if g, err := r.face(Style(10, Ink).Font).Face.GlyphIndex(nil, c); err != nil || g == 0 {
				t.Errorf("no glyph for %q (%v)", c, err)
			}
		}
	}
}

func TestRuns(t *testing.T) {
	var got []string
	for _, r := range runs("a²ᵢ⁻¹∇10⁻³ x₁") {
		got = append(got, r.text+map[int]string{-1: "v", 0: "", 1: "^"}[r.height])
	}
	if want := "a 2^ iv −1^ ∇ 10 −3^  x 1v"; strings.Join(got, " ") != want {
		t.Errorf("%s, want %s", strings.Join(got, " "), want)
	}
}

func TestSmallDigitsAreNarrower(t *testing.T) {
	s := Style(10, Ink)
	if raised, plain := s.Width("10⁻³"), s.Width("10−3"); !(raised < plain) {
		t.Errorf("10⁻³ is %v wide, 10−3 %v", raised, plain)
	}
	if s.Height("x²") != s.Height("x") {
		t.Error("a raised digit changes the height of a line: labels would jump")
	}
}

// ink is the rows and columns of an image, from the top and the left, that text drawn at its middle touches.
func ink(s string, rotation float64) (top, bottom, left, right int) {
	c := vgimg.New(72, 72)
	sty := Style(12, Ink)
	sty.XAlign, sty.YAlign, sty.Rotation = draw.XCenter, draw.YCenter, rotation
	Fill(draw.New(c), sty, vg.Point{X: 36, Y: 36}, s)
	img := c.Image()
	top, left = 1000, 1000
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if r, _, _, _ := img.At(x, y).RGBA(); r < 0x8000 {
				top, bottom, left, right = min(top, y), max(bottom, y), min(left, x), max(right, x)
			}
		}
	}
	return top, bottom, left, right
}

func TestDraw(t *testing.T) {
	top, bottom, left, right := ink("xx", 0)
	upTop, _, _, upRight := ink("xx²", 0)
	_, lowBottom, _, _ := ink("xx₂", 0)
	if !(upTop < top && lowBottom > bottom && upRight > right-2) {
		t.Errorf("xx touches rows %d to %d; xx² begins at %d, xx₂ ends at %d", top, bottom, upTop, lowBottom)
	}
	if middle := (left + right) / 2; middle < 46 || middle > 50 { // 48 pixels are 36 points
		t.Errorf("centred text has its middle at pixel %d", middle)
	}
	rTop, rBottom, rLeft, rRight := ink("xx", 3.14159265/2)
	if rBottom-rTop != right-left || rRight-rLeft != bottom-top {
		t.Errorf("turned text is %d × %d, straight %d × %d", rRight-rLeft, rBottom-rTop, right-left, bottom-top)
	}
	if a, b, _, _ := ink("∇", 0); b-a < 8 {
		t.Errorf("∇ touches rows %d to %d", a, b)
	}
	if a, b, _, _ := ink("a\nb", 0); b-a < 20 {
		t.Errorf("two lines touch rows %d to %d", a, b)
	}
}

func TestWrap(t *testing.T) {
	s := Style(10, Ink)
	if got := Wrap("one two three", s.Width("one two"), s); got != "one two\nthree" {
		t.Errorf("%q", got)
	}
	if got := Wrap("a unbreakable", s.Width("unbreak"), s); got != "a\nunbreak\nable" {
		t.Errorf("%q", got)
	}
	if got := Wrap("ab", 1, s); got != "a\nb" {
		t.Errorf("%q", got)
	}
	if got := Cut("measurement", s.Width("meas…"), s, "…"); got != "meas…" {
		t.Errorf("%q", got)
	}
	if got := Wrap("", 1, s); got != "" {
		t.Errorf("%q", got)
	}
}
