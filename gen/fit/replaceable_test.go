package fit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReplaceable: a save may replace what a save wrote, and nothing else.
func TestReplaceable(t *testing.T) {
	model := map[string][]byte{settingsFile: nil}
	for _, c := range []struct {
		name, file, want string
	}{
		{"x", "", ""},
		{"x", "x/model.json", ""},
		{"x", "x/checkpoint-n0.bin", ""},
		{"x", "x.new/checkpoint-n0.bin", ""},
		{"x", "x", "is a file"},
		{"x", "x/thesis.tex", "holds thesis.tex"},
		{"x", "x/checkpoint/thesis.tex", "holds checkpoint"},
		{"x", "x/fit.json", "holds fit.json"}, // the checkpoint of a run
		{"x", "x.old/thesis.tex", "holds thesis.tex"},
		{"", "", "is empty"},
	} {
		root := t.TempDir()
		if c.file != "" {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(root, c.file)), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(root, c.file), nil, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		dir := c.name
		if dir != "" {
			dir = filepath.Join(root, dir)
		}
		err := replaceable(dir, model)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q with %q: want %q, got %v", c.name, c.file, c.want, err)
		}
	}
}
