package similar_test

import (
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/grade/similar"
	"github.com/gensci/gensci/internal/nbformat"
)

func TestPageIsText(t *testing.T) {
	original := strings.Replace(file(t, "original.txt"), "biggest := math", "biggest := /* <script>alert(1)</script> \u202e */ math", 1)
	works := []similar.Work{code("<b>ada</b>", original), code("bob", file(t, "copied.txt"))}
	pairs := similar.Compare(works, nil, similar.Options{})
	page, err := similar.Page("22-flows", pairs)
	if err != nil || len(pairs) != 1 {
		t.Fatal(len(pairs), err)
	}
	text := string(page)
	for _, never := range []string{"<script", "<b>ada", "\u202e", "http://", "https://", "src="} {
		if strings.Contains(text, never) {
			t.Errorf("the page has %q", never)
		}
	}
	for _, wanted := range []string{"&lt;b&gt;ada&lt;/b&gt;", "&lt;script&gt;", "<mark>", "values", "Content-Security-Policy", "98 %"} {
		if !strings.Contains(text, wanted) {
			t.Errorf("the page lacks %q", wanted)
		}
	}
	if page, err = similar.Page("22-flows", nil); err != nil || !strings.Contains(string(page), "No pair is listed") {
		t.Errorf("without pairs: %v\n%s", err, page)
	}
}

func TestTable(t *testing.T) {
	pairs := similar.Compare([]similar.Work{code("ada", file(t, "original.txt")), code("bob", file(t, "copied.txt"))}, nil, similar.Options{})
	var b strings.Builder
	if err := similar.Table(&b, pairs); err != nil {
		t.Fatal(err)
	}
	want := "A    B    code of A in B  of B in A  words of A in B  of B in A\nada  bob  98 %            96 %       -                -\n"
	if b.String() != want {
		t.Errorf("got\n%q, want\n%q", b.String(), want)
	}
}

// TestWorksOfASheet: what is compared are answers and what stands below them; what is known are stubs, given cells and the reference.
func TestWorksOfASheet(t *testing.T) {
	cell := func(kind, source string, m nbgrader.Meta) nbformat.Cell {
		c := nbformat.Cell{Type: kind, ID: "c" + m.ID, Source: source}
		if m.ID != "" {
			m.Put(&c)
		}
		return c
	}
	given := cell(nbformat.Code, "type Point struct{}", nbgrader.Meta{})
	given.ID = "given"
	master := &nbformat.Notebook{Metadata: map[string]any{"kernelspec": map[string]any{"name": "gensci", "language": "go"}}, Cells: []nbformat.Cell{
		given,
		cell(nbformat.Code, "func F() int {\n\t// BEGIN SOLUTION\n\treturn 1\n\t// END SOLUTION\n}", nbgrader.Meta{ID: "f", Solution: true}),
		cell(nbformat.Markdown, "Because.", nbgrader.Meta{ID: "why", Grade: true, Solution: true, Points: points.Of(1)}),
	}}
	sheet, err := release.Read(master, "01-x")
	if err != nil {
		t.Fatal(err)
	}
	nb := sheet.Notebook()
	nb.Cells[1].Source, nb.Cells[2].Source = "func F() int { return 2 }", "I think so."
	nb.Cells = append(nb.Cells, nbformat.Cell{Type: nbformat.Code, ID: "own", Source: "F()"})
	answers, err := release.ReadAnswers(sheet, nb)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, text := range append(similar.WorkOf(sheet, answers, "ada", nil).Texts, similar.Known(sheet, true)...) {
		got = append(got, map[bool]string{true: "code ", false: "words "}[text.Code]+text.Source)
	}
	want := []string{
		"code func F() int { return 2 }", "words I think so.", "code F()",
		"code type Point struct{}", "code type Point struct{}", "code " + sheet.Cells[1].Released, "code " + sheet.Cells[1].Source, "words YOUR ANSWER HERE", "words Because.",
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", got, want)
	}
	if n := len(similar.Known(sheet, false)); n != 3 {
		t.Errorf("%d texts are known without the reference, want 3", n)
	}
}

// FuzzPage: whatever students write is compared with itself, and shown, without a panic and as text.
func FuzzPage(f *testing.F) {
	f.Add(file(f, "original.txt"), "some words")
	f.Add("func (x T[", "`\r\n`\"'\x00\xff</pre>")
	f.Add("func F() { s := `a\r\nb` } // <script>", "\u202e<mark>")
	f.Fuzz(func(t *testing.T, source, said string) {
		works := []similar.Work{code("a", source+source), code("b", source)}
		for i := range works {
			works[i].Texts = append(works[i].Texts, similar.Text{Source: said}, similar.Text{Source: said + said})
		}
		page, err := similar.Page("x", similar.Compare(works, nil, similar.Options{Least: 1e-9}))
		if err != nil || strings.Contains(string(page), "<script") {
			t.Errorf("%v\n%s", err, page)
		}
	})
}
