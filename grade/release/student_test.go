package release_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// released is what students get of the sample, as it comes from its file.
func released(t *testing.T) *nbformat.Notebook {
	t.Helper()
	return viaFile(t, read(t, sample()).Notebook())
}

func ofStudent(t *testing.T, nb *nbformat.Notebook) *release.Sheet {
	t.Helper()
	s, err := release.OfStudent(viaFile(t, nb), "01-squares")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOfStudent(t *testing.T) {
	nb := released(t)
	stub := nb.Cells[3].Source
	nb.Cells[3].Source = "func Square(x float64) float64 { return x * x }"
	nb.Cells[1].Source = "type Point struct{}"
	nb.Cells = append(nb.Cells, given("own", nbformat.Code, "func helper() {}"))
	s := ofStudent(t, nb)
	if c := s.Cell("square"); c == nil || c.Kind != release.Solution || c.Source != stub || c.Released != stub {
		t.Errorf("the solution is %+v", c)
	}
	if c := s.Cell("types"); c == nil || c.Kind != release.Given || c.Source != "type Point struct{ X, Y float64 }" {
		t.Errorf("given code is %+v", c)
	}
	test := s.Cell("square-test")
	if test == nil || test.Kind != release.Test || strings.Contains(test.Source, "-3") || test.Points.String() != "2.5" || test.Title != "The square" || test.Touched() {
		t.Errorf("the test is %+v", test)
	}
	if s.Cell("own") != nil {
		t.Error("a cell of the student's has become one of the sheet")
	}
	answers, err := release.ReadAnswers(s, nb)
	if err != nil || answers.ByID["square"].Given || answers.ByID["square"].Source != nb.Cells[3].Source {
		t.Errorf("answers %+v, %v", answers, err)
	}
}

func TestOfStudentNotices(t *testing.T) {
	nb := released(t)
	nb.Cells[4].Source += "\n// changed"
	nb.Cells[5].Source = "Because."
	s := ofStudent(t, nb)
	for id, want := range map[string]bool{"square-test": true, "why": true, "plot": false} {
		if got := s.Cell(id).Touched(); got != want {
			t.Errorf("%s: touched is %v", id, got)
		}
	}
	nb = released(t)
	nb.Cells = slices.Delete(nb.Cells, 3, 4)
	s = ofStudent(t, nb)
	if answers, err := release.ReadAnswers(s, nb); err != nil || s.Cell("square") == nil || answers.ByID["square"].Source != "" {
		t.Errorf("a deleted solution: %+v, %v", answers, err)
	}
	nb = released(t)
	again := nb.Cells[4]
	again.ID = "again"
	nb.Cells = append(nb.Cells, again)
	if s = ofStudent(t, nb); len(s.Cells) != len(ofStudent(t, released(t)).Cells) {
		t.Error("a test that is there twice counts twice")
	}
}

func TestOfStudentErrs(t *testing.T) {
	for name, c := range map[string]struct {
		change func(nb *nbformat.Notebook)
		want   string
	}{
		"a master":     {func(nb *nbformat.Notebook) { delete(nb.Metadata, "gensci") }, "take the one that was given out"},
		"stubs of a 1": {func(nb *nbformat.Notebook) { nb.Metadata["gensci"].(map[string]any)["stubs"] = true }, "not an object"},
		"a stub of a 1": {func(nb *nbformat.Notebook) {
			nb.Metadata["gensci"].(map[string]any)["stubs"] = map[string]any{"square": true}
		}, "has no text"},
		"another key":    {func(nb *nbformat.Notebook) { nb.Metadata["gensci"].(map[string]any)["points"] = "all" }, "unknown key"},
		"a test of none": {func(nb *nbformat.Notebook) { nb.Cells[4].Source = "fmt.Println(1)" }, "is not one nb.Check"},
	} {
		nb := released(t)
		c.change(nb)
		if _, err := release.OfStudent(nb, "01-squares"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
