package result

import (
	"encoding/json"
	"fmt"
)

// MIME is the type under which a Row stands in the output of a cell.
const MIME = "application/vnd.gensci.result+json"

// Row is one result. Value, Exact and Excess are written as one reads them ("0.031", "0.031 ± 0.004 nats", ""): what a number needs to be
// compared with was said in the notebook.
type Row struct {
	Name    string
	Value   string
	Exact   string  // "" where nothing exact is known
	Excess  string  // what Value is above Exact, or another measure of the distance
	Seconds float64 // from the start of the cell's program to this result
}

// Bundle is the row as the value of a mime type in a cell's output.
func (r Row) Bundle() map[string]any {
	return map[string]any{"name": r.Name, "value": r.Value, "exact": r.Exact, "excess": r.Excess, "seconds": r.Seconds}
}

// Parse reads back what Bundle made, after it went through JSON.
func Parse(bundle any) (Row, error) {
	m, ok := bundle.(map[string]any)
	if !ok {
		return Row{}, fmt.Errorf("result: want an object, got %T", bundle)
	}
	r := Row{}
	for key, into := range map[string]*string{"name": &r.Name, "value": &r.Value, "exact": &r.Exact, "excess": &r.Excess} {
		if *into, ok = m[key].(string); !ok {
			return Row{}, fmt.Errorf("result: want text as %s, got %v", key, m[key])
		}
	}
	switch s := m["seconds"].(type) {
	case float64:
		r.Seconds = s
	case json.Number:
		var err error
		if r.Seconds, err = s.Float64(); err != nil {
			return Row{}, fmt.Errorf("result: want a number of seconds, got %s", s)
		}
	default:
		return Row{}, fmt.Errorf("result: want a number of seconds, got %v", s)
	}
	return r, nil
}
