package review_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/points"
)

// enter comes in by a tutor's link.
func (p *tab) enter(s *site, tutor string) {
	p.t.Helper()
	p.do("Page.navigate", map[string]any{"url": s.links[tutor]})
	p.until(fmt.Sprintf("document.querySelector('.who') && document.querySelector('.who').textContent === '%s' && location.hash === ''", tutor))
}

func (p *tab) visit(s *site, path string) {
	p.t.Helper()
	p.do("Page.navigate", map[string]any{"url": s.base + path})
	p.at(path)
}

// at waits until the page is another.
func (p *tab) at(path string) {
	p.t.Helper()
	p.until(fmt.Sprintf("location.pathname === '%s' && document.querySelector('main')", path))
}

// mark is the one that the gradebook has.
func (c *course) mark(t testing.TB, student, cell string) book.Mark {
	t.Helper()
	for _, m := range must(c.book.Marks(t.Context(), sheetName))(t) {
		if m.Student == student && m.Cell == cell {
			return m
		}
	}
	return book.Mark{}
}

func wantMark(t testing.TB, m book.Mark, want string) {
	t.Helper()
	if got := strings.Join([]string{m.Points.String(), m.By, m.Comment}, "|"); got != want {
		t.Errorf("the mark is %q, want %q", got, want)
	}
}

// Two tutors mark a sheet at once, with their keyboards alone.
func TestTwoTutorsWithKeyboards(t *testing.T) {
	b := startBrowser(t)
	c := newCourse(t)
	s := serve(t, c.config)
	eve, max := b.open(t), b.open(t)
	eve.enter(s, "eve")
	max.enter(s, "max")

	// Points with a half, a comment, on to the next.
	eve.press("u")
	eve.at("/mark/plot/1/s01")
	eve.shoot("answer-light")
	eve.press("2", "h", "c")
	eve.write("Axes have no labels n p u 3")
	eve.press("Escape", "a")
	eve.until("document.querySelectorAll('#phrases li').length === 1")
	eve.press("Enter")
	eve.at("/mark/plot/1/s02")
	eve.until("document.querySelector('.saved').textContent.includes('Saved: 2.5 of 3 for Ada')")
	wantMark(t, c.mark(t, "s01", "plot"), "2.5|eve|Axes have no labels n p u 3")

	// A phrase by its number, and Ctrl-Enter from the comment.
	eve.press("r", "1", "1", ".", "c", "Ctrl+Enter")
	eve.at("/mark/plot/1/s03")
	wantMark(t, c.mark(t, "s02", "plot"), "1.5|eve|Axes have no labels n p u 3")

	// Above the maximum nothing is saved, and nothing is lost.
	eve.press("4", "Enter")
	eve.until("document.getElementById('problem').textContent.includes('more than the maximum of 3')")

	// Both look at one answer; who comes second is told, and decides.
	max.visit(s, "/mark/plot/1/s03")
	max.until("document.getElementById('live').textContent.includes('eve is looking at this answer')")
	eve.press("Backspace", "3")
	max.press("2", "Enter")
	max.at("/mark/plot/1/s05")
	eve.until("document.getElementById('live').textContent.includes('Marked meanwhile: 2 by max')")
	eve.shoot("live")
	eve.press("Enter")
	eve.until("document.querySelector('.conflict')")
	if text := eve.eval("document.querySelector('.conflict').innerText"); !strings.Contains(text, "max") || !strings.Contains(text, "2") || !strings.Contains(text, "3") {
		t.Errorf("the conflict is told as %q", text)
	}
	eve.shoot("conflict")
	wantMark(t, c.mark(t, "s03", "plot"), "2|max|")
	eve.press("Enter")
	eve.until("location.pathname === '/mark/plot/1/s05' || location.pathname === '/mark/plot/1/s06'")
	wantMark(t, c.mark(t, "s03", "plot"), "3|eve|")

	// Who leaves with something unsaved is asked.
	before := eve.eval("location.pathname")
	eve.press("1", "n")
	eve.until("document.getElementById('points').value === '1'")
	eve.asks(t, 1)
	eve.at(before)
	eve.answer(true)
	eve.press("n")
	eve.until("location.pathname !== '" + before + "'")
	eve.asks(t, 2)

	// The ways around.
	eve.visit(s, "/mark/plot/1/s02")
	for _, step := range []struct{ key, path string }{
		{"n", "/mark/plot/1/s03"},
		{"k", "/mark/plot/1/s02"},
		{"j", "/mark/plot/1/s03"},
		{"p", "/mark/plot/1/s02"},
		{"t", "/mark/discuss/1/s02"},
		{"t", "/mark/derive/1/s02"},
		{"T", "/mark/discuss/1/s02"},
		{"s", "/mark/plot/1/s03"},
		{"S", "/mark/plot/1/s02"},
		{"g", "/table"},
		{"o", "/"},
	} {
		eve.press(step.key)
		eve.at(step.path)
	}

	// Who marked what, and when.
	eve.visit(s, "/mark/plot/1/s03")
	eve.press("l")
	eve.until("document.activeElement.closest('#list .mine')")
	if text := eve.eval("document.getElementById('list').innerText"); !strings.Contains(text, "eve, 20") || !strings.Contains(text, "Blaise Pascal (s02)") {
		t.Errorf("the list is %q", text)
	}
	eve.shoot("list")
	eve.press("l", "o")
	eve.at("/")

	// The list of keys.
	eve.press("?")
	eve.until("document.getElementById('keys').open")
	eve.shoot("keys")
	eve.press("n", "Escape")
	eve.until("!document.getElementById('keys').open && location.pathname === '/'")

	// Both mark what is left, at the same time.
	var both sync.WaitGroup
	for _, p := range []*tab{eve, max} {
		both.Go(func() { p.markAll(s) })
	}
	both.Wait()
	marks := must(c.book.Marks(t.Context(), sheetName))(t)
	if len(marks) != 27 { // nine hand-ins, three tasks
		t.Errorf("%d marks, want 27", len(marks))
	}
	eve.visit(s, "/")
	eve.until("document.querySelector('.done')")

	// A mark is taken back by pressing w twice; a group's mark holds for its members.
	eve.visit(s, "/mark/discuss/1/s05")
	eve.press("w", "w")
	eve.until("!document.getElementById('withdraw')")
	if m := c.mark(t, "s05", "discuss"); m.Revision != 0 {
		t.Errorf("the mark is still there: %+v", m)
	}
	for _, g := range must(c.book.Grades(t.Context(), c.config.Rule))(t) {
		if g.Student == "s04" && g.Cell.ID == "plot" && (g.Points.Cmp(points.Of(3)) != 0 || g.By != "eve") {
			t.Errorf("the member of the group has %+v", g)
		}
	}
	for _, p := range []*tab{eve, max} {
		p.innocent(t)
	}
}

// markAll marks what has no mark, in the order in which the page leads, until the page says that all is done.
func (p *tab) markAll(s *site) {
	p.visit(s, "/")
	for range 60 {
		p.until("document.getElementById('start') || document.querySelector('.done') || document.getElementById('points')")
		if p.eval("Boolean(document.querySelector('.done'))") == "true" {
			return
		}
		if p.eval("Boolean(document.getElementById('start'))") == "true" {
			p.press("u")
			p.until("document.getElementById('points')")
		}
		p.answer(true)
		stamp := p.eval("performance.timeOrigin")
		p.press("1", "Enter")
		p.until("performance.timeOrigin != " + stamp)
		if p.eval("Boolean(document.querySelector('.conflict'))+document.querySelector('main').innerText.includes('Everything is marked')") != "0" { // the other was faster, or all is done
			p.visit(s, "/")
		}
	}
	p.t.Error("there is no end to marking")
}

func (p *tab) asks(t testing.TB, n int) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.asked) != n || !strings.Contains(p.asked[n-1], "beforeunload") {
		t.Errorf("asked %q, want %d questions", p.asked, n)
	}
}

func (p *tab) answer(leave bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.leave = leave
}

// innocent finds out that nothing of what students wrote has run, and that our own pages keep to their policy.
func (p *tab) innocent(t testing.TB) {
	t.Helper()
	if got := p.eval("window.hacked"); got != "undefined" {
		t.Errorf("a student's script has run: %s", got)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, text := range p.said {
		if !strings.Contains(text, `"level":"info"`) && !strings.Contains(text, "Blocked script execution") && !strings.Contains(text, "/frame/") && !strings.Contains(text, "409 (Conflict)") {
			t.Errorf("the browser complains: %s", text)
		}
	}
}

// The table takes points as fast as they are typed, and tells of conflicts.
func TestTableWithKeyboard(t *testing.T) {
	b := startBrowser(t)
	c := newCourse(t)
	s := serve(t, c.config)
	p := b.open(t)
	p.enter(s, "max")
	p.press("g")
	p.at("/table")
	p.press("2", ".", "Enter", "1", "Enter", "ArrowRight", "2", "h", "Enter")
	p.until("document.querySelectorAll('input.ok').length === 3")
	wantMark(t, c.mark(t, "s01", "plot"), "2.5|max|")
	wantMark(t, c.mark(t, "s02", "plot"), "1|max|")
	wantMark(t, c.mark(t, "s03", "discuss"), "2.5|max|")

	// Somebody else marks meanwhile.
	m := c.mark(t, "s01", "plot")
	m.Points, m.By, m.Comment = points.Of(1), "eve", "hers"
	must(c.book.RecordManual(t.Context(), m))(t)
	p.eval("document.querySelector('input.points').focus()")
	p.press("3", "Enter")
	p.until("document.getElementById('status').textContent.includes('eve has given 1 meanwhile, you wanted 3')")
	p.shoot("table")
	wantMark(t, c.mark(t, "s01", "plot"), "1|eve|hers")
	p.eval("document.querySelector('input.points').focus()")
	p.press("Enter")
	p.until("document.getElementById('status').textContent.includes('saved 3')")
	wantMark(t, c.mark(t, "s01", "plot"), "3|max|hers") // the comment stays

	// Nothing but Enter takes a mark back.
	p.eval("document.querySelector('input.points').focus()")
	p.press("Backspace", "ArrowDown")
	p.until("document.activeElement.dataset.address === '/mark/plot/1/s02'")
	p.eval("document.querySelector('input.points').focus()")
	p.press("Enter")
	p.until("document.getElementById('status').textContent.includes('taken back')")
	if m := c.mark(t, "s01", "plot"); m.Revision != 0 {
		t.Errorf("the mark is still there: %+v", m)
	}
	p.innocent(t)
}

// Pictures for people to look at.
func TestLooks(t *testing.T) {
	b := startBrowser(t)
	c := newCourse(t)
	c.config.Share = 1
	for i, id := range []string{"s01", "s02", "s03", "s05", "s06"} {
		must(c.book.RecordManual(t.Context(), book.Mark{Sheet: sheetName, Student: id, Round: 1, Cell: "discuss", Points: points.Must([]string{"1", "2.5", "2", "2", "0.5"}[i]), By: "eve", Answer: id + "-discuss-1"}))(t)
	}
	c.handIn(t, students[1], 2, due)
	s := serve(t, c.config)
	p := b.open(t)
	p.enter(s, "eve")
	for _, page := range []struct{ name, path string }{{"overview", "/"}, {"plot", "/mark/plot/1/s01"}, {"discuss", "/mark/discuss/1/s01"}, {"derive", "/mark/derive/1/s01"}, {"test", "/mark/density-test/1/s01"}, {"stale", "/mark/discuss/1/s02"}, {"table", "/table"}} {
		for _, way := range []struct {
			name, scheme  string
			width, height int
		}{{"wide", "light", 1680, 1000}, {"dark", "dark", 1280, 900}, {"narrow", "light", 420, 1400}} {
			p.scheme(way.scheme)
			p.size(way.width, way.height)
			p.visit(s, page.path)
			if p.eval("document.documentElement.scrollWidth > innerWidth") != "false" {
				t.Errorf("%s is wider than a window of %d pixels", page.path, way.width)
			}
			p.shoot(page.name + "-" + way.name)
		}
	}
	p.innocent(t)
}
