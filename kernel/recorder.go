package kernel

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/gensci/gensci/internal/nbformat"
)

// recorder turns the messages that a kernel publishes into the outputs of a notebook's cells.
type recorder struct {
	notebook *nbformat.Notebook
	cells    map[string]int     // request's id → cell
	displays map[string][]place // display id → the outputs that show it
}

// place is one output of one cell.
type place struct{ cell, output int }

func newRecorder(n *nbformat.Notebook) *recorder {
	return &recorder{notebook: n, cells: map[string]int{}, displays: map[string][]place{}}
}

// content is the union of the contents of the messages that make outputs.
type content struct {
	Name      string                     `json:"name"`
	Text      string                     `json:"text"`
	Data      map[string]json.RawMessage `json:"data"`
	Metadata  map[string]any             `json:"metadata"`
	Transient struct {
		DisplayID string `json:"display_id"`
	} `json:"transient"`
	ExecutionCount int      `json:"execution_count"`
	ErrorName      string   `json:"ename"`
	ErrorValue     string   `json:"evalue"`
	Traceback      []string `json:"traceback"`
	Wait           bool     `json:"wait"`
}

// record stores one message. Messages that belong to no request of ours, or make no output, change nothing.
func (r *recorder) record(m message) {
	i, known := r.cells[m.Parent.ID]
	var c content
	if !known || json.Unmarshal(m.Content, &c) != nil {
		return
	}
	cell := &r.notebook.Cells[i]
	switch m.Header.Type {
	case "stream":
		appendStream(cell, c.Name, c.Text)
	case "display_data", "execute_result":
		r.display(i, m.Header.Type, c)
	case "update_display_data":
		r.update(c)
	case "error":
		cell.Outputs = append(cell.Outputs, nbformat.Output{Type: nbformat.Error, ErrorName: c.ErrorName, ErrorValue: c.ErrorValue, Traceback: c.Traceback})
	case "clear_output":
		r.clear(i)
	case "execute_input":
		cell.ExecutionCount = c.ExecutionCount
	}
}

// appendStream coalesces what is written to one stream in a row.
func appendStream(cell *nbformat.Cell, name, text string) {
	if n := len(cell.Outputs); n > 0 && cell.Outputs[n-1].Type == nbformat.Stream && cell.Outputs[n-1].Name == name {
		cell.Outputs[n-1].Text += text
		return
	}
	cell.Outputs = append(cell.Outputs, nbformat.Output{Type: nbformat.Stream, Name: name, Text: text})
}

func (r *recorder) display(i int, kind string, c content) {
	data, err := nbformat.Bundle(c.Data)
	if err != nil {
		return // no front end could show it either
	}
	cell := &r.notebook.Cells[i]
	cell.Outputs = append(cell.Outputs, nbformat.Output{Type: kind, Data: data, Metadata: c.Metadata})
	if kind == nbformat.ExecuteResult {
		cell.Outputs[len(cell.Outputs)-1].ExecutionCount = c.ExecutionCount
	}
	if id := c.Transient.DisplayID; id != "" {
		r.displays[id] = append(r.displays[id], place{i, len(cell.Outputs) - 1})
	}
}

// update replaces all outputs that show the display, in whichever cells.
func (r *recorder) update(c content) {
	data, err := nbformat.Bundle(c.Data)
	if err != nil {
		return
	}
	for _, p := range r.displays[c.Transient.DisplayID] {
		o := &r.notebook.Cells[p.cell].Outputs[p.output]
		o.Data, o.Metadata = data, c.Metadata
	}
}

// clear empties a cell. Whether at once or before the next output (wait) shows only while one watches.
func (r *recorder) clear(i int) {
	r.notebook.Cells[i].Outputs = nil
	for id, places := range r.displays {
		kept := places[:0]
		for _, p := range places {
			if p.cell != i {
				kept = append(kept, p)
			}
		}
		r.displays[id] = kept
	}
}

// crash is where a Go program's or the compiler's last words begin.
var crash = regexp.MustCompile(`(?m)^(panic: |fatal error: |# gonb_|\^C$|exit status |signal: )`)

// failure makes the error of a cell readable: GoNB reports "exit status 2" and leaves the reason in stderr. It moves the reason from there
// into the error's traceback and returns it in one line.
func failure(cell *nbformat.Cell) string {
	var failed *nbformat.Output
	last := -1 // the last stderr
	for i := range cell.Outputs {
		switch o := &cell.Outputs[i]; {
		case o.Type == nbformat.Error:
			failed = o
		case o.Type == nbformat.Stream && o.Name == "stderr":
			last = i
		}
	}
	if failed == nil {
		return "the kernel reported an error without saying which"
	}
	if !strings.HasPrefix(failed.ErrorValue, "exit status") && !strings.HasPrefix(failed.ErrorValue, "signal: ") {
		return firstLines(failed.ErrorValue)
	}
	if last < 0 {
		return failed.ErrorValue
	}
	said := cell.Outputs[last].Text
	if at := crash.FindStringIndex(said); at != nil {
		before, words := said[:at[0]], strings.TrimRight(said[at[0]:], "\n")
		failed.Traceback = strings.Split(words, "\n")
		if reason := firstLines(words); !strings.HasPrefix(reason, "exit status") && !strings.HasPrefix(reason, "signal: ") {
			failed.ErrorName, failed.ErrorValue = "panic", reason
		} else if line := lastLine(before); line != "" {
			failed.ErrorName, failed.ErrorValue = "exit", line+" ("+reason+")"
		}
		if cell.Outputs[last].Text = before; before == "" {
			cell.Outputs = append(cell.Outputs[:last], cell.Outputs[last+1:]...)
			for _, o := range cell.Outputs {
				if o.Type == nbformat.Error {
					return o.ErrorValue
				}
			}
		}
	}
	return failed.ErrorValue
}

var escapes = regexp.MustCompile("\x1b\\[[0-9;]*[A-Za-z]")

// firstLines is the first line that says something; the compiler's first line names only the package.
func firstLines(text string) string {
	for _, line := range strings.Split(escapes.ReplaceAllString(text, ""), "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "# gonb_") {
			return strings.TrimSuffix(line, " [recovered]")
		}
	}
	return ""
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimRight(escapes.ReplaceAllString(text, ""), "\n"), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
