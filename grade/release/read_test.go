package release_test

import (
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

func TestRead(t *testing.T) {
	s := read(t, sample())
	stubbed := "// Square returns x².\nfunc Square(x float64) float64 {\n\tpanic(\"not implemented\")\n}"
	want := []release.Cell{
		{Kind: release.Given, ID: "title", Type: "markdown", Title: "Squares", Released: "# Squares\n\nA sheet."},
		{Kind: release.Given, ID: "types", Type: "code", Title: "Squares", Released: "type Point struct{ X, Y float64 }"},
		{Kind: release.Given, ID: "text", Type: "markdown", Title: "The square", Released: "## The square\n\nWrite it."},
		{Kind: release.Solution, ID: "square", Type: "code", Title: "The square", Released: stubbed},
		{Kind: release.Test, ID: "square-test", Type: "code", Title: "The square", Released: "nb.Check(func(t *sheet.T) {\n\tt.Equal(Square(2), 4.0)\n})", Points: points.Must("2.5")},
		{Kind: release.Manual, ID: "why", Type: "markdown", Title: "The square", Released: "YOUR ANSWER HERE", Points: points.Of(1), Scheme: "Because squares are never negative."},
		{Kind: release.Manual, ID: "plot", Type: "code", Title: "The square", Released: "xs := []float64{1, 2}\n// YOUR ANSWER HERE", Points: points.Of(2), Bonus: true, Scheme: "nb.Show(Square(xs[0]))"},
		{Kind: release.Task, ID: "derive", Type: "markdown", Title: "Derive", Released: "## Derive\n\nDerive the formula.\n", Points: points.Of(3), Scheme: "One point for the idea."},
	}
	if s.Name != "01-squares" || s.Title != "Squares" || len(s.Cells) != len(want) {
		t.Fatalf("%q, %q, %d cells", s.Name, s.Title, len(s.Cells))
	}
	for i, w := range want {
		g := s.Cells[i]
		if g.Kind != w.Kind || g.ID != w.ID || g.Type != w.Type || g.Title != w.Title || g.Released != w.Released || g.Points.Cmp(w.Points) != 0 || g.Bonus != w.Bonus || g.Scheme != w.Scheme {
			t.Errorf("cell %d is\n%+v, want\n%+v", i+1, g, w)
		}
		if g.Source != sample().Cells[i].Source {
			t.Errorf("cell %d: source %q", i+1, g.Source)
		}
	}
	for name, got := range map[string]points.Points{"6.5": s.Maximum(), "2.5": s.Automatic(), "4": s.Manual(), "2": s.Bonus()} {
		if got.String() != name {
			t.Errorf("got %v points, want %s", got, name)
		}
	}
	if s.Cell("why") != &s.Cells[5] || s.Cell("nothing") != nil {
		t.Error("Cell finds another cell")
	}
}

// Bonus points are apart from all others, whoever gives them.
func TestBonus(t *testing.T) {
	s := read(t, master(test("a", "1", squareTest), set(test("b", "2", squareTest), "bonus", true), task("c", "4", ""), set(task("d", "8", ""), "bonus", true)))
	for want, got := range map[string]points.Points{"1": s.Automatic(), "4": s.Manual(), "5": s.Maximum(), "10": s.Bonus()} {
		if got.String() != want {
			t.Errorf("got %v points, want %s", got, want)
		}
	}
}

// Headings in fenced blocks are none; a task goes by its first heading.
func TestTitles(t *testing.T) {
	s := read(t, master(
		given("a", nbformat.Markdown, "```\n# not this\n```\n# Sheet #\n#no blank\n####### seven\n~~~\n## nor this\n~~~"),
		task("b", "1", "## Derive\n\n### Hint"), task("c", "1", "no heading"),
		given("d", nbformat.Markdown, "## One\n## Two"), task("e", "1", ""),
	))
	var titles []string
	for _, c := range s.Cells {
		titles = append(titles, c.Title)
	}
	if got := strings.Join(titles, ", "); s.Title != "Sheet" || got != "Sheet, Derive, Derive, Two, Two" {
		t.Errorf("%q: %s", s.Title, got)
	}
	if s := read(t, master(task("b", "1", ""))); s.Title != "01-squares" || s.Cells[0].Title != "" {
		t.Errorf("%q", s.Title)
	}
}

func TestReadSettings(t *testing.T) {
	nb := sample()
	nb.Metadata["gensci"] = map[string]any{"title": "All squares", "language": "de", "imports": []any{"sort", "gonum.org/v1/gonum/mat"}}
	set(nb.Cells[5], "title", "Why?")
	s := read(t, nb)
	if s.Title != "All squares" || strings.Join(s.Imports, " ") != "sort gonum.org/v1/gonum/mat" || s.Cells[5].Title != "Why?" || s.Cells[5].Released != "IHRE ANTWORT HIER" {
		t.Errorf("%q %v %+v", s.Title, s.Imports, s.Cells[5])
	}
}

func TestReadNeedsTheKernelAndAName(t *testing.T) {
	python := sample()
	python.Metadata["kernelspec"] = map[string]any{"name": "python3", "language": "python"}
	if _, err := release.Read(python, "01-squares"); err == nil || !strings.Contains(err.Error(), `choose the kernel "Go (gensci)"`) {
		t.Error(err)
	}
	for _, spec := range []map[string]any{{"name": "gonb", "language": "go"}, {"name": "gensci", "language": "Go"}, {}} {
		nb := sample()
		nb.Metadata["kernelspec"] = spec
		if _, err := release.Read(nb, "01-squares"); err == nil || !strings.Contains(err.Error(), "kernel is not gensci") {
			t.Errorf("%v: %v", spec, err)
		}
	}
	for _, name := range []string{"squares", "1-squares", "01-", "01/squares", "../01-squares", "01-a b", ""} {
		if _, err := release.Read(sample(), name); err == nil || !strings.Contains(err.Error(), "as in 01-gradients") {
			t.Errorf("%q: %v", name, err)
		}
	}
	for want, tree := range map[string]any{
		"the notebook's metadata.gensci is not an object":                    1,
		"unknown key \"import\"; known are handin, imports, language, title": map[string]any{"import": 1},
		"metadata.gensci.language is \"fr\"":                                 map[string]any{"language": "fr"},
		"metadata.gensci.imports is not a list":                              map[string]any{"imports": "sort"},
		"metadata.gensci.imports has a\"b, which is no import path":          map[string]any{"imports": []any{"a\"b"}},
		"metadata.gensci.imports has \"sort\" twice":                         map[string]any{"imports": []any{"sort", "sort"}},
		"the notebook's metadata.gensci.title is not text":                   map[string]any{"title": true},
	} {
		nb := sample()
		nb.Metadata["gensci"] = tree
		if _, err := release.Read(nb, "01-squares"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", tree, err, want)
		}
	}
}

// Each cell breaks one rule; the error names the cell, which is the second.
func TestReadRefuses(t *testing.T) {
	flags := func(m nbgrader.Meta, cellType string) nbformat.Cell {
		m.ID = "a"
		return graded(m, cellType, "")
	}
	check := func(body string) string { return "nb.Check(func(t *sheet.T) {\n" + body + "\n})" }
	for want, c := range map[string]nbformat.Cell{
		// markers
		"has BEGIN SOLUTION in line 2 without an END SOLUTION below":                       solution("a", "func F() {\n// BEGIN SOLUTION\n}"),
		"has END SOLUTION in line 2 without a BEGIN SOLUTION above":                        solution("a", "func F() {\n// END SOLUTION\n}"),
		"has BEGIN SOLUTION in line 3 inside of the one in line 2":                         solution("a", "func F() {\n// BEGIN SOLUTION\n// BEGIN SOLUTION\n// END SOLUTION\n}"),
		"a given cell with a marker SOLUTION; those belong into solution and manual cells": given("a", nbformat.Code, "// BEGIN SOLUTION\n// END SOLUTION"),
		"a given cell with a marker MARK SCHEME; those belong into task cells":             given("a", nbformat.Markdown, "BEGIN MARK SCHEME\nEND MARK SCHEME"),
		"a solution cell with a marker HIDDEN TESTS; those belong into test cells":         solution("a", "func F() {\n// BEGIN HIDDEN TESTS\n// END HIDDEN TESTS\n}"),
		"a test cell with a marker SOLUTION":                                               test("a", "1", check("// BEGIN SOLUTION\n// END SOLUTION")),
		"a manual cell with a marker MARK SCHEME":                                          manual("a", "1", nbformat.Markdown, "BEGIN MARK SCHEME\nEND MARK SCHEME"),
		"a task cell with a marker SOLUTION":                                               task("a", "1", "BEGIN SOLUTION\nEND SOLUTION"),
		"has BEGIN MARK SCHEME in line 1 without":                                          task("a", "1", "BEGIN MARK SCHEME"),
		"has BEGIN HIDDEN TESTS in line 2 without":                                         test("a", "1", check("// BEGIN HIDDEN TESTS")),
		"has BEGIN SOLUTION in line 2 without an END":                                      solution("a", "func F() {\n// BEGIN SOLUTION, END SOLUTION\n}"),
		"is a solution without BEGIN SOLUTION":                                             solution("a", "func F() {}"),
		// solutions
		"holds statements outside of functions":                                  solution("a", squareSource+"\nx := Square(2)"),
		"does not parse in line 3":                                               solution("a", "func F() {\n// BEGIN SOLUTION\nx := := 1\n// END SOLUTION\n}"),
		"has a magic or shell line, line 2":                                      solution("a", squareSource[:0]+"import \"fmt\"\n%%\nfmt.Println()"),
		"what students get of it holds statements outside of functions":          solution("a", "// BEGIN SOLUTION\nfunc F() {}\n// END SOLUTION"),
		"what students get of it does not parse in line 5: expected declaration": solution("a", "func F() {\n// BEGIN SOLUTION\nif true {\n// END SOLUTION\n}\n}"),
		// tests
		"is not one nb.Check(func(t *sheet.T) { … })":                          test("a", "1", "if Square(2) != 4 {\n\tpanic(\"wrong\")\n}"),
		"is not one nb.Check":                                                  test("a", "1", check("")+"\n"+check("")),
		"is not one nb.Check(":                                                 test("a", "1", "func helper() {}"),
		"is not one nb.Check(func":                                             test("a", "1", "nb.Check(func(t *sheet.T) bool { return true })"),
		"is not one nb.Check(func(":                                            test("a", "1", "nb.Check(func(t sheet.T) {})"),
		"is not one nb.Check(func(t":                                           test("a", "1", "nb.Check(f)"),
		"is not one nb.Check(func(t ":                                          test("a", "1", "nb.Check(func(t *testing.T) {})"),
		"what students get of it is not one nb.Check":                          test("a", "1", "// BEGIN HIDDEN TESTS\n"+check("")+"\n// END HIDDEN TESTS"),
		"what students get of it does not parse in line 3: expected statement": test("a", "1", check("if true {\n// BEGIN HIDDEN TESTS\n}\n// END HIDDEN TESTS")),
		// manual answers
		"what students get of it does not parse in line 3": manual("a", "1", nbformat.Code, "for {\n// BEGIN SOLUTION\n}\n// END SOLUTION"),
		"does not parse in line 1":                         manual("a", "1", nbformat.Code, "x = = 1"),
		"does not parse in line 1: expected":               given("a", nbformat.Code, "type T strukt {}"),
		"expected ';', found ` `":                          given("a", nbformat.Code, "x `\n`"),
		// flags
		"of nbgrader's flags these have grade and locked":                       flags(nbgrader.Meta{Grade: true}, nbformat.Code),
		"these have solution, not locked":                                       flags(nbgrader.Meta{Solution: true, Locked: true}, nbformat.Code),
		"these have grade and solution, not locked":                             flags(nbgrader.Meta{Grade: true, Solution: true, Locked: true}, nbformat.Code),
		"these have task and locked, not grade or solution":                     flags(nbgrader.Meta{Task: true}, nbformat.Markdown),
		"these have task and locked, not grade":                                 flags(nbgrader.Meta{Task: true, Locked: true, Grade: true}, nbformat.Markdown),
		"is a solution cell of type markdown; such cells are of type code":      flags(nbgrader.Meta{Solution: true}, nbformat.Markdown),
		"is a test cell of type markdown":                                       flags(nbgrader.Meta{Grade: true, Locked: true}, nbformat.Markdown),
		"is a task cell of type code; such cells are of type markdown":          flags(nbgrader.Meta{Task: true, Locked: true}, nbformat.Code),
		"is a manual cell of type raw; such cells are of type code or markdown": flags(nbgrader.Meta{Grade: true, Solution: true}, nbformat.Raw),
		// settings
		"is a bonus but has no points":                                           set(solution("a", squareSource), "bonus", true),
		"metadata.gensci.bonus is not true or false":                             set(task("a", "1", ""), "bonus", "yes"),
		"metadata.gensci has the unknown key \"points\"; known are bonus, title": set(task("a", "1", ""), "points", 1),
	} {
		_, err := release.Read(master(given("first", nbformat.Markdown, "# A"), c), "01-a")
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "01-a: cell 2") || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v, want one line with %q", err, want)
		}
		if _, isGraded := c.Metadata["nbgrader"]; err != nil && isGraded && !strings.Contains(err.Error(), `("a")`) {
			t.Errorf("%v does not name the grade_id", err)
		}
	}
}

func TestReadRefusesEqualIDs(t *testing.T) {
	for _, cells := range [][]nbformat.Cell{
		{task("a", "1", ""), given("b", nbformat.Markdown, ""), solution("a", squareSource)},
		{task("a", "1", ""), given("b", nbformat.Markdown, ""), given("a", nbformat.Markdown, "")},
	} {
		if _, err := release.Read(master(cells...), "01-a"); err == nil || !strings.Contains(err.Error(), `cells 1 and 3 have the same id "a"`) {
			t.Error(err)
		}
	}
}

// Cells are read in any order of imports, declarations and statements, methods and literals told apart.
func TestReadAcceptsMixedCode(t *testing.T) {
	source := `func (p Point) Norm() float64 { return math.Hypot(p.X, p.Y) } // a method
import "math" // late
type Point struct{ X, Y float64 }; var origin Point
func(x int) int { return x }(3) /* a literal, called */
func() {}()
x := 1; y := 2 // two
if x < y { x, y = y, x }
import ( "fmt"; "os" )
fmt.Println(origin.Norm(), os.Args, ` + "`% ! \n!ls`" + `)`
	if _, err := release.Read(master(given("a", nbformat.Code, source)), "01-a"); err != nil {
		t.Error(err)
	}
	withHelper := "import \"math\"\n\nfunc near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }\n\nnb.Check(func(check *sheet.T) {\n\tcheck.True(near(1, 1))\n})"
	if _, err := release.Read(master(test("a", "1", withHelper)), "01-a"); err != nil {
		t.Error(err)
	}
}
