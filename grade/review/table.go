package review

import (
	"net/http"

	"github.com/gensci/gensci/grade/book"
)

// tablePage is for points alone: students by tasks.
type tablePage struct {
	Cells   []taskRow
	Rows    []tableRow
	Classes []string
	Class   string
}

type tableRow struct {
	Name, Address string
	Items         []tableItem
}

type tableItem struct {
	item
	Address string
}

func (s *Server) table(v *visit) error {
	st, err := s.load(v.r.Context())
	if err != nil {
		return err
	}
	var p tablePage
	p.Class = v.r.URL.Query().Get("group")
	class, classes := map[string]string{}, map[string]int{}
	for _, one := range st.students {
		class[one.ID] = one.Class
		classes[one.Class]++
	}
	if len(classes) > 1 {
		p.Classes = sortedKeys(classes)
	}
	cells := st.manual()
	for _, c := range cells {
		p.Cells = append(p.Cells, taskRow{Cell: c, Title: s.titleOf(c), Short: s.shortOf(c), Address: s.at("task", c.ID)})
	}
	for _, w := range st.works {
		if p.Class == "" || class[w.student] == p.Class {
			p.Rows = append(p.Rows, s.tableRow(st, w, cells))
		}
	}
	s.page(v, http.StatusOK, "table", p)
	return nil
}

func (s *Server) tableRow(st *state, w *work, cells []book.Cell) tableRow {
	row := tableRow{Name: w.Name}
	for _, c := range cells {
		i := st.item(w, c)
		row.Items = append(row.Items, tableItem{i, s.address(i)})
	}
	return row
}
