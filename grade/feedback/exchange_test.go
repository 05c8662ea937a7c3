package feedback_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gensci/gensci/grade/feedback"
)

// Where folders cannot be exchanged the new one still takes the place of the old, or of none.
func TestInTwoSteps(t *testing.T) {
	folder := t.TempDir()
	place := filepath.Join(folder, "22")
	for _, name := range []string{"one", "two"} {
		fresh := filepath.Join(folder, "fresh")
		check(t, os.MkdirAll(filepath.Join(fresh, name), 0o755))
		check(t, feedback.InTwoSteps(fresh, place))
		entries, err := os.ReadDir(place)
		check(t, err)
		if len(entries) != 1 || entries[0].Name() != name {
			t.Errorf("%v", entries)
		}
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("left: %v, %v", entries, err)
	}
	if err := feedback.InTwoSteps(filepath.Join(folder, "missing"), place); err == nil {
		t.Error("no error")
	}
	if _, err := os.Stat(filepath.Join(place, "two")); err != nil {
		t.Errorf("what was there is gone: %v", err)
	}
}
