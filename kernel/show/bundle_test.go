package show

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	_ "gonum.org/v1/plot/vg/vgimg" // formats that plots are drawn in
	_ "gonum.org/v1/plot/vg/vgsvg"

	"github.com/gensci/gensci/kernel/display"
)

func markup(v any) string { s, _ := Bundle(v)[HTML].(string); return s }

func TestErrorsAreRed(t *testing.T) {
	err := fmt.Errorf("x: %w", errors.New("a < b & c"))
	if got := text(err); got != "error: x: a < b & c" {
		t.Error(got)
	}
	if got := markup(err); !strings.Contains(got, "color") || !strings.Contains(got, "error: x: a &lt; b &amp; c") {
		t.Error(got)
	}
}

func TestMatrices(t *testing.T) {
	m := mat.NewDense(2, 2, []float64{1, 2, -3, math.Pi})
	if got := text(m); got != " 1      2\n-3  3.142" {
		t.Errorf("%q", got)
	}
	if got := markup(m); strings.Count(got, "<td") != 4 || !strings.Contains(got, `<td style="text-align: right">3.142</td>`) || strings.Contains(got, "<th") {
		t.Error(got)
	}
	if got := text(m.T()); got != "1     -3\n2  3.142" {
		t.Errorf("a view: %q", got)
	}
	if got := text(mat.NewVecDense(2, []float64{1, math.NaN()})); got != "  1\nNaN" {
		t.Errorf("a vector: %q", got)
	}
	for _, v := range []any{*m, *mat.NewSymDense(1, []float64{5}), *mat.NewVecDense(1, []float64{5})} { // as `var inv mat.Dense` is
		if got := markup(v); !strings.Contains(got, "<td") || strings.Contains(text(v), "×") {
			t.Errorf("%T is no table: %q %q", v, text(v), got)
		}
	}
	if got := text((*mat.Dense)(nil)); got != "nil" {
		t.Errorf("nil: %q", got)
	}
	if got := text(&mat.Dense{}); got != "" {
		t.Errorf("empty: %q", got)
	}
	big := mat.NewDense(25, 30, nil)
	if got := text(big); strings.Count(got, "\n") != 20 || !strings.HasSuffix(got, "\n… of 25 × 30") {
		t.Errorf("large: %s", got)
	}
	if got := markup(big); strings.Count(got, "<tr>") != 20 || strings.Count(got, "<td") != 20*21 || !strings.Contains(got, "of 25 × 30") {
		t.Errorf("large: %s", got)
	}
}

func TestTables(t *testing.T) {
	b := Table([]string{"what", "ñ", "<x>"}, [][]any{{"a", 1.25, nil}, {"bcd é", 100}})
	if got, want := b[Text], "what      ñ  <x>\n-----  ----  ---\na      1.25\nbcd é   100"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, want := range []string{`<th style="text-align: right">ñ</th>`, `<td style="text-align: right">1.25</td>`, `<td style="text-align: left">a</td>`, "&lt;x&gt;"} {
		if !strings.Contains(b[HTML].(string), want) {
			t.Errorf("%s is missing in %s", want, b[HTML])
		}
	}
	if got := Table(nil, nil)[Text]; got != "" {
		t.Errorf("empty table: %q", got)
	}
}

type run struct {
	Name string
	Loss float64
	Tags []string
}

func TestSlicesOfStructsAreTables(t *testing.T) {
	runs := []run{{"<a>", 0.123456, []string{"x"}}, {"b", 2, nil}}
	want := "Name    Loss  Tags\n----  ------  -----\n<a>   0.1235  [\"x\"]\nb          2  []"
	if got := text(runs); got != want {
		t.Errorf("got\n%s", got)
	}
	if got := text([]*run{&runs[0], &runs[1]}); got != want {
		t.Errorf("of pointers: got\n%s", got)
	}
	if got := markup(runs); !strings.Contains(got, "&lt;a&gt;") || strings.Contains(got, "<a>") {
		t.Error(got)
	}
	if got := text(make([]run, 30)); strings.Count(got, "\n") != 22 || !strings.HasSuffix(got, "… of 30 rows") {
		t.Errorf("long: %s", got)
	}
	for _, v := range []any{[]run{}, []*run{nil}, []point{{1, 2}}, []struct{}{{}}} { // nothing to show, no row, a field that is not shown, no field
		if got := markup(v); got != "" {
			t.Errorf("%T is a table: %s", v, got)
		}
	}
}

// small is a plot that says its size; broken one that cannot be drawn.
type small struct{ *plot.Plot }

func (small) Size() (w, h vg.Length) { return 72, 36 }

type broken struct{}

func (broken) WriterTo(_, _ vg.Length, _ string) (io.WriterTo, error) {
	return nil, errors.New("no ink")
}

// writer has the name of a plot's method, and is none.
type writer struct{ N int }

func (writer) WriterTo(string) error { return nil }

func TestPlots(t *testing.T) {
	for name, c := range map[string]struct {
		p      any
		aspect float64
	}{"gonum": {plot.New(), 1.6}, "sized": {small{plot.New()}, 2}} {
		b := Bundle(c.p)
		if svg, _ := b[SVG].(string); !strings.Contains(svg, "<svg") {
			t.Errorf("%s: not an SVG: %.60s", name, svg)
		}
		picture, err := png.DecodeConfig(bytes.NewReader(b[PNG].([]byte)))
		if err != nil {
			t.Fatal(err)
		}
		if got := float64(picture.Width) / float64(picture.Height); got < 0.97*c.aspect || got > 1.03*c.aspect { // whole pixels
			t.Errorf("%s: %d × %d pixels, want an aspect of %v", name, picture.Width, picture.Height, c.aspect)
		}
	}
	if got := text(broken{}); !strings.HasPrefix(got, "error: plot as ") || !strings.Contains(got, ": no ink (does the cell import") {
		t.Errorf("broken: %s", got)
	}
	if got := text(writer{3}); got != "writer{N: 3}" {
		t.Errorf("no plot: %s", got)
	}
	if got := text((*plot.Plot)(nil)); got != "nil" {
		t.Errorf("nil: %s", got)
	}
}

// framed says how it shows, as figures of package plots do.
type framed struct{}

func (framed) MimeBundle() map[string]any {
	return map[string]any{Text: "two moons", PNG: []byte("pixels")}
}

func (framed) MimeMetadata() map[string]any {
	return map[string]any{PNG: map[string]any{"width": 72, "scale": 1.5, "alt": "two \"moons\"\n\x01"}}
}

// silent has no text.
type silent struct{}

func (silent) MimeBundle() map[string]any { return nil }

// thing is registered.
type thing struct{ n int }

func init() {
	Register(func(x thing) map[string]any { return map[string]any{HTML: fmt.Sprintf("<b>%d</b>", x.n)} })
	Register(func(x *thing) map[string]any { return map[string]any{Text: fmt.Sprint("at ", x.n)} })
}

func TestValuesThatSayHowTheyShow(t *testing.T) {
	b := Bundle(framed{})
	if len(b) != 3 || b[Text] != "two moons" || string(b[PNG].([]byte)) != "pixels" {
		t.Errorf("%v", b)
	}
	if got, want := string(b[metadataKey].(display.JSON)), `{"image/png":{"alt":"two \"moons\"\u000a\u0001","scale":1.5,"width":72}}`; got != want {
		t.Errorf("metadata %s, want %s", got, want)
	}
	if got := text(silent{}); got != "show.silent" {
		t.Errorf("%q", got)
	}
	if b := Bundle(thing{3}); b[HTML] != "<b>3</b>" || b[Text] != "show.thing" {
		t.Errorf("%v", b)
	}
	if text(&thing{4}) != "at 4" || text((*thing)(nil)) != "nil" {
		t.Error("a pointer")
	}
}

// Inside other values, what is registered and matrices take one line.
func TestInsideOtherValues(t *testing.T) {
	for want, v := range map[string]any{
		`map["a": at 4, "b": nil]`:            map[string]*thing{"a": {4}, "b": nil},
		"[2 × 2 [[1 2] [3 4.5]] 100 × 2 nil]": []*mat.Dense{mat.NewDense(2, 2, []float64{1, 2, 3, 4.5}), mat.NewDense(100, 2, nil), nil},
	} {
		if got := text(v); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	b := Table(nil, [][]any{{&thing{5}, mat.NewVecDense(2, []float64{1, 2})}})
	if got := b[Text]; got != "at 5  2 × 1 [[1] [2]]" {
		t.Errorf("in a table: %q", got)
	}
}

func TestSeveralResults(t *testing.T) {
	if got := several([]any{1, "a", []int{2}, nil})[Text]; got != "1, a, [2], nil" {
		t.Errorf("%q", got)
	}
}

// Results are what a call as a cell's last statement returned.
func ExampleResult() {
	Result()
	Result(1, 2.5)
	Result("fine", error(nil))
	Result(error(nil))
	Value(nil)
	// Output:
	// 1, 2.5
	// fine
}
