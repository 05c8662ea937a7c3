package review_test

import (
	"context"
	"encoding/base64"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/review"
	"github.com/gensci/gensci/internal/nbformat"
)

// What students and rosters contain is text on our pages, nothing else.
func TestEscaped(t *testing.T) {
	c := newCourse(t)
	s := serve(t, c.config).as(t, "eve")
	for _, path := range []string{"/", "/table", "/mark/plot/1/s07", "/mark/discuss/1/s07", "/mark/density-test/1/s07", "/mark/derive/1/s07", "/mark/discuss/1/s08"} {
		body := s.get(t, path).body
		for _, bad := range []string{"<script>", "onerror=", "<b>bold", "\x1b", "javascript:", `<img src=x`} {
			if strings.Contains(body, bad) {
				t.Errorf("%s has %q", path, bad)
			}
		}
	}
	if body := s.get(t, "/mark/plot/1/s07").body; !strings.Contains(body, "&lt;script&gt;alert(&#34;name&#34;)&lt;/script&gt; (s07)") || !strings.Contains(body, "red for") {
		t.Error("the name or the output is missing")
	}
	if body := s.get(t, "/table").body; !strings.Contains(body, "=HYPERLINK(&#34;x&#34;)[31m (s08)") {
		t.Error("the name of s08 is missing")
	}
	if body := s.get(t, "/mark/density-test/1/s01").body; !strings.Contains(body, "hint: &lt;b&gt;check&lt;/b&gt; the factor") || !strings.Contains(body, "2.5066") {
		t.Error("the message of the tests or the student's function is missing")
	}
}

// HTML and SVG are in frames that run nothing and load nothing; the frame says so, and the answer does.
func TestFrames(t *testing.T) {
	s := serve(t, newCourse(t).config).as(t, "eve")
	frames := regexp.MustCompile(`<iframe([^>]*) src="(/frame/[^"]*)"`).FindAllStringSubmatch(s.get(t, "/mark/plot/1/s01").body, -1)
	if len(frames) != 2 {
		t.Fatalf("%d frames", len(frames))
	}
	for i, want := range []string{base64.StdEncoding.EncodeToString([]byte(curve)), "<h3>a table of Ada Lovelace</h3>"} {
		r := s.get(t, frames[i][2])
		policy := r.header.Get("Content-Security-Policy")
		if !strings.Contains(frames[i][1], `sandbox=""`) || !strings.HasPrefix(policy, "sandbox; default-src 'none';") || strings.Contains(policy, "script") || strings.Contains(policy, "allow-") {
			t.Errorf("frame %d: %q, %q", i, frames[i][1], policy)
		}
		if r.status != http.StatusOK || !strings.Contains(r.body, want) || r.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("frame %d: %d %.200s", i, r.status, r.body)
		}
	}
	// Another hand-in has no such content, and a hash alone opens nothing.
	for _, path := range []string{strings.Replace(frames[1][2], "s01", "s02", 1), "/frame/1/s01/" + strings.Repeat("a", 32), "/frame/1/s12/x"} {
		if r := s.get(t, path); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}

// Files are shown as what they are, not as what they are called.
func TestFiles(t *testing.T) {
	c := newCourse(t)
	s := serve(t, c.config).as(t, "eve")
	body := s.get(t, "/mark/derive/1/s01").body
	got := map[string]reply{}
	for _, m := range regexp.MustCompile(`<a href="(/file/[^"]*)" target[^>]*>([^<]*)</a>`).FindAllStringSubmatch(body, -1) {
		got[m[2]] = s.get(t, m[1])
	}
	for name, want := range map[string]struct{ kind, how string }{
		"scan of Ada Lovelace.png": {"image/png", "inline"}, "scan.pdf": {"application/pdf", "inline"}, "page.html": {"text/html; charset=utf-8", "inline"},
		"drawing.svg": {"image/svg+xml", "inline"}, "program.exe": {"application/octet-stream", "attachment"},
	} {
		r, ok := got[name]
		how, parameters, _ := mime.ParseMediaType(r.header.Get("Content-Disposition"))
		if !ok || r.status != http.StatusOK || r.header.Get("Content-Type") != want.kind || how != want.how || parameters["filename"] != name {
			t.Errorf("%s: %d, %q, %q", name, r.status, r.header.Get("Content-Type"), r.header.Get("Content-Disposition"))
		}
		if !strings.HasPrefix(r.header.Get("Content-Security-Policy"), "sandbox;") || r.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", name, r.header)
		}
	}
	if len(got) != 5 {
		t.Errorf("%d files: the link, the manifest or the notebook is among them", len(got))
	}
	for _, path := range []string{"/file/1/s01/0", "/file/1/s01/6", "/file/1/s01/x", "/file/1/s12/1", "/file/1/s01/..%2f..%2fmanifest.json"} {
		if r := s.get(t, path); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	if r := s.get(t, "/file/1/s01/1?save"); !strings.HasPrefix(r.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("saving: %v", r.header)
	}
}

// A hand-in whose file is gone, broken or outside of the folder is said to be so, and can be marked all the same.
func TestBrokenHandIns(t *testing.T) {
	c := newCourse(t)
	for id, file := range map[string]string{"s11": "22/nothing", "s12": "../gradebook.db"} {
		must(c.book.RecordSubmission(t.Context(), book.Submission{Sheet: sheetName, Owner: id, Round: 1, At: due, Hash: id, File: file, Answers: map[string]string{"plot": id}}))(t)
	}
	check(t, os.WriteFile(filepath.Join(c.folder, "22", "s01", "1", sheetName+".ipynb"), []byte(`{"cells": [`), 0o644))
	check(t, os.Remove(filepath.Join(c.folder, "22", "s02", "1", sheetName+".ipynb")))
	s := serve(t, c.config).as(t, "eve")
	for range 2 { // what is kept in memory says the same
		if body := s.get(t, "/mark/derive/1/s01").body; !strings.Contains(body, "The notebook of this hand-in is broken") || !strings.Contains(body, "scan.pdf") {
			t.Error("a broken notebook hides the scan, or is not said to be broken")
		}
	}
	if r := s.get(t, "/mark/plot/1/s02"); r.status != http.StatusOK || !strings.Contains(r.body, "There is no answer") {
		t.Errorf("without a notebook: %d", r.status)
	}
	for id, want := range map[string]string{"s11": "missing or cannot be read", "s12": "has no file"} {
		if r := s.get(t, "/mark/plot/1/"+id); r.status != http.StatusOK || !strings.Contains(r.body, want) {
			t.Errorf("%s: %d, no %q", id, r.status, want)
		}
		if r := s.post(t, "/mark/plot/1/"+id, form("1", "0")); r.status != http.StatusSeeOther {
			t.Errorf("%s: %d", id, r.status)
		}
	}
}

// Outputs of a run of our own stand beside the submitted ones.
func TestRunAgain(t *testing.T) {
	c := newCourse(t)
	c.config.Fresh = func(_ context.Context, sub book.Submission) (*nbformat.Notebook, string, error) {
		if sub.Owner != "s01" {
			return nil, "", nil
		}
		nb := handedIn(c.sheet, students[0])
		for i := range nb.Cells {
			if len(nb.Cells[i].Outputs) > 0 {
				nb.Cells[i].Outputs = []nbformat.Output{{Type: nbformat.Stream, Name: "stdout", Text: "something else for Ada"}}
			}
		}
		return nb, "more than <b>10 min</b>", nil
	}
	s := serve(t, c.config).as(t, "eve")
	body := s.get(t, "/mark/plot/1/s01").body
	submitted, fresh := strings.Index(body, "<h4>Submitted</h4>"), strings.Index(body, "<h4>Run again</h4>")
	if submitted < 0 || fresh < submitted || strings.Index(body, "red for Ada") > fresh || strings.Index(body, "something else") < fresh {
		t.Error("the two are not beside each other")
	}
	if !strings.Contains(body, "it ended early: more than &lt;b&gt;10 min&lt;/b&gt;.") {
		t.Error("nothing is said of why it ended")
	}
	if strings.Contains(s.get(t, "/mark/plot/1/s02").body, "Run again") {
		t.Error("a hand-in was not run again, and the page says it was")
	}
}

// chance are tokens, in which anything may stand.
var chance = regexp.MustCompile(`(nonce|data-csrf|name="csrf" value)="[^"]*"`)

// In anonymous mode nothing on any page, in any address or frame names the student.
func TestAnonymous(t *testing.T) {
	c := newCourse(t)
	c.config.Anonymous = true
	names := regexp.MustCompile(`(?i)\bada\b|lovelace|s01|s02|blaise|pascal|s03|gauß|bernoulli`)
	var first string
	for range 2 { // a second start has the same pseudonyms
		s := serve(t, c.config).as(t, "eve")
		table := s.get(t, "/table").body
		keys := regexp.MustCompile(`Student ([A-Z2-9]{8})<`).FindAllStringSubmatch(table, -1)
		if len(keys) < 10 {
			t.Fatalf("%d pseudonyms:\n%s", len(keys), table)
		}
		_, table, _ = strings.Cut(table, "<tbody>")
		table, _, _ = strings.Cut(table, "</tbody>")
		if first != "" && first != table {
			t.Error("other pseudonyms, or another order")
		}
		first = table
		pages := []string{"/", "/table"}
		for _, m := range regexp.MustCompile(`data-address="([^"]*)"`).FindAllStringSubmatch(table, -1) {
			pages = append(pages, m[1])
		}
		framed := 0
		for _, path := range pages {
			body := chance.ReplaceAllString(s.get(t, path).body, "")
			for _, m := range regexp.MustCompile(`src="(/frame/[^"]*)"`).FindAllStringSubmatch(body, -1) {
				r := s.get(t, m[1])
				if r.status != http.StatusOK {
					t.Errorf("%s: %d", m[1], r.status)
				}
				body += r.body
				framed++
			}
			for _, m := range regexp.MustCompile(`href="(/file/[^"]*)" target`).FindAllStringSubmatch(body, -1) {
				body += s.get(t, m[1]).header.Get("Content-Disposition")
			}
			if bad := names.FindString(body); bad != "" {
				t.Errorf("%s names %q:\n%.300s", path, bad, body[max(0, names.FindStringIndex(body)[0]-150):])
			}
		}
		if framed < 10 {
			t.Errorf("%d frames", framed)
		}
		for _, path := range []string{"/mark/plot/1/s01", "/file/1/s01/1", "/state/plot/1/s01"} {
			if r := s.get(t, path); r.status != http.StatusNotFound {
				t.Errorf("%s: %d", path, r.status)
			}
		}
	}
	c.config.Key = []byte("of another course")
	if table := serve(t, c.config).as(t, "eve").get(t, "/table").body; strings.Contains(first, regexp.MustCompile(`Student ([A-Z2-9]{8})<`).FindStringSubmatch(table)[1]) {
		t.Error("another course has the same pseudonyms")
	}
}

// Everybody's share is what the keys lead through; the rest can be had.
func TestShares(t *testing.T) {
	for name, want := range map[string]map[string]int{
		"all": {"eve": 9, "max": 9}, "tutor": {"eve": 4, "max": 5}, "group": {"eve": 5, "max": 4}, "round-robin": {"eve": 5, "max": 4}, // s01…s10 without s04
	} {
		c := newCourse(t)
		c.config.Share = must(review.ParseShare(name))(t)
		if c.config.Share.String() != name {
			t.Errorf("%s is called %s", name, c.config.Share)
		}
		site := serve(t, c.config)
		for tutor, n := range want {
			s := site.as(t, tutor)
			at, seen := s.get(t, "/task/plot").header.Get("Location"), 0
			for at != "" && seen < 20 {
				seen++
				next := regexp.MustCompile(`href="([^"]*)" data-key="n j"`).FindStringSubmatch(s.get(t, at).body)
				at = ""
				if next != nil {
					at = strings.ReplaceAll(next[1], "&amp;", "&")
				}
			}
			if seen != n {
				t.Errorf("%s leads %s through %d hand-ins, want %d", name, tutor, seen, n)
			}
			if r := s.get(t, "/mark/plot/1/s05?of=all"); !strings.Contains(r.body, "of 9</span>") {
				t.Errorf("%s: not everything can be had", name)
			}
		}
	}
	if _, err := review.ParseShare("half"); err == nil {
		t.Error("an unknown share is read")
	}
}
