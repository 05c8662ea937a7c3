package release

import (
	"encoding/json"

	"github.com/gensci/gensci/internal/nbformat"
)

// Hash tells answers apart as a person who marks them does: by text, pictures and outputs, and the same of the cells below. Running a notebook again changes it only
// if the outputs change.
func (a Answer) Hash() (string, error) {
	parts := []part{partOf(nbformat.Cell{Source: a.Source, Outputs: a.Outputs, Attachments: a.Attachments})}
	for _, c := range a.Below {
		parts = append(parts, partOf(c))
	}
	text, err := json.Marshal(parts)
	if err != nil {
		return "", err
	}
	return hash(text), nil
}

// part is what counts of a cell.
type part struct {
	Type, Source string
	Attachments  map[string]any
	Outputs      []shown
}

// shown is what counts of an output: not its number.
type shown struct {
	Type, Name, Text, ErrorName, ErrorValue string
	Data                                    map[string]any
}

func partOf(c nbformat.Cell) part {
	p := part{Type: c.Type, Source: c.Source, Attachments: c.Attachments}
	for _, o := range c.Outputs {
		p.Outputs = append(p.Outputs, shown{o.Type, o.Name, o.Text, o.ErrorName, o.ErrorValue, o.Data})
	}
	return p
}
