package page

import (
	_ "embed"
	"html/template"
	"strings"
	"unicode/utf8"

	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/internal/terminal"
)

var (
	//go:embed notebook.html.tmpl
	notebookSource string
	//go:embed style.css
	style string

	notebook = parse("notebook", notebookSource)
)

// WriteNotebook makes a page of a whole notebook at path, whose folder must exist: text, code and what cells have shown. Of what has several
// forms it shows the picture or the text; a display that is HTML alone is named, and left out.
func WriteNotebook(path string, n Notebook) error { return write(path, notebook, n) }

// HTML is the page of a whole notebook, as WriteNotebook writes it.
func (n Notebook) HTML() ([]byte, error) { return render(notebook, n) }

// Title is the first heading, or the notebook's name.
func (n Notebook) Title() string {
	if h := title(n.Content); h != "" {
		return h
	}
	return n.Name
}

// Blocks are the cells of a notebook as a page shows them. Raw cells are for other programs.
func (n Notebook) Blocks() []block {
	var all []block
	for _, c := range n.Content.Cells {
		switch {
		case c.Type == nbformat.Markdown:
			all = append(all, block{Text: markdown(c.Source, c.Attachments)})
		case c.Type == nbformat.Code && (strings.TrimSpace(c.Source) != "" || len(c.Outputs) > 0):
			all = append(all, block{Number: c.ExecutionCount, Code: highlight(c.Source), Shown: shown(c.Outputs)})
		}
	}
	return all
}

// block is a cell: Text, or Code and what it has shown.
type block struct {
	Text   template.HTML
	Number int
	Code   template.HTML
	Shown  []display
}

// display is one output: one of its fields is set, but that Text may stand below a Figure.
type display struct {
	Figure *picture
	Text   string
	Below  string // more lines of a Figure's Text, in columns mostly
	Rich   template.HTML
	Stream string // Text came from this stream
	Error  string // the traceback
}

func shown(outputs []nbformat.Output) []display {
	var all []display
	for _, o := range outputs {
		all = append(all, show(o))
	}
	return all
}

func show(o nbformat.Output) display {
	switch o.Type {
	case nbformat.Stream:
		return display{Stream: o.Name, Text: clip(terminal.Plain(o.Text))}
	case nbformat.Error:
		lines := o.Traceback
		if len(lines) == 0 {
			lines = []string{o.ErrorName + ": " + o.ErrorValue}
		}
		return display{Error: clip(terminal.Plain(strings.Join(lines, "\n")))}
	}
	if p := pictureOf(o); p != nil {
		first, more, _ := strings.Cut(clip(terminal.Plain(p.Caption)), "\n")
		return display{Figure: p, Text: first, Below: more}
	}
	if text, ok := o.Data["text/markdown"].(string); ok {
		return display{Rich: markdown(text, nil)}
	}
	if text, ok := o.Data["text/plain"].(string); ok {
		return display{Text: clip(terminal.Plain(text))}
	}
	return display{Text: "(what the cell shows here needs a browser with scripts: open the notebook itself)"}
}

// most is how much of one output a page takes, in bytes: more than anybody reads, and less than browsers choke on.
const most = 200_000

// clip leaves out the middle of what is too long.
func clip(text string) string {
	if len(text) <= most {
		return text
	}
	head, tail := text[:most/2], text[len(text)-most/2:]
	for !utf8.RuneStart(tail[0]) {
		tail = tail[1:]
	}
	return strings.ToValidUTF8(head, "") + "\n… left out …\n" + tail
}
