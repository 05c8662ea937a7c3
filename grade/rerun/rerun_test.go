package rerun

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/nbformat"
)

// Without an installation one is told how to get it.
func TestNoInstallation(t *testing.T) {
	before := usual
	t.Cleanup(func() { usual = before })
	usual = t.TempDir()
	t.Setenv(dirs.PrefixVariable, "")
	if m, err := Here(); err == nil || !strings.Contains(err.Error(), "gensci setup --system") {
		t.Errorf("got %+v, %v", m, err)
	}
}

// The stage system of .ci/run runs this with an installation for the whole machine, which takes a minute to make: it does nothing without one.
func TestRun(t *testing.T) {
	if os.Getenv(dirs.PrefixVariable) == "" {
		return
	}
	m, err := Here()
	if err != nil {
		t.Fatal(err)
	}
	m.Limits.Wall = 3 * time.Minute
	folder := t.TempDir()
	nb := &nbformat.Notebook{Metadata: map[string]any{"kernelspec": map[string]any{"display_name": "Go", "language": "go", "name": "gensci"}}}
	for _, source := range []string{
		"x := 6 * 7\nx", "panic(\"not implemented\")", "_, err := os.ReadFile(\"/etc/passwd\")\nerr", "text, _ := os.ReadFile(\"data.txt\")\nstring(text)",
	} {
		nb.Cells = append(nb.Cells, nbformat.Cell{Type: nbformat.Code, Source: source, Metadata: map[string]any{}})
	}
	nb.MintIDs()
	path := filepath.Join(folder, "01-test.ipynb")
	if err = nb.Write(path); err != nil {
		t.Fatal(err)
	}
	if err = os.WriteFile(filepath.Join(folder, "data.txt"), []byte("beside it"), 0o600); err != nil {
		t.Fatal(err)
	}
	made, why, err := m.Run(t.Context(), path, t.TempDir())
	if err != nil || why != "" {
		t.Fatal(why, err)
	}
	executed, err := nbformat.Read(made)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"42", "not implemented", "no such file", "beside it"} {
		text, err := (&nbformat.Notebook{Metadata: map[string]any{}, Cells: executed.Cells[i : i+1]}).Marshal()
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("cell %d shows %s (%v), want %q", i+1, text, err, want)
		}
	}
}
