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

func executed() page.Notebook {
	png := base64.StdEncoding.EncodeToString([]byte("pixels"))
	shown := func(data map[string]any) []nbformat.Output {
		return []nbformat.Output{{Type: nbformat.DisplayData, Data: data}}
	}
	return page.Notebook{
		File: "22-flows.ipynb", Elapsed: 12 * time.Second,
		Results: []result.Row{{Name: "excess <on> moons", Value: "0.03", Exact: "0", Excess: "0.03 ± 0.01", Seconds: 9.5}},
		Content: &nbformat.Notebook{Cells: []nbformat.Cell{
			{Type: nbformat.Markdown, Source: "# Normalizing flows\n\ntext"},
			{Type: nbformat.Code, Outputs: shown(map[string]any{"text/html": "<script>alert(1)</script>"})},
			{Type: nbformat.Markdown, Source: "text\n## Two moons\n"},
			{Type: nbformat.Code, Outputs: shown(map[string]any{"image/png": png + "\n", "image/svg+xml": "<svg/>"})},
			{Type: nbformat.Code, Outputs: shown(map[string]any{"image/svg+xml": "<svg><script/></svg>"})},
		}},
	}
}

func write(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "index.html")
	if err := page.Write(path, page.Page{Title: "demo", Notes: []string{"pure Go"}, Notebooks: []page.Notebook{executed()}}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestPageHasResultsFiguresAndHeadings(t *testing.T) {
	text := write(t)
	for _, want := range []string{
		"excess &lt;on&gt; moons", "0.03 ± 0.01", "9.5 s", "pure Go", "<h2>Normalizing flows</h2>", "<h3>Two moons</h3>",
		"data:image/png;base64,cGl4ZWxz\"", "data:image/svg&#43;xml;base64,", `href="22-flows.ipynb"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if n := strings.Count(text, "<figure>"); n != 2 {
		t.Errorf("want 2 figures, got %d", n)
	}
}

func TestPageLoadsNothingAndRunsNothing(t *testing.T) {
	text := write(t)
	if strings.Contains(text, "<script") {
		t.Error("the page has a script")
	}
	for _, url := range regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		if strings.Contains(url[1], "//") && !strings.HasPrefix(url[1], "data:") {
			t.Errorf("the page refers to %s", url[1])
		}
	}
}

func TestUnwritableFolder(t *testing.T) {
	if err := page.Write("/dev/null/index.html", page.Page{}); err == nil || !strings.Contains(err.Error(), "/dev/null/index.html") {
		t.Errorf("want an error that names the page, got %v", err)
	}
}
