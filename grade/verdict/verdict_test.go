package verdict

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/sheet"
)

var two = points.Of(2)

// half is a verdict with a point of two.
const half = `{"test":"a","status":"partial","points":"1","maximum":"2","passed":1,"checks":2,"gone":false,"hidden":false,` +
	`"parts":[{"name":"x","points":"1","maximum":"1"},{"name":"y","points":"0","maximum":"1"}],"notes":[{"part":"y","hidden":false,"text":"wrong"}]}`

// all has both.
const all = `{"test":"a","status":"passed","points":"2","maximum":"2","passed":1,"checks":1,"gone":false,"hidden":false,"parts":[],"notes":[]}`

func TestRead(t *testing.T) {
	for _, text := range []string{half, all} {
		if _, err := Read([]byte(text), "a", two); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	for name, c := range map[string]struct{ from, old, new string }{
		"nothing":               {all, all, ""},
		"no object":             {all, all, "[]"},
		"another test":          {all, `"a"`, `"b"`},
		"another maximum":       {all, `"maximum":"2"`, `"maximum":"3"`},
		"more than the maximum": {all, `"points":"2"`, `"points":"3"`},
		"negative":              {all, `"points":"2"`, `"points":"-2"`},
		"no number":             {all, `"points":"2"`, `"points":"NaN"`},
		"a JSON number":         {all, `"points":"2"`, `"points":2`},
		"another way to write":  {all, `"points":"2"`, `"points":"2.0"`},
		"another status":        {all, `passed","points`, `failed","points`},
		"a made-up status":      {all, `"passed","points`, `"ungraded","points`},
		"no checks":             {all, `"passed":1,"checks":1`, `"passed":0,"checks":0`},
		"not all checks":        {all, `"checks":1`, `"checks":2`},
		"more than all checks":  {all, `"passed":1`, `"passed":2`},
		"another field":         {all, `"parts"`, `"grade":1,"parts"`},
		"a field twice":         {all, `"points":"2"`, `"points":"0","points":"2"`},
		"a field in capitals":   {all, `"points"`, `"Points"`},
		"a field less":          {all, `"gone":false,`, ``},
		"null":                  {all, `"notes":[]`, `"notes":null`},
		"blanks":                {all, `"parts"`, ` "parts"`},
		"more behind it":        {all, `[]}`, `[]}]`},
		"another one behind it": {all, `[]}`, `[]}` + all},
		"a line end behind it":  {all, `[]}`, "[]}\n"},
		"some without parts":    {half, `"parts":[{"name":"x","points":"1","maximum":"1"},{"name":"y","points":"0","maximum":"1"}]`, `"parts":[]`},
		"a part of a part":      {half, `"points":"1","maximum":"1"}`, `"points":"0.5","maximum":"1"}`},
		"parts that add up":     {half, `"y","points":"0"`, `"y","points":"1"`},
		"parts worth more":      {half, `"y","points":"0","maximum":"1"`, `"y","points":"0","maximum":"5"`},
		"a part below zero":     {half, `"y","points":"0","maximum":"1"`, `"y","points":"0","maximum":"-1"`},
		"points without checks": {half, `"passed":1`, `"passed":0`},
		"control characters":    {half, `wrong`, `\u001b[2J`},
		"long":                  {half, `wrong`, strings.Repeat("x", maxText+1)},
		"many notes":            {half, `"notes":[`, `"notes":[` + strings.Repeat(`{"part":"","hidden":false,"text":"x"},`, maxNotes)},
		"longer than all":       {half, `wrong`, strings.Repeat("x", MaxLength)},
	} {
		text := strings.Replace(c.from, c.old, c.new, 1)
		if v, err := Read([]byte(text), "a", two); err == nil || v.Points.Sign() != 0 {
			t.Errorf("%s: %s is read as %+v", name, text[:min(len(text), 300)], v)
		}
	}
}

// The longest that a student's program can have a checker write is read.
func TestTheLongestNotesAreRead(t *testing.T) {
	for _, text := range []string{"<", "\u2028", "\\\"", "\x1b", "\xff", "ü", "𝄞"} {
		var r sheet.Result
		r.Parts = []sheet.Part{{Name: strings.Repeat(text, 3000), Worth: "2"}}
		for range 3 * maxNotes {
			r.Outcomes = append(r.Outcomes, sheet.Outcome{Hint: strings.Repeat(text, 3000)})
		}
		v, err := Of("a", two, r)
		if err != nil {
			t.Fatal(err)
		}
		written, err := v.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(written, "a", two)
		if err != nil || len(got.Notes) != maxNotes || got.Checks != 3*maxNotes {
			t.Errorf("%q: %d bytes: %v", text, len(written), err)
		}
	}
}

func TestOf(t *testing.T) {
	ok, no := sheet.Outcome{Passed: true, Part: -1}, sheet.Outcome{Part: -1}
	first, second := sheet.Outcome{Passed: true}, sheet.Outcome{Passed: true, Part: 1}
	parts := []sheet.Part{{Name: "x", Worth: "0.5"}, {Name: "y", Worth: "1.5"}}
	for name, c := range map[string]struct {
		parts    []sheet.Part
		outcomes []sheet.Outcome
		points   string
		status   string
	}{
		"all":                 {nil, []sheet.Outcome{ok, ok}, "2", Passed},
		"one wrong":           {nil, []sheet.Outcome{ok, no}, "0", Failed},
		"nothing checked":     {nil, nil, "0", Failed},
		"both parts":          {parts, []sheet.Outcome{first, second}, "2", Passed},
		"one part":            {parts, []sheet.Outcome{first}, "0.5", Partial},
		"a condition of both": {parts, []sheet.Outcome{no, first, second}, "0", Failed},
	} {
		v, err := Of("a", two, sheet.Result{Parts: c.parts, Outcomes: c.outcomes})
		if err != nil || v.Points.String() != c.points || v.Status != c.status {
			t.Errorf("%s: %+v %v", name, v, err)
		}
		if text, _ := v.Marshal(); err == nil {
			if _, err := Read(text, "a", two); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if _, err := Of("a", points.Of(1), sheet.Result{Parts: parts}); err == nil {
		t.Error("parts may be worth more than the cell")
	}
}

// FuzzRead: what is read is what a checker writes, and its points are within bounds.
func FuzzRead(f *testing.F) {
	for _, text := range []string{half, all, "{}", "null", all + all, strings.Replace(all, "2", "1/2", 1)} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := Read(text, "a", two)
		if err != nil {
			if v.Points.Sign() != 0 || v.Status != "" {
				t.Errorf("refused, but it says %+v", v)
			}
			return
		}
		again, err := v.Marshal()
		if err != nil || !bytes.Equal(again, text) || v.Points.Sign() < 0 || v.Points.Cmp(two) > 0 || v.Points.Sign() > 0 && v.Passed == 0 {
			t.Errorf("%s is read as %+v", text, v)
		}
	})
}
