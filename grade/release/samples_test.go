package release_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// The sample sheets of this repository: exercises holds what release makes of solutions.
func TestExercisesAreReleased(t *testing.T) {
	changes, err := release.SampleChanges("../..")
	if err != nil {
		t.Fatal(err)
	}
	for path := range changes {
		t.Errorf("%s is not what release makes of solutions; mend it with: go run ./cmd/gengrade release --samples", path)
	}
}

func TestWriteSamples(t *testing.T) {
	root := t.TempDir()
	if paths, err := release.WriteSamples(root); err != nil || len(paths) > 0 {
		t.Errorf("without masters: %q, %v", paths, err)
	}
	put := func(path string, nb *nbformat.Notebook) {
		t.Helper()
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := nb.Write(path); err != nil {
			t.Fatal(err)
		}
	}
	check := func(want ...string) {
		t.Helper()
		changes, err := release.SampleChanges(root)
		if got := slices.Sorted(maps.Keys(changes)); err != nil || !slices.Equal(got, want) {
			t.Errorf("changes %q, %v, want %q", got, err, want)
		}
		paths, err := release.WriteSamples(root)
		if err != nil || !slices.Equal(paths, want) {
			t.Errorf("wrote %q, %v, want %q", paths, err, want)
		}
		if left, err := release.SampleChanges(root); err != nil || len(left) > 0 {
			t.Errorf("still to do: %v, %v", left, err)
		}
	}
	put("solutions/01-squares.ipynb", sample())
	put("exercises/09-gone.ipynb", sample())
	check("exercises/01-squares.ipynb", "exercises/09-gone.ipynb")
	check()
	other := sample()
	other.Cells[0].Source = "# Other squares"
	put("solutions/01-squares.ipynb", other)
	put("solutions/02-cubes.ipynb", other)
	check("exercises/01-squares.ipynb", "exercises/02-cubes.ipynb")
	students, err := nbformat.Read(filepath.Join(root, "exercises/01-squares.ipynb"))
	if err != nil || students.Cells[0].Source != "# Other squares" || students.Cells[5].Source != "YOUR ANSWER HERE" {
		t.Errorf("%+v, %v", students, err)
	}
	put("solutions/03-bad.ipynb", master(solution("a", "func F() {}")))
	if _, err := release.SampleChanges(root); err == nil || !strings.Contains(err.Error(), `03-bad: cell 1 ("a")`) {
		t.Error(err)
	}
}
