//go:build peers

package main

import (
	"math"
	"testing"

	"github.com/gensci/gensci/internal/engines"
)

// TestSidesAgree: loss and error at the same weights, and the error after one step of Adam, are the same on all sides, for every
// problem. It needs the peers' environment and a minute or two:
//
//	go test -tags peers -run TestSidesAgree ./bench/pinn
//
// Without the tag it is not there, since CI installs no peers.
func TestSidesAgree(t *testing.T) {
	if _, err := peers.Python(); err != nil {
		t.Fatal(err)
	}
	for _, c := range contests {
		c = tiny(c)
		folder := t.TempDir()
		s, err := c.ready(t.Context(), engines.Go(t), folder, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, side := range sides[1:] {
			tr, err := s.side(t.Context(), side, folder, 1) // which compares the start
			if err != nil {
				t.Fatal(err)
			}
			// A step of Adam is ± the rate for each weight, whatever the gradient's size.
			if got, want := tr.Trace[1].Error, s.seen.Trace[1].Error; math.Abs(got-want) > 1e-7*want {
				t.Errorf("%s, %s: error %.10g after a step, ours is %.10g", c, side, got, want)
			}
		}
	}
}
