package review

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/internal/terminal"
)

// answerPage is one answer beside its task.
type answerPage struct {
	Item            item
	Title           string
	Tasks           []link      // of the sheet, this one with an empty address
	List            []tableItem // all answers to this task that the keys lead through
	Position, Total int
	Marked          int

	Task    []block
	Scheme  *block
	Answer  []block
	Given   bool // nothing was written
	Rest    []block
	Remarks []string
	Problem string
	Files   []file

	Points, Comment string // in the form
	Conflict        *conflict
	Saved           *item
	Phrases         []book.Phrase
	History         []book.Change

	Save, Live, Phrase, Drop     string // addresses
	Previous, Next, Unmarked     string
	PreviousTask, NextTask       string
	PreviousStudent, NextStudent string
	Everything, Mine             string // addresses of this page with other scopes; empty if there are no shares
	All                          bool
}

func (s *Server) answer(v *visit) error { return s.show(v, http.StatusOK, nil) }

// show shows an item, after a conflict with both values.
func (s *Server) show(v *visit, status int, c *conflict) error {
	st, i, err := s.find(v)
	if err != nil {
		return err
	}
	p := answerPage{Item: i, Title: s.titleOf(i.Cell), Conflict: c, All: everything(v)}
	if i.Auto != nil {
		i.Auto.Message = st.veilOf(i.work).over(terminal.Plain(i.Auto.Message))
	}
	if i.Mark.Revision > 0 {
		p.Points, p.Comment = i.Mark.Points.String(), i.Mark.Comment
	}
	if c != nil {
		p.Points, p.Comment = v.r.PostForm.Get("points"), c.Yours.Comment
	}
	if round, who, ok := strings.Cut(v.r.URL.Query().Get("saved"), "/"); ok {
		if w := st.work(round, who); w != nil {
			cell := i.Cell
			for _, c := range st.cells {
				if c.ID == v.r.URL.Query().Get("cell") {
					cell = c
				}
			}
			before := st.item(w, cell)
			p.Saved = &before
		}
	}
	if p.Phrases, err = s.Book.Phrases(v.r.Context(), s.Rule.Sheet, i.Cell.ID); err != nil {
		return err
	}
	if p.History, err = s.Book.History(v.r.Context(), book.Query{Sheet: s.Rule.Sheet, Student: i.student, Cell: i.Cell.ID}); err != nil {
		return err
	}
	slices.Reverse(p.History)
	s.looks.note(v.tutor, i.place, i.Cell.ID, s.now())
	st.fill(v, &p)
	st.lead(v, &p)
	s.page(v, status, "answer", p)
	return nil
}

// lead sets the addresses.
func (st *state) lead(v *visit, p *answerPage) {
	i := p.Item
	list := st.mine(v, i.Cell)
	sum := statisticsOf(list)
	p.Total, p.Marked = sum.Total, sum.Marked
	p.Position = 1 + slices.IndexFunc(list, func(o item) bool { return o.work == i.work })
	for _, o := range list {
		p.List = append(p.List, tableItem{o, st.address(o) + scope(v)})
	}
	to := func(o *item) string {
		if o == nil {
			return ""
		}
		return st.address(*o) + scope(v)
	}
	before, after := around(list, i.work)
	p.Previous, p.Next, p.Unmarked = to(before), to(after), to(st.nextUnmarked(v, &i))
	taskBefore, taskAfter := st.besides(i)
	p.PreviousTask, p.NextTask = to(taskBefore), to(taskAfter)
	if cells := st.manual(); len(cells) > 0 {
		first := func(o *item) string {
			if o == nil {
				return ""
			}
			start := st.item(o.work, cells[0])
			return to(&start)
		}
		p.PreviousStudent, p.NextStudent = first(before), first(after)
	}
	for _, c := range st.cells {
		l := link{Name: st.shortOf(c), Title: st.titleOf(c)}
		if c.ID != i.Cell.ID {
			o := st.item(i.work, c)
			l.Address = to(&o)
		}
		p.Tasks = append(p.Tasks, l)
	}
	p.Save, p.Live = st.address(i)+scope(v), st.atItem("state", i.Cell.ID, i.work)+scope(v)
	p.Phrase, p.Drop = st.at("phrase", i.Cell.ID), st.at("drop", i.Cell.ID)
	if st.Share != ShareAll {
		p.Everything, p.Mine = st.address(i)+"?of=all", st.address(i)
	}
}
