package junit

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/internal/terminal"
	"github.com/gensci/gensci/kernel"
)

// most is how much of a cell's text goes into the report, which others read as a whole: the end of it.
const most = 64 << 10

// Of makes a suite of a notebook's run. What it ended with is err; the notebook need not have been begun.
func Of(name string, r kernel.Result, err error) Suite {
	s := Suite{Name: name, File: r.Source, Begin: r.Begin, Elapsed: r.Elapsed}
	if outside(err) {
		s.Cases = append(s.Cases, Case{Name: "the notebook", Error: &Failure{Message: oneLine(err.Error()), Type: "error", Text: err.Error()}})
	}
	why := reason(r, err)
	for k, c := range r.Cells {
		s.Cases = append(s.Cases, ofCell(k+1, c, &r.Notebook.Cells[c.Index], why))
	}
	return s
}

// outside tells whether something else than a cell is to blame.
func outside(err error) bool {
	var cell *kernel.CellError
	return err != nil && !errors.As(err, &cell)
}

// reason is why cells were not run.
func reason(r kernel.Result, err error) string {
	var cell *kernel.CellError
	switch {
	case errors.As(err, &cell):
		return fmt.Sprintf("not run: code cell %d failed", cell.Cell)
	case r.Begin.IsZero():
		return "not run: the run ended before this notebook"
	}
	return "not run"
}

func ofCell(number int, c kernel.Cell, cell *nbformat.Cell, why string) Case {
	one := Case{Name: title(number, cell.Source), Elapsed: c.Elapsed}
	switch c.State {
	case kernel.NotRun:
		one.Skipped = why
	case kernel.Failed:
		one.Failure = failure(c, cell)
	}
	one.Out, one.Err = written(cell, "stdout"), written(cell, "stderr")
	return one
}

// title is the cell's number and its first line that says something; tools show it, and tell cases apart by it.
func title(number int, source string) string {
	imports := false
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(line)
		switch {
		case line == "import (":
			imports = true
		case imports:
			imports = line != ")"
		case line != "" && line != "%%" && !strings.HasPrefix(line, "//") && !strings.HasPrefix(line, "import "):
			return fmt.Sprintf("cell %02d: %s", number, short(line))
		}
	}
	return fmt.Sprintf("cell %02d", number)
}

func short(line string) string {
	const width = 60
	runes := []rune(terminal.Plain(line))
	if len(runes) > width {
		return string(runes[:width-1]) + "…"
	}
	return string(runes)
}

// failure is the cell's error with its traceback, or why it has none: it took too long.
func failure(c kernel.Cell, cell *nbformat.Cell) *Failure {
	f := &Failure{Message: oneLine(terminal.Plain(c.Message)), Type: "error", Text: c.Message}
	at := slices.IndexFunc(cell.Outputs, func(o nbformat.Output) bool { return o.Type == nbformat.Error })
	if at >= 0 {
		o := cell.Outputs[at]
		if f.Type = o.ErrorName; len(o.Traceback) > 0 {
			f.Text = strings.Join(o.Traceback, "\n")
		}
	}
	f.Text = end(terminal.Plain(f.Text))
	return f
}

// written is what a cell wrote to a stream.
func written(cell *nbformat.Cell, stream string) string {
	var b strings.Builder
	for _, o := range cell.Outputs {
		if o.Type == nbformat.Stream && o.Name == stream {
			b.WriteString(o.Text)
		}
	}
	return end(terminal.Plain(b.String()))
}

// end is the last part of a long text.
func end(text string) string {
	if len(text) <= most {
		return text
	}
	return "…" + strings.ToValidUTF8(text[len(text)-most:], "")
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
