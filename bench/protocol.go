package main

import (
	"encoding/json"
	"fmt"
)

// hello is the first line of a worker: what it is, and the forms in which it can run each row.
type hello struct {
	Version string              `json:"version"`
	Threads int                 `json:"threads"`
	Forms   map[string][]string `json:"forms"`
}

// ask is one line to a worker. With Forget it drops everything compiled; with Check it trains afresh for so many steps on the
// first batch and answers their losses; else it trains for about Steps steps on mini-batches and answers the time.
type ask struct {
	Row    string `json:"row,omitempty"`
	Form   string `json:"form,omitempty"`
	Steps  int    `json:"steps"`
	Check  int    `json:"check,omitempty"`
	Forget bool   `json:"forget,omitempty"`
}

// answer is one line from a worker.
type answer struct {
	MS         float64   `json:"ms"`          // per step
	Steps      int       `json:"steps"`       // that were taken: whole calls of the engine
	Loss       float64   `json:"loss"`        // mean of the last 20
	First      float64   `json:"first"`       // s from nothing to the end of the first call, if this ask was the first for row and form
	FirstSteps int       `json:"first_steps"` // steps in that call
	Params     int       `json:"params"`
	Losses     []float64 `json:"losses,omitempty"`
	Error      string    `json:"error,omitempty"`
}

// parse reads one line of the protocol.
func parse[T ask | answer | hello](line []byte, example string) (T, error) {
	var x T
	if err := json.Unmarshal(line, &x); err != nil {
		return x, fmt.Errorf("want a line such as %s, got %.80q: %v", example, line, err)
	}
	return x, nil
}
