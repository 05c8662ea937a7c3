package review_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/points"
)

func form(points, revision string, more ...string) url.Values {
	f := url.Values{"points": {points}, "revision": {revision}, "version": {"1"}, "comment": {""}}
	for i := 0; i+1 < len(more); i += 2 {
		f.Set(more[i], more[i+1])
	}
	return f
}

// Points are whole or half ones up to the maximum; everything else is refused with a sentence and changes nothing.
func TestPointsRefused(t *testing.T) {
	c := newCourse(t)
	s := serve(t, c.config).as(t, "eve")
	for _, text := range []string{"", "-1", "-0.5", "3.5", "1e1", "1,5", "0.25", "1/3", "NaN", "2 5", "=1+1", "0x1", strings.Repeat("9", 5000)} {
		if r := s.post(t, "/mark/plot/1/s01", form(text, "0")); r.status != http.StatusUnprocessableEntity {
			t.Errorf("%.20q: %d", text, r.status)
		}
	}
	for name, f := range map[string]url.Values{"revision": form("1", "x"), "below": form("1", "-1"), "version": form("1", "0", "version", "7")} {
		if r := s.post(t, "/mark/plot/1/s01", f); r.status != http.StatusBadRequest {
			t.Errorf("%s: %d", name, r.status)
		}
	}
	for _, path := range []string{"/mark/nothing/1/s01", "/mark/plot/1/nobody", "/mark/plot/3/s01", "/mark/plot/2/s01"} {
		if r := s.post(t, path, form("1", "0")); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	if m := c.mark(t, "s01", "plot"); m.Revision != 0 {
		t.Errorf("there is a mark: %+v", m)
	}
	for revision, text := range []string{"0", "0.5", "3", " 2.5 "} {
		if r := s.post(t, "/mark/plot/1/s01", form(text, string(rune('0'+revision)))); r.status != http.StatusSeeOther {
			t.Errorf("%q: %d", text, r.status)
		}
	}
	wantMark(t, c.mark(t, "s01", "plot"), "2.5|eve|")
}

// A mark that somebody has changed meanwhile is refused: both values are shown, and the second try replaces the other's.
func TestConflict(t *testing.T) {
	c := newCourse(t)
	s := serve(t, c.config)
	eve, max := s.as(t, "eve"), s.as(t, "max")
	max.post(t, "/mark/plot/1/s01", form("2", "0", "comment", "his <b>words</b>"))
	r := eve.post(t, "/mark/plot/1/s01", form("1", "0", "comment", "her words"))
	if r.status != http.StatusConflict {
		t.Fatalf("%d", r.status)
	}
	for _, want := range []string{"max", "his &lt;b&gt;words&lt;/b&gt;", `<td class="n">2</td>`, `<td class="n">1</td>`, "her words</textarea>", `name="revision" value="1"`, `name="points" class="points" inputmode="decimal" size="4" value="1"`} {
		if !strings.Contains(r.body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	wantMark(t, c.mark(t, "s01", "plot"), "2|max|his <b>words</b>")

	asJSON := func(r *http.Request) { r.Header.Set("Accept", "application/json") }
	f := form("1", "0")
	f.Set("csrf", eve.csrf)
	r = eve.do(t, "POST", "/mark/plot/1/s01", f, asJSON)
	var told struct {
		Error  string
		Theirs struct {
			Revision   int
			Points, By string
		}
	}
	if err := json.Unmarshal([]byte(r.body), &told); err != nil || r.status != http.StatusConflict || told.Theirs.By != "max" || told.Theirs.Points != "2" || told.Theirs.Revision != 1 {
		t.Errorf("%d %s, %v", r.status, r.body, err)
	}
	if r := eve.post(t, "/mark/plot/1/s01", form("1", "1")); r.status != http.StatusSeeOther {
		t.Errorf("the second try: %d", r.status)
	}
	if r := max.post(t, "/mark/plot/1/s01", form("", "1", "action", "withdraw")); r.status != http.StatusConflict || !strings.Contains(r.body, "no mark") {
		t.Errorf("a mark that has changed was taken back: %d", r.status)
	}
	if r := max.post(t, "/mark/plot/1/s01", form("", "2", "action", "withdraw")); r.status != http.StatusSeeOther {
		t.Errorf("taking back: %d", r.status)
	}
	if m := c.mark(t, "s01", "plot"); m.Revision != 0 {
		t.Errorf("there is a mark: %+v", m)
	}
}

// A mark is of the version that was looked at: if another one has come meanwhile, it is stale from the beginning.
func TestMarkOfAnOldVersion(t *testing.T) {
	c := newCourse(t)
	s := serve(t, c.config).as(t, "eve")
	c.handIn(t, students[0], 2, due)
	s.post(t, "/mark/plot/1/s01", form("2", "0"))
	if m := c.mark(t, "s01", "plot"); m.Answer != "s01-plot-1" {
		t.Errorf("the answer marked is %q", m.Answer)
	}
	overview := s.get(t, "/").body
	if !strings.Contains(overview, "Changed since they were marked") || !strings.Contains(overview, `<a href="/mark/plot/1/s01">`) {
		t.Error("the overview has no stale mark")
	}
	if page := s.get(t, "/mark/plot/1/s01").body; !strings.Contains(page, "The answer has changed since eve marked it") {
		t.Error("the page does not say so")
	}
	s.post(t, "/mark/plot/1/s01", form("2", "1", "version", "2"))
	if strings.Contains(s.get(t, "/").body, "Changed since they were marked") {
		t.Error("it is stale after it was marked again")
	}
}

// Where nobody hands in files, everybody can be marked; a comment that a form does not send stays.
func TestPaper(t *testing.T) {
	c := newCourse(t)
	paper := book.Sheet{Name: "23-paper", Release: "r", Cells: []book.Cell{{ID: "proof", Kind: book.Task, Points: points.Of(5)}}}
	check(t, c.book.PutSheet(t.Context(), paper, "test"))
	c.config.Rule.Sheet, c.config.Sheet, c.config.Folder = "23-paper", nil, ""
	s := serve(t, c.config).as(t, "eve")
	if table := s.get(t, "/table").body; strings.Count(table, "<input class=\"points\"") != len(students) || !strings.Contains(table, "Leonhard Euler") {
		t.Errorf("the table:\n%s", table)
	}
	if r := s.get(t, "/mark/proof/1/s12"); r.status != http.StatusOK || !strings.Contains(r.body, "Nothing was handed in as a file") {
		t.Errorf("%d %s", r.status, r.body)
	}
	s.post(t, "/mark/proof/1/s12", form("4.5", "0", "version", "0", "comment", "neat"))
	without := form("5", "1", "version", "0")
	without.Del("comment")
	s.post(t, "/mark/proof/1/s12", without)
	for _, m := range must(c.book.Marks(t.Context(), "23-paper"))(t) {
		wantMark(t, m, "5|eve|neat")
	}
	if overview := s.get(t, "/").body; !strings.Contains(overview, "1 of 12") || !strings.Contains(overview, "5.00") {
		t.Errorf("the overview:\n%s", overview)
	}
}

func TestStatistics(t *testing.T) {
	c := newCourse(t)
	for i, text := range []string{"0", "1", "3"} {
		id := students[i].ID
		must(c.book.RecordManual(t.Context(), book.Mark{Sheet: sheetName, Student: id, Round: 1, Cell: "plot", Points: points.Must(text), By: "max", Answer: id + "-plot-1"}))(t)
	}
	overview := serve(t, c.config).as(t, "eve").get(t, "/").body
	for _, want := range []string{"3 of 9", "1.33", "0 points: 1", "1 points: 1", "0.5 points: 0", "3 points: 1", "<th scope=\"row\">max</th><td class=\"n\">3</td>"} {
		if !strings.Contains(overview, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

// Phrases are kept, counted and dropped.
func TestPhrases(t *testing.T) {
	c := newCourse(t)
	s := serve(t, c.config).as(t, "eve")
	r := s.post(t, "/phrase/plot", url.Values{"text": {"no <labels>"}})
	if r.status != http.StatusOK || !strings.Contains(r.body, `"place":1`) {
		t.Fatalf("%d %s", r.status, r.body)
	}
	s.post(t, "/mark/plot/1/s01", form("1", "0", "comment", "There are no <labels>."))
	if page := s.get(t, "/mark/plot/1/s02").body; !strings.Contains(page, "no &lt;labels&gt;</span> <small>1×") {
		t.Error("the phrase is missing, or its use")
	}
	if strings.Contains(s.get(t, "/mark/discuss/1/s02").body, "&lt;labels&gt;") {
		t.Error("another task has the phrase")
	}
	if r := s.post(t, "/drop/plot", url.Values{"place": {"1"}, "text": {"no <labels>"}}); strings.TrimSpace(r.body) != "[]" {
		t.Errorf("%s", r.body)
	}
	for _, text := range []string{"", strings.Repeat("x", 3000)} {
		if r := s.post(t, "/phrase/plot", url.Values{"text": {text}}); r.status != http.StatusUnprocessableEntity {
			t.Errorf("%d bytes: %d", len(text), r.status)
		}
	}
}

// What was not written is said to be so, in the words that fit.
func TestNothingWritten(t *testing.T) {
	c := newCourse(t)
	c.handIn(t, students[10], 1, due)
	path := filepath.Join(c.folder, "22", "s11", "1", sheetName+".ipynb")
	check(t, c.sheet.Notebook().Write(path))
	s := serve(t, c.config).as(t, "eve")
	given, below := "Nothing was written", "No cell stands below the task, and no file was handed in"
	for path, want := range map[string]string{"/mark/discuss/1/s11": given, "/mark/plot/1/s11": given, "/mark/derive/1/s11": below, "/mark/derive/1/s01": "", "/mark/plot/1/s01": ""} {
		body := s.get(t, path).body
		if strings.Contains(body, given) != (want == given) || strings.Contains(body, below) != (want == below) {
			t.Errorf("%s: want %q", path, want)
		}
	}
}
