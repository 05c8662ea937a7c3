package release_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// handIn is the released sample with the answers of a student.
func handIn(t testing.TB) *nbformat.Notebook {
	nb := viaFile(t, read(t, sample()).Notebook())
	nb.Cells[3].Source = "func Square(x float64) float64 { return x * x }"
	nb.Cells[5].Source = "Look: ![](attachment:scan.png)"
	nb.Cells[5].Attachments = map[string]any{"scan.png": map[string]any{"image/png": "AA=="}}
	nb.Cells[6].Source = "nb.Show(Square(3))"
	nb.Cells[6].Outputs = []nbformat.Output{{Type: nbformat.Stream, Name: "stdout", Text: "9\n"}}
	nb.Cells = append(nb.Cells, given("mine", nbformat.Markdown, "My derivation."), given("mine-2", nbformat.Code, "func f() {}"))
	return viaFile(t, nb)
}

func answers(t testing.TB, nb *nbformat.Notebook) release.Answers {
	t.Helper()
	a, err := release.ReadAnswers(read(t, sample()), viaFile(t, nb))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestReadAnswers(t *testing.T) {
	a := answers(t, handIn(t))
	if len(a.Remarks) > 0 || len(a.ByID) != 4 {
		t.Errorf("%q, %d answers", a.Remarks, len(a.ByID))
	}
	if got := a.ByID["square"]; got.Source != "func Square(x float64) float64 { return x * x }" || got.Given {
		t.Errorf("square: %+v", got)
	}
	if got := a.ByID["why"]; !strings.HasPrefix(got.Source, "Look") || got.Attachments["scan.png"] == nil {
		t.Errorf("why: %+v", got)
	}
	if got := a.ByID["plot"]; len(got.Outputs) != 1 || got.Outputs[0].Text != "9\n" || len(got.Below) != 0 {
		t.Errorf("plot: %+v", got)
	}
	if got := a.ByID["derive"]; len(got.Below) != 2 || got.Below[0].Source != "My derivation." || got.Given || got.Source != "" {
		t.Errorf("derive: %+v", got)
	}
}

// Below an answer are cells up to the next one of the sheet.
func TestReadAnswersBelow(t *testing.T) {
	s := read(t, master(manual("a", "1", nbformat.Markdown, ""), given("text", nbformat.Markdown, "Then:"), task("b", "1", ""), solution("c", squareSource)))
	nb := s.Notebook()
	var cells []nbformat.Cell
	for _, c := range nb.Cells {
		cells = append(cells, c, given("own-"+c.ID, nbformat.Markdown, "Below "+c.ID))
	}
	nb.Cells = cells
	a, err := release.ReadAnswers(s, viaFile(t, nb))
	if err != nil || len(a.Remarks) > 0 {
		t.Fatal(a.Remarks, err)
	}
	for id, want := range map[string]string{"a": "Below cell-a", "b": "Below cell-b", "c": ""} {
		got := ""
		for _, c := range a.ByID[id].Below {
			got += c.Source
		}
		if got != want || a.ByID[id].Given != (want == "") {
			t.Errorf("%s: %+v", id, a.ByID[id])
		}
	}
}

// What was given out and comes back untouched has nothing to remark on, and no answers.
func TestReadAnswersOfTheReleaseItself(t *testing.T) {
	a := answers(t, read(t, sample()).Notebook())
	if len(a.Remarks) > 0 || len(a.ByID) != 4 {
		t.Errorf("%q, %d answers", a.Remarks, len(a.ByID))
	}
	for id, answer := range a.ByID {
		if !answer.Given {
			t.Errorf("%s: %+v", id, answer)
		}
	}
}

// tamper changes the metadata of nbgrader in a cell.
func tamper(c *nbformat.Cell, key string, value any) {
	c.Metadata["nbgrader"].(map[string]any)[key] = value
}

// recompute gives the cell the checksum that fits its text.
func recompute(c *nbformat.Cell) {
	meta, _, _ := nbgrader.Read(*c)
	tamper(c, "checksum", meta.Sum(c.Type, c.Source))
}

func TestReadAnswersRemarks(t *testing.T) {
	const own = "func Square(x float64) float64 { return x * x }"
	for _, c := range []struct {
		change func(*nbformat.Notebook)
		source string // of "square"; "none" if it has no answer
		want   []string
	}{
		{func(nb *nbformat.Notebook) { nb.Cells = slices.Delete(nb.Cells, 3, 4) }, "none", []string{`"square" was deleted and counts as not answered.`}},
		{func(nb *nbformat.Notebook) { nb.Cells = slices.Delete(nb.Cells, 4, 5) }, own, nil},
		{func(nb *nbformat.Notebook) {
			twin := nb.Cells[3]
			twin.ID, twin.Source = "twin", "func Square(x float64) float64 { return 0 }"
			nb.Cells = append([]nbformat.Cell{twin}, nb.Cells...)
		}, "func Square(x float64) float64 { return 0 }", []string{`"square" is there twice, as cells 1 and 5; the first counts.`}},
		{func(nb *nbformat.Notebook) { nb.Cells[3].Type = nbformat.Markdown }, own, []string{`"square" has become a markdown cell; it is taken for a code cell.`}},
		{func(nb *nbformat.Notebook) { tamper(&nb.Cells[3], "grade_id", "square2\x1b[31m") }, "none", []string{
			`Cell 4 has the grade_id "square2\x1b[31m", which the sheet does not have.`,
			`Cell 4 is the student's own; what it declares does not belong to any solution.`,
			`"square" was deleted and counts as not answered.`,
		}},
		{func(nb *nbformat.Notebook) { tamper(&nb.Cells[4], "points", json.Number("100")) }, own, []string{`"square-test" says that it gives other points; it gives 2.5.`}},
		{func(nb *nbformat.Notebook) { tamper(&nb.Cells[4], "points", json.Number("2.50")) }, own, nil},
		{func(nb *nbformat.Notebook) { tamper(&nb.Cells[4], "points", "2.5 points") }, own, []string{`"square-test" says that it gives other points; it gives 2.5.`}},
		{func(nb *nbformat.Notebook) { tamper(&nb.Cells[3], "grade", true) }, own, []string{`"square" says that it is a cell of another kind; it is a solution cell.`}},
		{func(nb *nbformat.Notebook) { recompute(&nb.Cells[3]) }, own, []string{`The checksum of "square" was changed.`}},
		{func(nb *nbformat.Notebook) { nb.Cells[4].Source = "nb.Check(func(t *sheet.T) {})" }, own, []string{`The locked cell "square-test" was changed; the original counts.`}},
		{func(nb *nbformat.Notebook) { nb.Cells[4].Source = ""; recompute(&nb.Cells[4]) }, own, []string{`The locked cell "square-test" was changed and its checksum too; the original counts.`}},
		{func(nb *nbformat.Notebook) { nb.Cells[1].Source += "\ntype T int" }, own, []string{`The given code "types" was changed; the original counts.`}},
		{func(nb *nbformat.Notebook) { nb.Cells[0].Source = "# Mine" }, own, nil},
		{func(nb *nbformat.Notebook) {
			nb.Cells = append([]nbformat.Cell{given("square", nbformat.Code, "func Square() {}")}, nb.Cells...)
		}, own, []string{`Cell 1 is the student's own; what it declares does not belong to any solution.`}},
		{func(nb *nbformat.Notebook) { tamper(&nb.Cells[0], "grade_id", "title") }, own, []string{`Cell 1 has the grade_id "title", which the sheet does not have.`}},
		{func(nb *nbformat.Notebook) { nb.Cells[3].Source = strings.Repeat("/", 1<<20+1) }, "none", []string{`"square" is longer than 1 MB and counts as not answered.`}},
	} {
		nb := handIn(t)
		nb.Cells[0].Metadata["nbgrader"] = map[string]any{}
		c.change(nb)
		a := answers(t, nb)
		answer, has := a.ByID["square"]
		if has != (c.source != "none") || has && answer.Source != c.source || !reflect.DeepEqual(a.Remarks, c.want) {
			t.Errorf("got %.60q\n%q, want %.60q\n%q", answer.Source, a.Remarks, c.source, c.want)
		}
	}
}

func TestReadAnswersOfAnotherNotebook(t *testing.T) {
	for _, nb := range []*nbformat.Notebook{master(), master(given("title", nbformat.Markdown, "# Other")), master(solution("other", squareSource))} {
		if _, err := release.ReadAnswers(read(t, sample()), nb); err == nil || !strings.Contains(err.Error(), "no cell of 01-squares") {
			t.Error(err)
		}
	}
}

// A notebook of thousands of forged cells does not fill the gradebook.
func TestReadAnswersBoundsRemarks(t *testing.T) {
	nb := handIn(t)
	for i := range 1000 {
		nb.Cells = append(nb.Cells, solution(fmt.Sprint("forged-", i), ""))
	}
	if got := answers(t, nb).Remarks; len(got) != 101 || got[100] != "There are 900 more remarks of this kind." {
		t.Errorf("%d remarks, %q", len(got), got[len(got)-1])
	}
}

// Work that was begun on an earlier release is no forgery: its tests, texts and points were right when they were given out.
func TestReadAnswersBegunEarlier(t *testing.T) {
	folder := t.TempDir()
	publish(t, folder, sample())
	second := sample()
	second.Cells[1].Source += "\n\ntype Pair struct{}"
	second.Cells[3].Source = strings.Replace(squareSource, "returns x²", "squares", 1)
	second.Cells[4] = test("square-test", "3", strings.Replace(squareTest, "Square(2)", "Square(-2)", 1))
	second.Cells[7] = task("more", "1", "## More")
	publish(t, folder, second)
	s, _, err := release.Current(folder)
	if err != nil {
		t.Fatal(err)
	}
	both := read(t, sample()).Notebook()
	both.Cells[4] = read(t, second).Notebook().Cells[4]
	forged := read(t, sample()).Notebook()
	forged.Cells[4].Source = ""
	for _, c := range []struct {
		nb      *nbformat.Notebook
		release int
		want    []string
	}{
		{read(t, second).Notebook(), 2, nil},
		{read(t, sample()).Notebook(), 1, []string{
			`"derive" is a cell of an earlier release.`, `The work was begun on release 1 of the sheet; now there is release 2.`, `"more" came with a later release and is not answered.`,
		}},
		{both, 1, []string{
			`"derive" is a cell of an earlier release.`, `The work was begun on release 1 of the sheet; now there is release 2.`, `"more" came with a later release and is not answered.`,
		}},
		{forged, 1, []string{
			`The locked cell "square-test" was changed; the original counts.`,
			`"derive" is a cell of an earlier release.`, `The work was begun on release 1 of the sheet; now there is release 2.`, `"more" came with a later release and is not answered.`,
		}},
	} {
		a, err := release.ReadAnswers(s, viaFile(t, c.nb))
		if err != nil || a.Release != c.release || !reflect.DeepEqual(a.Remarks, c.want) {
			t.Errorf("release %d, %v\n%s", a.Release, err, strings.Join(a.Remarks, "\n"))
		}
		if !a.ByID["square"].Given {
			t.Errorf("release %d: the stub passes for an answer", c.release)
		}
	}
}

// Of three releases, the one is found whose cells they all are.
func TestReadAnswersBegunOnOneOfThree(t *testing.T) {
	folder := t.TempDir()
	var notebooks []*nbformat.Notebook
	for _, points := range []string{"1", "2", "3"} {
		nb := sample()
		nb.Cells[5] = manual("why", points, nbformat.Markdown, "Because.")
		publish(t, folder, nb)
		notebooks = append(notebooks, read(t, nb).Notebook())
	}
	s, _, err := release.Current(folder)
	if err != nil {
		t.Fatal(err)
	}
	for i, nb := range notebooks {
		if a, err := release.ReadAnswers(s, viaFile(t, nb)); err != nil || a.Release != i+1 || len(a.Remarks) != min(1, 2-i) {
			t.Errorf("release %d: %+v, %v", i+1, a, err)
		}
	}
}

// Cells of earlier releases still have answers.
func TestReadAnswersOfFormerCells(t *testing.T) {
	s := read(t, sample())
	former := read(t, master(manual("old", "1", nbformat.Markdown, "")))
	s.Former = former.Cells
	nb := handIn(t)
	nb.Cells = append([]nbformat.Cell{viaFile(t, former.Notebook()).Cells[0]}, nb.Cells...)
	a, err := release.ReadAnswers(s, nb)
	if err != nil || a.ByID["old"].Source != "YOUR ANSWER HERE" || !reflect.DeepEqual(a.Remarks, []string{`"old" is a cell of an earlier release.`}) {
		t.Errorf("%+v, %v", a, err)
	}
	if s.Maximum().Cmp(points.Must("6.5")) != 0 {
		t.Errorf("former cells count: %v", s.Maximum())
	}
}
