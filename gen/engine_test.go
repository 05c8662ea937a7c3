package gen_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/gen"
)

func TestDefaultEngineSaysWhichImportIsMissing(t *testing.T) {
	if _, err := gen.DefaultEngine(); err == nil || !strings.Contains(err.Error(), "gensci/backend") {
		t.Errorf("want an error that names package backend, got %v", err)
	}
	mine := errors.New("mine")
	gen.SetDefaultEngine(func() (compute.Backend, error) { return nil, mine })
	defer gen.SetDefaultEngine(nil)
	if _, err := gen.DefaultEngine(); !errors.Is(err, mine) {
		t.Errorf("want the error of the engine that was set, got %v", err)
	}
}
