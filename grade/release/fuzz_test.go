package release_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// seeds are texts of notebooks to begin with: a master, a hand-in, and fragments that readers fall over.
func seeds(f *testing.F) {
	for _, nb := range []*nbformat.Notebook{sample(), handIn(f), master(solution("a", "func F() {\n// BEGIN SOLUTION\n}"))} {
		text, err := nb.Marshal()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
		f.Add([]byte(strings.ReplaceAll(string(text), `"grade_id": "`, `"grade_id": "\u0000\u202e`)))
		f.Add([]byte(strings.ReplaceAll(string(text), `"points": `, `"points": -1e`)))
		f.Add([]byte(strings.ReplaceAll(string(text), `"nbgrader": {`, `"nbgrader": [], "x": {`)))
	}
}

// A master that is read makes a students' notebook that can be written and comes back without remarks; one that is refused is refused in one line.
func FuzzRead(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		nb, err := nbformat.Parse(text)
		if err != nil {
			return
		}
		s, err := release.Read(nb, "01-fuzz")
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\x00") {
				t.Fatalf("%q", err)
			}
			return
		}
		out := viaFile(t, s.Notebook())
		for i, c := range s.Cells {
			if c.Kind != release.Given && strings.Contains(out.Cells[i].Source, "BEGIN HIDDEN TESTS") {
				t.Fatalf("hidden tests remain in %q", out.Cells[i].Source)
			}
		}
		if changes := release.Compare(s, s); len(changes) > 0 {
			t.Fatalf("a sheet differs from itself: %v", changes)
		}
		if answers, err := release.ReadAnswers(s, out); err == nil && len(answers.Remarks) > 0 {
			t.Fatalf("remarks on the release itself: %q", answers.Remarks)
		}
	})
}

// Whatever is handed in: answers are of cells of the sheet that hold work, and remarks are few and of one line.
func FuzzReadAnswers(f *testing.F) {
	seeds(f)
	s, err := release.Read(sample(), "01-squares")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		nb, err := nbformat.Parse(text)
		if err != nil {
			return
		}
		a, err := release.ReadAnswers(s, nb)
		if err != nil {
			return
		}
		for id := range a.ByID {
			if !slices.Contains([]string{"square", "why", "plot", "derive"}, id) {
				t.Fatalf("an answer for %q", id)
			}
		}
		if len(a.Remarks) > 101 || strings.ContainsAny(strings.Join(a.Remarks, ""), "\n\x00\x1b\u202e") {
			t.Fatalf("%q", a.Remarks)
		}
	})
}

// Sources of any kind are read or refused, as a cell of each kind.
func FuzzSource(f *testing.F) {
	for _, source := range []string{squareSource, squareTest, deriveTask, "func (p P) f() {}; func() {}()", "`%%\n", "!ls\n%%", "/*", "}{)(", "x := 1 // BEGIN SOLUTION\nEND SOLUTION", "# A\n```\n# no\n~~~"} {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		for _, c := range []nbformat.Cell{
			given("a", nbformat.Code, source), given("a", nbformat.Markdown, source), solution("a", source), test("a", "1", source),
			manual("a", "1", nbformat.Code, source), manual("a", "1", nbformat.Markdown, source), task("a", "1", source),
		} {
			s, err := release.Read(master(c), "01-fuzz")
			if err == nil && len(release.Compare(s, s)) > 0 {
				t.Fatal("a sheet differs from itself")
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Fatalf("%q", err)
			}
		}
	})
}
