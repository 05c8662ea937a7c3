package rerun_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/rerun"
	"github.com/gensci/gensci/internal/nbformat"
)

// Each hand-in is run once, and what it showed is there for whoever marks; what could not be run is tried again.
func TestKept(t *testing.T) {
	folder := t.TempDir()
	var all []book.Submission
	for _, id := range []string{"ada", "bob", "cyd"} {
		s := book.Submission{ID: id, File: "22/" + id + "/1"}
		all = append(all, s)
		if err := os.MkdirAll(filepath.Join(folder, s.File), 0o755); err != nil {
			t.Fatal(err)
		}
		if id == "cyd" {
			continue // has handed in no notebook
		}
		nb := &nbformat.Notebook{Cells: []nbformat.Cell{{Type: nbformat.Code, ID: "a", Source: id, Metadata: map[string]any{}}}, Metadata: map[string]any{}}
		if err := nb.Write(filepath.Join(folder, s.File, "22-flows.ipynb")); err != nil {
			t.Fatal(err)
		}
	}
	all = append(all, book.Submission{ID: "out", File: "../ada"})
	fails := true
	k := rerun.Kept{Submissions: folder, Run: func(_ context.Context, notebook, out string) (string, string, error) {
		nb, err := nbformat.Read(notebook)
		if err != nil {
			return "", "", err
		}
		if nb.Cells[0].Source == "bob" && fails {
			return "", "", errors.New("no sandbox")
		}
		nb.Cells[0].Outputs = []nbformat.Output{{Type: nbformat.Stream, Name: "stdout", Text: "fresh"}}
		path := filepath.Join(out, "22-flows.ipynb")
		return path, "it took too long", nb.Write(path)
	}}
	told := func(want ...string) {
		t.Helper()
		var got []string
		if err := k.All(t.Context(), all, func(s book.Submission, why string) { got = append(got, s.ID+": "+why) }); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
	}
	never, outside := "cyd: there is no notebook in it", "out: the gradebook has no file of the hand-in out"
	told("ada: it took too long", "bob: no sandbox", never, outside)
	fails = false
	told("bob: it took too long", never, outside)
	told(never, outside)
	for i, want := range []string{"fresh it took too long", "fresh it took too long", " ", " "} {
		nb, why, err := k.Fresh(t.Context(), all[i])
		text := ""
		if nb != nil {
			text = nb.Cells[0].Outputs[0].Text
		}
		if got := fmt.Sprint(text, " ", why); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", all[i].ID, got, err, want)
		}
	}
	left, err := filepath.Glob(filepath.Join(folder, "22", "*", "1", ".rerun-*"))
	if err != nil || left != nil {
		t.Errorf("left: %q, %v", left, err)
	}
}

// What was stopped is not told as a failure, and is run the next time.
func TestKeptStopped(t *testing.T) {
	folder := t.TempDir()
	s := book.Submission{ID: "ada", File: "22/ada/1"}
	if err := os.MkdirAll(filepath.Join(folder, s.File), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, s.File, "a.ipynb"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	k := rerun.Kept{Submissions: folder, Run: func(context.Context, string, string) (string, string, error) { stop(); return "", "", ctx.Err() }}
	err := k.All(ctx, []book.Submission{s, s}, func(book.Submission, string) { t.Error("told of what was stopped") })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
