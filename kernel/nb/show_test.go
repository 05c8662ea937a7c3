package nb

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"
)

func plain(v any) string { return render(v)[textPlain].(string) }

func TestShowText(t *testing.T) {
	long := make([]float64, 30)
	for want, v := range map[string]any{
		"3.142":          math.Pi,
		"-0.00012":       -0.00012,
		"100000":         1e5,
		"1.235e+06":      1234567.0,
		"NaN":            math.NaN(),
		"7":              7,
		"":               nil,
		"a <b>":          "a <b>",
		"1.5s":           1500 * time.Millisecond,
		"error: x & y":   errors.New("x & y"),
		"[1 2.5]":        []float64{1, 2.5},
		"[a b]":          []string{"a", "b"},
		"1    2\n3  4.5": mat.NewDense(2, 2, []float64{1, 2, 3, 4.5}),
		"<nil>":          (*mat.Dense)(nil),
		"[" + strings.Repeat("0 ", 19) + "0 …] (30)": long,
	} {
		if got := plain(v); got != want {
			t.Errorf("%v: got %q, want %q", v, got, want)
		}
	}
	if got := render(errors.New("x & y"))[textHTML].(string); !strings.Contains(got, "x &amp; y") {
		t.Errorf("html of an error: %s", got)
	}
}

func TestShowLargeMatrix(t *testing.T) {
	b := render(mat.NewDense(25, 30, nil))
	text, html := b[textPlain].(string), b[textHTML].(string)
	if lines := strings.Count(text, "\n"); lines != 20 || !strings.HasSuffix(text, "… of 25 × 30") {
		t.Errorf("text of %d lines: %s", lines, text)
	}
	if n := strings.Count(html, "<tr>"); n != 20 || strings.Count(html, "<td") != 20*21 || !strings.Contains(html, "of 25 × 30") {
		t.Errorf("html of %d rows: %s", n, html)
	}
}

func TestTable(t *testing.T) {
	b := renderTable([]string{"what", "ñ", "<x>"}, [][]any{{"a", 1.25, nil}, {"bcd é", 100}})
	want := "what      ñ  <x>\n-----  ----  ---\na      1.25\nbcd é   100"
	if got := b[textPlain]; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	html := b[textHTML].(string)
	for _, want := range []string{`<th style="text-align: right">ñ</th>`, `<td style="text-align: right">1.25</td>`, `<td style="text-align: left">a</td>`, "&lt;x&gt;"} {
		if !strings.Contains(html, want) {
			t.Errorf("%s is missing in %s", want, html)
		}
	}
	if got := renderTable(nil, nil)[textPlain]; got != "" {
		t.Errorf("empty table: %q", got)
	}
}
