package assist

import "encoding/json"

// Match is one way to go on.
type Match struct {
	Text string
	// Type is what it is: "function", "method", "variable", "field", "constant", "class", "struct", "interface", "module", "keyword",
	// "magic", or "text" where nobody knows.
	Type string
	// Signature is its type in Go, "func(x float64) float64"; empty if unknown.
	Signature string
}

// Completion is the answer to a complete_request.
type Completion struct {
	Matches []Match
	// Start and End, in code points, are what the texts of the matches replace.
	Start, End int
}

// MarshalJSON writes the content of a complete_reply.
func (c Completion) MarshalJSON() ([]byte, error) {
	type typed struct {
		Start     int    `json:"start"`
		End       int    `json:"end"`
		Text      string `json:"text"`
		Type      string `json:"type"`
		Signature string `json:"signature,omitempty"`
	}
	texts, list := make([]string, len(c.Matches)), make([]typed, len(c.Matches))
	for i, m := range c.Matches {
		texts[i], list[i] = m.Text, typed{c.Start, c.End, m.Text, m.Type, m.Signature}
	}
	return json.Marshal(map[string]any{
		"status": "ok", "matches": texts, "cursor_start": c.Start, "cursor_end": c.End,
		"metadata": map[string]any{"_jupyter_types_experimental": list},
	})
}
