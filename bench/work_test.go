package main

import (
	"math"
	"testing"
)

// Reference numbers come from peers/work.py, so that a change on one side alone is seen.

func TestUniform(t *testing.T) {
	for i, want := range []float64{0.57339758, 0.58839375, 0.70413369} {
		if got := uniform(0, 3)[i]; math.Abs(got-want) > 5e-9 {
			t.Errorf("uniform(0, 3)[%d] = %.8f, want %.8f", i, got, want)
		}
	}
	if got, want := uniform(1000, 10_000)[9999], 0.8476690649986267; got != want {
		t.Errorf("uniform(1000, …)[9999] = %v, want %v", got, want)
	}
}

func TestRowsAreThePeers(t *testing.T) {
	const tolerance = 1e-7 // float32 data on the Python side, summed in float64: errors of up to 2⁻²⁵ per entry, mostly cancelling
	want := map[string]struct {
		tables  []float64
		weights float64
	}{
		"mlp":         {[]float64{-36.91985321044922, 36.238178642321145}, 3.321590027306229},
		"autoencoder": {[]float64{1648830.547038492}, 38.946897773503764},
		"conv":        {[]float64{797189.5207769454, 9208.0}, -3.0624120510662713},
		"realnvp":     {[]float64{6082.12398375295}, 18.868991071206217},
		"nsf":         {[]float64{6082.12398375295}, 38.18522632126133},
		"ffjord":      {[]float64{6082.12398375295}, 11.327109187461247},
		"pinn":        {[]float64{4962.162357926369}, -9.486517098892364},
		"pinn-jet":    {[]float64{4962.162357926369}, -9.486517098892364},
		"transformer": {[]float64{4186305.0}, 355.96741936986405},
	}
	for _, r := range allRows() {
		for i, table := range r.tables() {
			sum, size := 0.0, 0.0
			for _, x := range table.RawMatrix().Data {
				sum, size = sum+x, size+math.Abs(x)
			}
			if w := want[r.name].tables[i]; math.Abs(sum-w) > tolerance*size {
				t.Errorf("%s: table %d sums to %v, want %v", r.name, i, sum, w)
			}
		}
		sum := 0.0
		for k, p := range r.params {
			for _, x := range p.values(k) {
				sum += float64(x)
			}
		}
		if w := want[r.name].weights; math.Abs(sum-w) > 1e-9 {
			t.Errorf("%s: weights sum to %v, want %v", r.name, sum, w)
		}
	}
}
