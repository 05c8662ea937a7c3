package kernel

import (
	"encoding/json"

	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/kernel/jupyter"
	"github.com/gensci/gensci/kernel/widget"
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
func (r *recorder) record(m jupyter.Message) {
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
	delete(data, widget.ViewMIME) // the model behind it ends with the kernel; the text beside it stays
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
