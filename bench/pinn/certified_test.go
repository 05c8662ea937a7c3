package main

import (
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"

	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/certify"
	"github.com/gensci/gensci/internal/engines"
)

// TestClassesAreOfTheZoo: each problem with a class is in it, constants and all, and its bound holds for a network that is hardly trained.
func TestClassesAreOfTheZoo(t *testing.T) {
	found := 0
	for _, c := range certificates() {
		if _, err := c.hash(); err != nil {
			t.Errorf("%s: %v", c, err)
		}
		if c.class == nil {
			continue
		}
		found++
		p := c.posed()
		s, err := pinn.Solver{Engine: engines.Go(t), Net: pinn.Net{Hidden: []int{6}, Activation: act.Tanh}, DType: dtypes.Float64}.Solve(p, pinn.Adam(1))
		if err != nil {
			t.Fatal(err)
		}
		of := certify.Bound
		if c.max {
			of = certify.BoundMax
		}
		if b := judged(of(p, s, c.class)); b.Failed != "" || !(b.Ratio >= 1) {
			t.Errorf("%s: %+v", c, b)
		}
	}
	if found != len(classes) {
		t.Errorf("%d problems have classes, %d classes are listed: a name has changed", found, len(classes))
	}
}

func TestCertificatesArePaged(t *testing.T) {
	rs := &results{}
	rows := certificates()
	rs.putCertified(certified{Row: rows[0].String(), Error: .5, Network: &bar{Ratio: 1.5}, Twin: &bar{Ratio: .5}})
	rs.putCertified(certified{Row: rows[3].String(), Error: .25, Bound: &bar{Ratio: 30, Kind: "bound up to sampling"}, Network: &bar{Failed: "train it longer"}, Twin: &bar{Ratio: 2}})
	rs.putCertified(certified{Row: rows[4].String(), Failed: "the loss is NaN"})
	page := rs.page()
	for _, want := range []string{
		"| 5.00e-01 | - | 1.5 | 0.5 |", "| 30 (max) | none: train it longer | 2 |", "failed: the loss is NaN",
		"- bound: holds in 1 of 1, median ratio 30 (≤ 20: missed)", "- network: holds in 1 of 1, median ratio 1.5; 1 without one (≤ 20: met)", "- twin: holds in 1 of 2",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in\n%s", want, page)
		}
	}
}
