package nbformat

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// rawCell and rawOutput are cells and outputs as they stand in the file; pointers tell absent from empty.
type rawCell struct {
	Type           *string        `json:"cell_type"`
	ID             string         `json:"id"`
	Source         *lines         `json:"source"`
	Metadata       map[string]any `json:"metadata"`
	Attachments    map[string]any `json:"attachments"`
	ExecutionCount *int           `json:"execution_count"`
	Outputs        []rawOutput    `json:"outputs"`
}

type rawOutput struct {
	Type           string                     `json:"output_type"`
	Name           string                     `json:"name"`
	Text           lines                      `json:"text"`
	Data           map[string]json.RawMessage `json:"data"`
	Metadata       map[string]any             `json:"metadata"`
	ExecutionCount *int                       `json:"execution_count"`
	ErrorName      string                     `json:"ename"`
	ErrorValue     string                     `json:"evalue"`
	Traceback      []string                   `json:"traceback"`
}

// lines is text that stands in the file as one string or as a list of strings.
type lines string

func (l *lines) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*l = lines(one)
		return nil
	}
	var many []string
	if err := json.Unmarshal(text, &many); err != nil {
		return errors.New("source or text is neither a string nor a list of strings")
	}
	*l = lines(strings.Join(many, ""))
	return nil
}

func (r rawCell) cell() (Cell, error) {
	if r.Type == nil || r.Source == nil {
		return Cell{}, errors.New("lacks cell_type or source")
	}
	c := Cell{Type: *r.Type, ID: r.ID, Source: string(*r.Source), Metadata: r.Metadata, Attachments: r.Attachments}
	if r.ExecutionCount != nil {
		c.ExecutionCount = *r.ExecutionCount
	}
	for j, o := range r.Outputs {
		out, err := o.output()
		if err != nil {
			return Cell{}, fmt.Errorf("output %d %w", j+1, err)
		}
		c.Outputs = append(c.Outputs, out)
	}
	return c, nil
}

func (r rawOutput) output() (Output, error) {
	o := Output{Type: r.Type, Name: r.Name, Text: string(r.Text), Metadata: r.Metadata, ErrorName: r.ErrorName, ErrorValue: r.ErrorValue, Traceback: r.Traceback}
	if r.ExecutionCount != nil {
		o.ExecutionCount = *r.ExecutionCount
	}
	if r.Data == nil {
		return o, nil
	}
	var err error
	o.Data, err = Bundle(r.Data)
	return o, err
}

// Bundle decodes a mime bundle as it stands in files and messages: JSON types to values, all others to text.
func Bundle(raw map[string]json.RawMessage) (map[string]any, error) {
	data := make(map[string]any, len(raw))
	for mime, text := range raw {
		var value any
		var multi lines
		err := multi.UnmarshalJSON(text)
		value = string(multi)
		if isJSON(mime) {
			err = decode(text, &value)
		}
		if err != nil {
			return nil, fmt.Errorf("has %s that is neither text nor lines", mime)
		}
		data[mime] = value
	}
	return data, nil
}
