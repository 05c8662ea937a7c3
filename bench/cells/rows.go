package main

import "github.com/gensci/gensci/bench/pick"

// comparison is a line of the table of times: a series beside another one.
type comparison struct {
	what, ours string
	other      string // "" for none
	beside     string // what the other one is
	aim        float64
}

// difference is a line of that table: how much longer a series takes than another one.
type difference struct {
	what, longer, shorter string
	aim                   float64 // milliseconds
}

// Bounds that we aim at.
const (
	outsideAim = 0.35 // of the same cell with XLA linked in
	insideAim  = 0.8
	plainAim   = 1.3 // of go build and running
	callAim    = 1.1 // of the same call in one process
	memoryAim  = 300 // MB

	statementsAim = 1.3 // of go build and running
	fiveAim       = 1.4
	largeAim      = 100 // ms on top
	listAim       = 50
)

// allRows is the table from top to bottom.
func allRows() []row {
	return []row{
		training("autoencoder", "784-256-64-256-784, ReLU, batch 128, with a loss curve", 256),
		training("pinn", "Burgers, 8 × 20 tanh, 500 points a step of each condition, with a loss curve", 20),
		training("realnvp", "8 couplings 64-64 on moons, batch 512, with a loss curve", 64),
		plain(),
		values(),
		call(),
		memory(),
	}
}

// pickRows are the rows with these names, comma-separated, in the table's order; "" means all.
func pickRows(names string) ([]row, error) {
	return pick.Rows(allRows(), func(r row) string { return r.name }, names)
}
