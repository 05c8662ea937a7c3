package page_test

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/kernel/nb/result"
	"github.com/gensci/gensci/kernel/page"
)

// pageOf writes the page of a notebook with these cells and returns it.
func pageOf(t *testing.T, cells ...nbformat.Cell) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "some.html")
	n := page.Notebook{Name: "some", Content: &nbformat.Notebook{Cells: cells}, Elapsed: 2 * time.Second, Passed: 1, Cells: 2, Problem: "some.ipynb: code cell 2: <oops>"}
	if err := page.WriteNotebook(path, n); err != nil {
		t.Fatal(err)
	}
	return content(t, path)
}

func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func text(source string) nbformat.Cell { return nbformat.Cell{Type: nbformat.Markdown, Source: source} }

func code(source string, outputs ...nbformat.Output) nbformat.Cell {
	return nbformat.Cell{Type: nbformat.Code, Source: source, Outputs: outputs, ExecutionCount: 7}
}

func shows(data map[string]any) nbformat.Output {
	return nbformat.Output{Type: nbformat.DisplayData, Data: data}
}

func check(t *testing.T, page string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in\n%s", want, page[strings.Index(page, "<body>"):])
		}
	}
}

func TestNotebookAsAWhole(t *testing.T) {
	page := pageOf(t, text("# Flows\n\nsome *text*, `x < y`\n\n| a | b |\n|---|---|\n| 1 | 2 |"), code("%%\nfor range 3 { fmt.Println(\"<b>\") } // why", nbformat.Output{Type: nbformat.Stream, Name: "stdout", Text: "\x1b[1m<i>\x1b[0m\r<u>\n"}),
		code("x", shows(map[string]any{"text/plain": "1 < 2", "text/html": "<table>"}), shows(map[string]any{"image/png": "AAAA", "text/plain": "figure"}),
			shows(map[string]any{"text/markdown": "**bold**"}), shows(map[string]any{"text/html": "<script>alone()</script>"})),
		code("y", nbformat.Output{Type: nbformat.Error, ErrorName: "panic", ErrorValue: "boom", Traceback: []string{"\x1b[31mcell:2\x1b[0m", "main.main()"}}),
		nbformat.Cell{Type: nbformat.Raw, Source: "for LaTeX"}, code("  "))
	check(t, page, "<title>Flows</title>", "<h1>Flows</h1>", "some.ipynb, 1 of 2 code cells passed in 2 s", "code cell 2: &lt;oops&gt;", "<em>text</em>", "<code>x &lt; y</code>", "<td>1</td>",
		`<span class="number">[7]</span>`, `<span class="k">for</span> <span class="k">range</span> <span class="n">3</span>`, `<span class="s">&#34;&lt;b&gt;&#34;</span>`, `<span class="c">// why</span>`,
		`<pre class="stdout">&lt;u&gt;`, "<pre>1 &lt; 2</pre>", `<img src="data:image/png;base64,AAAA"`, "<strong>bold</strong>", "open the notebook itself",
		"<pre class=\"error\">cell:2\nmain.main()</pre>")
	for _, not := range []string{"<script", "<table>\n<script", "for LaTeX", "figure</pre>", "\x1b"} {
		if strings.Contains(page, not) {
			t.Errorf("%q is in the page", not)
		}
	}
}

// A picture that is part of HTML is shown with the text below it, several are not: nobody knows which is meant.
func TestPictureInHTML(t *testing.T) {
	curve := `<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>`
	training := shows(map[string]any{"text/plain": "600/600 steps  loss < 1", "text/html": "<div><progress></progress>" + curve + "</div>"})
	icons := shows(map[string]any{"text/plain": "two icons", "text/html": curve + curve})
	check(t, pageOf(t, code("x", training, icons)), `<img src="data:image/svg&#43;xml;base64,`+base64.StdEncoding.EncodeToString([]byte(curve))+`" alt=""><figcaption>600/600 steps  loss &lt; 1</figcaption>`,
		"<pre>two icons</pre>")
}

// What stands below a picture keeps its columns, as the parameters of a trained model.
func TestTableBelowAPicture(t *testing.T) {
	model := shows(map[string]any{"text/plain": "density\nvariable  shape\nbias      [4]", "text/html": `<svg viewBox="0 0 1 1"></svg><table></table>`})
	check(t, pageOf(t, code("m", model)), "<figcaption>density<pre>variable  shape\nbias      [4]</pre></figcaption>")
}

// The number of a cell stands beside its code: what is positioned lies on top of a long line.
func TestNumberLeavesRoomForCode(t *testing.T) {
	page := pageOf(t, code("x"))
	check(t, page, ".number { float: right;")
	if strings.Contains(page, "position: absolute") {
		t.Error("something lies on top of the page")
	}
}

// TestNotebookLoadsNothing: whatever a notebook's author wrote.
func TestNotebookLoadsNothing(t *testing.T) {
	png := base64.StdEncoding.EncodeToString([]byte("pixels"))
	cell := text("![far](https://example.org/a.png) ![near](a.png) ![mine](attachment:b.png) ![lost](attachment:c.png) [page](https://example.org) ![][ref]\n\n" +
		"<script src='https://example.org/x.js'></script>\n\n<img src=\"https://example.org/y.png\">\n\n[run](javascript:alert(1))\n\n[ref]: //example.org/z.png")
	cell.Attachments = map[string]any{"b.png": map[string]any{"image/png": png + "\n"}}
	page := pageOf(t, cell)
	check(t, page, `<img src="data:image/png;base64,`+png+`" alt="mine"`, `<a href="https://example.org/a.png">far</a>`, `<a href="a.png">near</a>`, `<a href="https://example.org">page</a>`)
	if n := strings.Count(page, "<img"); n != 1 {
		t.Errorf("%d pictures, want the attached one", n)
	}
	if loads := regexp.MustCompile(`(?i)<(script|link|iframe|object|source)|\ssrc=["']?(https?:)?//|javascript:|@import|url\(`).FindAllString(page, -1); loads != nil {
		t.Errorf("the page has %q", loads)
	}
}

func TestFormulasAreNoMarkdown(t *testing.T) {
	page := pageOf(t, text("mean $\\unknown a_1*b_1*c$ and\n\n$$\\unknown x_1 < *y*_2$$\n\nbut `$code$`, \\$5, $5/$6, $ 7 $, $8\n\n9$\n\n```\n$a_1$ and $b_1$\n```\n"))
	check(t, page, `<span class="tex">\unknown a_1*b_1*c</span>`, `<span class="tex display">\unknown x_1 &lt; *y*_2</span>`, "<code>$code$</code>", "$5, $5/$6, $ 7 $, $8", "9$",
		"<code>$a_1$ and $b_1$\n</code>")
	if strings.Contains(page, "\ue000") || strings.Contains(page, "<em>") {
		t.Error("marks or Markdown are left in a formula")
	}
}

func TestFormulasAreMathML(t *testing.T) {
	page := pageOf(t, text("The *law* of $x_1$ is\n$$\\frac12$$"))
	check(t, page, "<em>law</em>", `display="inline"><mrow><msub><mi>x</mi>`, `display="block"><mrow><mfrac><mn>1</mn><mn>2</mn></mfrac></mrow></math>`)
}

func TestLongOutputIsClipped(t *testing.T) {
	page := pageOf(t, code("x", nbformat.Output{Type: nbformat.Stream, Name: "stdout", Text: "begin" + strings.Repeat("é", 500_000) + "end"}))
	check(t, page, "begin", "left out", "end")
	if len(page) > 300_000 || strings.Contains(page, "\ufffd") {
		t.Errorf("%d bytes", len(page))
	}
}

func TestIndex(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index.html")
	write := func(results ...result.Row) string {
		all := page.Page{Title: "All", Notes: []string{"a note"}, Notebooks: []page.Notebook{
			{Name: "sub/a", File: "sub/a b.html", Content: &nbformat.Notebook{Cells: []nbformat.Cell{text("# A")}}, Passed: 2, Cells: 2, Results: results},
			{Name: "c:d", Content: &nbformat.Notebook{}, Cells: 3, Problem: "not run"},
		}}
		if err := page.WriteIndex(path, all); err != nil {
			t.Fatal(err)
		}
		return content(t, path)
	}
	check(t, write(result.Row{Name: "excess", Value: "0.03", Exact: "0"}), `<a href="./sub/a%20b.html">A</a>`, "2 of 2", "passed", "<td>c:d</td>", "0 of 3", "not run", "a note", "<td>excess</td>")
	if strings.Contains(write(), "Results") {
		t.Error("a table of results that has none")
	}
}
