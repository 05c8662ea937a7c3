package page

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"
	"time"

	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/internal/replace"
	"github.com/gensci/gensci/kernel/nb/result"
)

// Page is what is shown.
type Page struct {
	Title     string
	Notes     []string // lines under the title: engine, machine, versions
	Notebooks []Notebook
}

// Notebook is an executed notebook.
type Notebook struct {
	Name    string // for pages of its own, if it has no heading
	File    string // name of what is beside the page, for a link: the executed notebook, or its page
	Content *nbformat.Notebook
	Results []result.Row
	Elapsed time.Duration
	Passed  int    // of its Cells, code cells all of them
	Cells   int    // 0 if that is not to be said
	Problem string // why it did not come to its end, one line
}

//go:embed page.html.tmpl
var source string

var page = parse("page", source)

func parse(name, source string) *template.Template {
	return template.Must(template.New(name).Funcs(template.FuncMap{
		"title": title, "parts": parts, "seconds": func(d time.Duration) string { return fmt.Sprintf("%.0f s", d.Seconds()) },
		"style": func() template.CSS { return template.CSS(style) },
	}).Parse(source))
}

// Write makes the page at path, whose folder must exist; an older page is replaced when the new one is complete.
func Write(path string, p Page) error { return write(path, page, p) }

func write(path string, t *template.Template, data any) error {
	text, err := render(t, data)
	if err != nil {
		return fmt.Errorf("make %s: %w", path, err)
	}
	return replace.File(path, text)
}

func render(t *template.Template, data any) ([]byte, error) {
	var out bytes.Buffer
	err := t.Execute(&out, data)
	return out.Bytes(), err
}

// title is the first heading of a notebook.
func title(n *nbformat.Notebook) string {
	for _, c := range n.Cells {
		if h := heading(c); h != "" {
			return h
		}
	}
	return ""
}

// heading is the first heading of a Markdown cell, without its marks.
func heading(c nbformat.Cell) string {
	if c.Type != nbformat.Markdown {
		return ""
	}
	for line := range strings.Lines(c.Source) {
		if text := strings.TrimLeft(line, "#"); text != line && strings.HasPrefix(text, " ") {
			return strings.TrimSpace(text)
		}
	}
	return ""
}

// part is a section of a notebook that has figures.
type part struct {
	Heading string
	Figures []*picture
}

// parts are the sections of a notebook that have figures, in order.
func parts(n *nbformat.Notebook) []part {
	var all []part
	now := ""
	for _, c := range n.Cells {
		if h := heading(c); h != "" {
			now = h
		}
		for _, o := range c.Outputs {
			shown := pictureOf(o)
			if shown == nil {
				continue
			}
			if len(all) == 0 || all[len(all)-1].Heading != now {
				all = append(all, part{Heading: now})
			}
			last := &all[len(all)-1]
			last.Figures = append(last.Figures, shown)
		}
	}
	return all
}
