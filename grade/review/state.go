package review

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gensci/gensci/grade/book"
)

// place is where marks of a hand-in are recorded: under a student, in a round.
type place struct {
	student string
	round   int
}

// work is a hand-in that counts for somebody, or what a student has on paper.
type work struct {
	place
	Name    string   // of all for whom it counts
	address string   // of the student, in addresses
	members []string // for whom it counts, ids
	handin  *book.Submission
	Tutor   string // whose share it is; empty if everybody's
}

// Round is 1 or 2.
func (w *work) Round() int { return w.round }

// Version is the number of the version that counts, 0 if nothing was handed in.
func (w *work) Version() int {
	if w.handin == nil {
		return 0
	}
	return w.handin.Version
}

// item is one cell of a work.
type item struct {
	*work
	Cell  book.Cell
	Mark  book.Mark // Revision 0: not marked
	Stale bool      // the answer has changed since it was marked
	Auto  *book.Grade
	Own   []book.Mark // of single members, which win over the group's
}

// Marked tells whether it has a mark that still holds.
func (i item) Marked() bool { return i.Mark.Revision > 0 && !i.Stale }

// state is what the gradebook says of the sheet at one moment.
type state struct {
	*Server
	students []book.Student
	cells    []book.Cell // that count
	works    []*work     // in the order in which they are marked
	paper    bool        // nobody has handed in a file
	marks    map[string]book.Mark
	grades   map[string]book.Grade
	all      []book.Submission
}

func key(student string, round int, cell string) string {
	return student + "\x00" + strconv.Itoa(round) + "\x00" + cell
}

// load reads the gradebook.
func (s *Server) load(ctx context.Context) (*state, error) {
	st := &state{Server: s, marks: map[string]book.Mark{}, grades: map[string]book.Grade{}}
	sheets, err := s.Book.Sheets(ctx)
	if err != nil {
		return nil, err
	}
	for _, sheet := range sheets {
		if sheet.Name == s.Rule.Sheet {
			st.cells = slices.DeleteFunc(sheet.Cells, func(c book.Cell) bool { return c.Dropped })
		}
	}
	if st.cells == nil {
		return nil, fmt.Errorf("the gradebook has no sheet %q: release it first", s.Rule.Sheet)
	}
	if st.students, err = s.Book.Students(ctx); err != nil {
		return nil, err
	}
	if st.all, err = s.Book.Submissions(ctx, s.Rule.Sheet); err != nil {
		return nil, err
	}
	marks, err := s.Book.Marks(ctx, s.Rule.Sheet)
	if err != nil {
		return nil, err
	}
	for _, m := range marks {
		st.marks[key(m.Student, m.Round, m.Cell)] = m
	}
	grades, err := s.Book.Grades(ctx, s.Rule)
	if err != nil {
		return nil, err
	}
	counting := map[place]string{}
	for _, g := range grades {
		st.grades[key(g.Student, g.Round, g.Cell.ID)] = g
		if g.Submission != "" {
			counting[place{g.Student, g.Round}] = g.Submission
		}
	}
	st.gather(counting)
	return st, nil
}

// gather makes the works out of which submission counts for whom.
func (st *state) gather(counting map[place]string) {
	handins := map[string]*book.Submission{}
	for i := range st.all {
		handins[st.all[i].ID] = &st.all[i]
	}
	share := st.Share.assign(st.students, st.Tutors)
	at := map[place]*work{}
	for round := 1; round <= 2; round++ {
		for _, one := range st.students {
			h := handins[counting[place{one.ID, round}]]
			p := place{one.ID, round}
			if h == nil && round == 2 {
				continue
			}
			if h != nil && counting[place{h.Owner, round}] == h.ID {
				p.student = h.Owner // a mark of the owner's holds for the group
			}
			if at[p] == nil {
				at[p] = &work{place: p, handin: h, Tutor: share[p.student]}
				st.works = append(st.works, at[p])
			}
			at[p].members = append(at[p].members, one.ID)
		}
	}
	st.paper = len(counting) == 0
	st.title()
}

// title names the works and puts them in order: by round, then by how the pages call them, so that an order tells nothing of who it is.
func (st *state) title() {
	by := map[string]book.Student{}
	for _, s := range st.students {
		by[s.ID] = s
	}
	for _, w := range st.works {
		slices.SortFunc(w.members, func(a, b string) int { return order(w.student, a, b) })
		var names []string
		for _, m := range w.members {
			name, _ := st.names.of(by[m])
			names = append(names, name)
		}
		w.Name = strings.Join(names, ", ")
		_, w.address = st.names.of(by[w.student])
		if w.round == 2 {
			w.Name += ", second hand-in"
		}
	}
	if st.Anonymous {
		slices.SortFunc(st.works, func(a, b *work) int {
			if a.round != b.round {
				return a.round - b.round
			}
			return strings.Compare(a.Name, b.Name)
		})
	}
}

// order puts the owner of a hand-in first.
func order(owner, a, b string) int {
	switch {
	case a == owner && b != owner:
		return -1
	case b == owner && a != owner:
		return 1
	}
	return strings.Compare(a, b)
}

// item returns a work's cell.
func (st *state) item(w *work, c book.Cell) item {
	i := item{work: w, Cell: c, Mark: st.marks[key(w.student, w.round, c.ID)]}
	i.Stale = i.Mark.Revision > 0 && i.Mark.Answer != w.answer(c.ID)
	if g, ok := st.grades[key(w.student, w.round, c.ID)]; ok && g.Status != "" {
		i.Auto = &g
	}
	for _, m := range w.members {
		if own, ok := st.marks[key(m, w.round, c.ID)]; ok && m != w.student {
			i.Own = append(i.Own, own)
		}
	}
	return i
}

// answer is the hash of the answer that counts.
func (w *work) answer(cell string) string {
	if w.handin == nil {
		return ""
	}
	return w.handin.Answers[cell]
}

// items are what there is to mark of a cell: hand-ins, and papers where there are no files or marks were given.
func (st *state) items(c book.Cell) (all []item) {
	for _, w := range st.works {
		if i := st.item(w, c); w.handin != nil || st.paper || i.Mark.Revision > 0 {
			all = append(all, i)
		}
	}
	return all
}

// cell finds a cell that counts.
func (st *state) cell(id string) (book.Cell, bool) {
	i := slices.IndexFunc(st.cells, func(c book.Cell) bool { return c.ID == id })
	if i < 0 {
		return book.Cell{}, false
	}
	return st.cells[i], true
}

// work finds a work by its address.
func (st *state) work(round, address string) *work {
	for _, w := range st.works {
		if w.address == address && strconv.Itoa(w.round) == round {
			return w
		}
	}
	return nil
}

// manual are the cells that persons mark.
func (st *state) manual() (all []book.Cell) {
	for _, c := range st.cells {
		if c.Kind != book.Test {
			all = append(all, c)
		}
	}
	return all
}
