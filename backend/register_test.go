package backend

import (
	"testing"

	"github.com/gensci/gensci/gen"
)

func TestImportSetsDefaultEngine(t *testing.T) {
	want, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	got, err := gen.DefaultEngine()
	if err != nil || got != want {
		t.Errorf("gen.DefaultEngine() = %v, %v, want backend.Default's engine", got, err)
	}
}
