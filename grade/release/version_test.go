package release_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func publish(t *testing.T, folder string, nb *nbformat.Notebook) (release.Version, bool) {
	t.Helper()
	v, isNew, err := release.Publish(folder, read(t, nb), "Ada", noon)
	if err != nil {
		t.Fatal(err)
	}
	return v, isNew
}

func TestPublish(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "releases", "01")
	if list, err := release.Versions(folder); err != nil || len(list) > 0 {
		t.Errorf("%v, %v", list, err)
	}
	if _, _, err := release.Current(folder); err == nil || !strings.Contains(err.Error(), "run gengrade release") {
		t.Error(err)
	}
	first, firstIsNew := publish(t, folder, sample())
	if !firstIsNew || first.Number != 1 || first.Who != "Ada" || !first.When.Equal(noon) || first.Sheet != "01-squares" {
		t.Errorf("%+v, %v", first, firstIsNew)
	}
	// Outputs are not part of a master.
	nb := sample()
	nb.Cells[1].ExecutionCount = 7
	if again, isNew := publish(t, folder, nb); isNew || again != first {
		t.Errorf("the same release again is %+v, %v", again, isNew)
	}
	// A test that students don't see is a new version of the master.
	nb.Cells[4].Source = strings.Replace(nb.Cells[4].Source, "-3", "-5", 1)
	second, secondIsNew := publish(t, folder, nb)
	if !secondIsNew || second.Number != 2 || second.Master == first.Master {
		t.Errorf("%+v, %v", second, secondIsNew)
	}
	list, err := release.Versions(folder)
	if err != nil || len(list) != 2 || list[0] != first || list[1] != second {
		t.Errorf("%+v, %v", list, err)
	}
	s, v, err := release.Current(folder)
	if err != nil || v != second || !strings.Contains(s.Cell("square-test").Source, "-5") {
		t.Errorf("%+v, %v", v, err)
	}
	students, err := nbformat.Read(filepath.Join(folder, "2", release.StudentsFile))
	if err != nil || students.Cells[5].Source != "YOUR ANSWER HERE" || students.Metadata["gensci"].(map[string]any)["release"] != "2" {
		t.Error(students, err)
	}
	if _, _, err := release.Publish(folder, read2(t, sample()), "Ada", noon); err == nil || !strings.Contains(err.Error(), "holds releases of 01-squares, not of 01-other") {
		t.Error(err)
	}
}

func read2(t *testing.T, nb *nbformat.Notebook) *release.Sheet {
	t.Helper()
	s, err := release.Read(nb, "01-other")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Cells that vanished are kept, those that were renamed twice too; a cell that is back is no former one.
func TestCurrentKeepsFormerCells(t *testing.T) {
	folder := t.TempDir()
	publish(t, folder, sample())
	without := sample()
	without.Cells = append(without.Cells[:5:5], task("other", "1", ""))
	without.Cells[1] = given("types-too", nbformat.Code, "type Pair struct{}")
	publish(t, folder, without)
	back := sample()
	back.Cells = append(back.Cells[:6:6], task("third", "1", ""))
	publish(t, folder, back)
	s, v, err := release.Current(folder)
	if err != nil || v.Number != 3 {
		t.Fatal(v, err)
	}
	var ids []string
	for _, c := range s.Former {
		ids = append(ids, c.ID)
	}
	if got := strings.Join(ids, " "); got != "other plot derive" {
		t.Errorf("former cells %q", got)
	}
	if s.Cell("derive") == nil || s.Maximum().String() != "4.5" {
		t.Errorf("maximum %v", s.Maximum())
	}
}

// What was changed behind our back is found; what a killed program left is passed over.
func TestVersionsAreNeverChanged(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"master":   {release.MasterFile, "{}", "master.ipynb was changed after the release; restore it from a backup"},
		"students": {release.StudentsFile, "{}", "release.ipynb was changed after the release"},
		"record":   {"release.json", `{"version": 1, "sheet": "01-squares", "grade": 1}`, "release.json was changed after the release"},
		"number":   {"release.json", `{"version": 2, "sheet": "01-squares"}`, "that of another release"},
		"name":     {"release.json", `{"version": 1, "sheet": "../../x"}`, "that of another release"},
		"gone":     {release.MasterFile, "", "no such file"},
		"nothing":  {".gensci-123", "", ""},
	} {
		folder := t.TempDir()
		publish(t, folder, sample())
		path := filepath.Join(folder, "1", c.file)
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		if c.text != "" {
			if err := os.WriteFile(path, []byte(c.text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.MkdirAll(filepath.Join(folder, ".gensci-7"), 0o755); err != nil {
			t.Fatal(err)
		}
		_, _, err := release.Current(folder)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// Of those who release at once, each gets a version of its own; no version is half one and half the other.
func TestPublishAtOnce(t *testing.T) {
	folder := t.TempDir()
	var all sync.WaitGroup
	for i := range 8 {
		nb := sample()
		nb.Cells[0].Source = strings.Repeat("#", i+1)
		s := read(t, nb)
		all.Go(func() {
			if _, _, err := release.Publish(folder, s, "Ada", noon); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	list, err := release.Versions(folder)
	if err != nil || len(list) != 8 {
		t.Fatal(list, err)
	}
	for i, v := range list {
		if _, err := release.Load(folder, v); err != nil || v.Number != i+1 {
			t.Errorf("%+v: %v", v, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(folder, ".gensci-*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}
