package pure

import (
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute"
)

func TestNew(t *testing.T) {
	for _, options := range []string{"", "parallelism=2"} {
		engine, err := New(options)
		if err != nil || engine.Name() != "Go Backend" {
			t.Errorf("%q: %v, %v", options, engine, err)
		}
	}
	if _, err := New("parallelism=many"); err == nil || !strings.Contains(err.Error(), "want a number") {
		t.Errorf("a word as parallelism: %v", err)
	}
	if !slices.Contains(compute.List(), "go") {
		t.Error("not in the register")
	}
}
