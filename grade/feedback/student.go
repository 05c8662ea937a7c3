package feedback

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/internal/terminal"
)

// studentPage is what a student gets.
type studentPage struct {
	Course, Title, Name, ID string
	Notes                   []string // sentences on the hand-in as a whole
	Rounds                  []round
	Total                   []line
	Provisional             bool
	When                    string
}

// line is a label and what stands beside it.
type line struct{ Label, Text string }

// round is a hand-in, the first or the second.
type round struct {
	Title  string
	HandIn string
	Tasks  []task
}

// task is one part of a sheet.
type task struct {
	Title, Points, Max string
	Bonus              bool
	State              string // "passed", "not graded yet", …
	Class              string // of the state: good, part, bad, open
	Messages           []message
	Comment, By        string
}

// message is a line of what a test said.
type message struct {
	Hidden bool
	Text   string
}

// page makes a student's page; has is false for whom there is nothing to say yet.
func (c *content) page(s book.Student) (p studentPage, has bool) {
	r := c.results[s.ID].Sheets[0]
	p = studentPage{Course: c.Course, Title: c.Title, Name: plain(s.Name), ID: s.ID, When: c.when(c.Now), Provisional: r.Open}
	if p.Name == "" {
		p.Name = s.ID
	}
	grades := c.grades[s.ID]
	if r.Excused {
		p.Notes = append(p.Notes, "You are excused from this sheet: it does not count for you.")
	}
	if c.unconfirmed[s.ID] {
		p.Notes = append(p.Notes, "You have not confirmed the last hand-in of your group, so it does not count for you.")
	}
	switch r.Missed {
	case book.NotHandedIn:
		p.Notes = append(p.Notes, "Nothing was handed in, which counts as no points.")
	case book.TooLate:
		p.Notes = append(p.Notes, "What was handed in came too late to count.")
	}
	held := false
	for number := 1; number <= 2; number++ {
		if one, ok := c.round(number, r, grades); ok {
			held = held || c.held(number) && hasTests(grades, number)
			p.Rounds = append(p.Rounds, one)
		}
	}
	if held {
		p.Provisional = true
		p.Notes = append(p.Notes, c.heldText(1)+" The total is shown then, too.")
	}
	if len(p.Rounds) > 0 || r.Missed != "" {
		p.Total = c.total(r, held)
	}
	return p, len(p.Rounds) > 0 || len(p.Notes) > 0
}

func hasTests(grades []book.Grade, round int) bool {
	for _, g := range grades {
		if g.Round == round && g.Cell.Kind == book.Test {
			return true
		}
	}
	return false
}

// heldText says until when the results of tests are held back; empty if they are not.
func (c *content) heldText(round int) string {
	switch {
	case !c.held(round):
		return ""
	case c.dues[round].IsZero():
		return "Results of tests are not shown yet."
	}
	return "Results of tests are shown after " + c.when(c.dues[round]) + ", when the sheet is due for all."
}

// total are the lines at the end.
func (c *content) total(r book.SheetResult, held bool) []line {
	switch {
	case r.Excused:
		return nil
	case held:
		return []line{{"Total", "not shown yet"}}
	}
	all := []line{}
	if r.Penalty.Sign() > 0 {
		all = append(all, line{"Earned", r.Earned.String()}, line{"Handed in late", "−" + r.Penalty.String()})
	}
	text := fmt.Sprintf("%s of %s points", r.Points, r.Max)
	if r.Open {
		text += fmt.Sprintf(" so far; it will be between %s and %s", r.Least, r.Most)
	}
	return append(all, line{"Total", text})
}

// round is what a student has in a round, if anything.
func (c *content) round(number int, r book.SheetResult, grades []book.Grade) (one round, has bool) {
	for _, g := range grades {
		if g.Round != number {
			continue
		}
		if !has && g.Submission != "" {
			one.HandIn = c.handIn(c.submissions[g.Submission], number, r)
		}
		has = true
		one.Tasks = append(one.Tasks, c.task(g))
	}
	if number == 2 {
		one.Title = "Second hand-in"
	}
	return one, has
}

// handIn says when and by whom it was handed in.
func (c *content) handIn(s book.Submission, number int, r book.SheetResult) string {
	text := "Handed in " + c.when(s.At)
	if late := s.At.Sub(r.Due); number == 1 && !r.Due.IsZero() && late > 0 {
		text += fmt.Sprintf(" (due %s)", c.when(r.Due))
	}
	var names []string
	for _, m := range s.Members {
		if !m.Confirmed.IsZero() {
			names = append(names, c.nameOf(m.Student))
		}
	}
	if len(names) > 1 {
		text += " by " + strings.Join(names, ", ")
	}
	return text + "."
}

func (c *content) nameOf(id string) string {
	if name := plain(c.results[id].Student.Name); name != "" {
		return name
	}
	return id
}

// task is what a student is told of one cell.
func (c *content) task(g book.Grade) task {
	t := task{Title: plain(g.Cell.Title), Max: g.Cell.Points.String(), Bonus: g.Cell.Bonus, Points: "–"}
	switch t.Title {
	case "":
		t.Title = g.Cell.ID
	case g.Cell.ID:
	default: // several parts may stand below one heading
		t.Title += " · " + g.Cell.ID
	}
	if g.Cell.Kind == book.Test && c.held(g.Round) {
		t.State, t.Class = "not shown yet", "open"
		return t
	}
	t.State, t.Class = state(g)
	if g.By != "" && !g.Stale {
		t.Comment, t.By = plain(g.Comment), plain(g.By)
	}
	if g.Open {
		return t
	}
	t.Points = g.Points.String()
	if g.Cell.Kind == book.Test {
		t.Messages = messages(g.Message)
	}
	return t
}

// states are those of tests, as students are told of them.
var states = map[book.Status][2]string{
	book.Passed: {"passed", "good"}, book.Partial: {"passed in part", "part"}, book.Failed: {"failed", "bad"}, book.Timeout: {"took too long", "bad"},
	book.Crashed: {"crashed", "bad"}, book.Uncompilable: {"does not compile", "bad"},
}

func state(g book.Grade) (text, class string) {
	switch {
	case g.Stale:
		return "changed since it was marked: it will be looked at again", "open"
	case g.Open:
		return "not graded yet", "open"
	case g.By == "" && g.Status != "":
		return states[g.Status][0], states[g.Status][1]
	case g.Points.Cmp(g.Cell.Points) >= 0:
		return "", "good"
	case g.Points.Sign() == 0:
		return "", "bad"
	}
	return "", "part"
}

// hiddenPrefix begins the lines of a message that come from hidden tests: see grader.HiddenPrefix.
const hiddenPrefix = "hidden test: "

func messages(text string) (all []message) {
	for line := range strings.SplitSeq(plain(text), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			rest, hidden := strings.CutPrefix(line, hiddenPrefix)
			all = append(all, message{hidden, rest})
		}
	}
	return all
}

// plain is a text without what controls terminals or the direction of writing.
func plain(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf) {
			return -1
		}
		return r
	}, terminal.Plain(text)))
}

func (c *content) when(t time.Time) string { return t.In(c.Zone).Format("2006-01-02 15:04") }
