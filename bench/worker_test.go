package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/internal/engines"
)

// lossesOfPeers are those of the first steps on the first batch in PyTorch 2.13.0, eager.
var lossesOfPeers = map[string][]float64{
	"mlp":         {0.317336, 0.287039, 0.260662},
	"autoencoder": {0.430875, 0.382907, 0.357247},
	"conv":        {2.33215, 2.06122, 1.84816},
	"realnvp":     {2.48667, 2.43375, 2.37849},
	"nsf":         {7.235843, 3.545284, 3.341379},
	"ffjord":      {2.323149, 2.317056},
	"pinn":        {0.052417, 0.0175555, 0.00298035},
	"pinn-jet":    {0.052417, 0.0175555, 0.00298035},
	"transformer": {4.578585, 4.314745, 4.102662},
}

func TestRowsDoThePeersWork(t *testing.T) {
	check := func(t *testing.T, engine compute.Backend, rows ...string) {
		for _, name := range rows {
			lines := talk(t, engine, fmt.Sprintf(`{"row": %q, "check": %d}`, name, len(lossesOfPeers[name])))
			if err := sameWork(name, lines[1].Losses, lossesOfPeers[name]); err != nil {
				t.Errorf("%v %s", err, lines[1].Error)
			}
		}
	}
	t.Run("go", func(t *testing.T) { check(t, engines.Go(t), "mlp", "realnvp", "nsf", "ffjord", "pinn-jet") })
	t.Run("xla", func(t *testing.T) {
		check(t, engines.XLA(t), "autoencoder", "conv", "pinn", "transformer")
	})
}

func TestWorkerTrains(t *testing.T) {
	lines := talk(t, engines.Go(t), `{"row": "mlp", "steps": 0}`, `{"row": "mlp", "steps": 60}`, `{"row": "mlp", "steps": 60}`, `{"forget": true}`, `{"row": "mlp", "steps": 1}`)
	if h := lines[1]; h.First <= 0 || h.FirstSteps < 1 || h.Params != 2*32+32+32*32+32+32+1 {
		t.Errorf("first answer: %+v", h)
	}
	for _, a := range lines[2:4] {
		if a.Steps < 60 || a.MS <= 0 || a.First != 0 {
			t.Errorf("a later answer: %+v", a)
		}
	}
	if lines[3].Loss >= lines[1].Loss {
		t.Errorf("loss after 120 steps is %g, at first %g", lines[3].Loss, lines[1].Loss)
	}
	if lines[5].First <= 0 {
		t.Errorf("after forgetting: %+v", lines[5])
	}
}

func TestBadLines(t *testing.T) {
	for line, want := range map[string]string{
		`garbage`:                      `want a line such as {"row": "mlp", "steps": 100}, got "garbage"`,
		`{"row": "mlp", "steps": "x"}`: `want a line such as`,
		`{"row": "unet", "steps": 1}`:  `no row is called "unet": want some of mlp,autoencoder`,
		`{"row": "mlp", "steps": -1}`:  `a positive number of steps`,
		`{}`:                           `want a row`,
	} {
		got := talk(t, engines.Go(t), line)[1].Error
		if !strings.Contains(got, want) || strings.Contains(got, "\n") {
			t.Errorf("%s: error %q, want one sentence with %q", line, got, want)
		}
	}
}

// talk sends lines to a worker and returns its answers; the first one stands for its hello.
func talk(t *testing.T, engine compute.Backend, lines ...string) []answer {
	t.Helper()
	var out bytes.Buffer
	if err := serve(engine, strings.NewReader(strings.Join(lines, "\n")), &out); err != nil {
		t.Fatal(err)
	}
	var all []answer
	for line := range strings.Lines(out.String()) {
		var a answer
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	if len(all) != len(lines)+1 {
		t.Fatalf("want %d answers and a hello, got %d lines", len(lines), len(all))
	}
	return all
}
