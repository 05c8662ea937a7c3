package review

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/gensci/gensci/grade/book"
)

// overviewPage is the first page: what is done, by whom, and what waits.
type overviewPage struct {
	Tasks, Tests []taskRow
	Tutors       []shareRow // nobody if everybody marks everything
	Given        []shareRow // by whom marks were given
	Stale        []link
	Start        string // the next answer without mark
}

type taskRow struct {
	Cell    book.Cell
	Title   string
	Short   string
	Address string
	statistics
}

type shareRow struct {
	Tutor       string
	Done, Total int
	Mine        bool
}

// link is a place to go to. Title says more, where the name is short.
type link struct{ Name, Title, Address string }

func (s *Server) overview(v *visit) error {
	st, err := s.load(v.r.Context())
	if err != nil {
		return err
	}
	var p overviewPage
	t := tally{map[string]int{}, map[string]int{}, map[string]int{}}
	for _, c := range st.cells {
		items := st.items(c)
		row := taskRow{c, s.titleOf(c), s.shortOf(c), s.at("task", c.ID), statisticsOf(items)}
		if c.Kind == book.Test {
			p.Tests = append(p.Tests, row)
		} else {
			p.Tasks = append(p.Tasks, row)
		}
		for _, i := range items {
			t.count(i)
			if i.Stale {
				p.Stale = append(p.Stale, link{Name: row.Title + ": " + i.Name, Address: s.address(i)})
			}
		}
	}
	p.Tutors, p.Given = t.rows(s, v.tutor)
	if next := st.nextUnmarked(v, nil); next != nil {
		p.Start = s.address(*next)
	}
	s.page(v, http.StatusOK, "overview", p)
	return nil
}

// tally counts by tutors: what is marked and what there is of their shares, whoever marked it, and the marks that they gave.
type tally struct{ done, total, given map[string]int }

func (t tally) count(i item) {
	if i.Mark.Revision > 0 {
		t.given[i.Mark.By]++
	}
	if i.Cell.Kind == book.Test {
		return
	}
	t.total[i.Tutor]++
	if i.Marked() {
		t.done[i.Tutor]++
	}
}

// rows are the shares of all tutors and of nobody, if there are shares, and who gave how many marks.
func (t tally) rows(s *Server, me string) (shares, given []shareRow) {
	for _, name := range append(s.Tutors[:len(s.Tutors):len(s.Tutors)], "") {
		if s.Share != ShareAll && (name != "" || t.total[name] > 0) {
			shares = append(shares, shareRow{Tutor: name, Done: t.done[name], Total: t.total[name], Mine: name == me})
		}
	}
	for _, name := range sortedKeys(t.given) {
		given = append(given, shareRow{Tutor: name, Done: t.given[name], Mine: name == me})
	}
	return shares, given
}

// titleOf is what a task is called.
func (s *Server) titleOf(c book.Cell) string {
	if c.Title == "" || strings.EqualFold(c.Title, c.ID) {
		return c.ID
	}
	return c.Title + " · " + c.ID
}

// shortOf is what a task is called where there is little room.
func (s *Server) shortOf(c book.Cell) string {
	if long := s.titleOf(c); utf8.RuneCountInString(long) <= 28 {
		return long
	}
	return c.ID
}

// task leads to the first answer of a task that has no mark, or to its first.
func (s *Server) task(v *visit) error {
	st, err := s.load(v.r.Context())
	if err != nil {
		return err
	}
	c, ok := st.cell(v.r.PathValue("cell"))
	if !ok {
		return refuse(http.StatusNotFound, "The sheet has no such task.")
	}
	list := st.mine(v, c)
	if len(list) == 0 {
		return refuse(http.StatusNotFound, "Nothing has been handed in for this task.")
	}
	to := list[0]
	for _, i := range list {
		if !i.Marked() {
			to = i
			break
		}
	}
	http.Redirect(v.w, v.r, s.address(to)+scope(v), http.StatusSeeOther)
	return nil
}
