package review

import (
	"maps"
	"slices"

	"github.com/gensci/gensci/grade/book"
)

func sortedKeys(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }

// everything tells whether a page leads through all hand-ins, not only the tutor's share.
func everything(v *visit) bool { return v.r.URL.Query().Get("of") == "all" }

// scope is what addresses carry so that the next page leads through the same.
func scope(v *visit) string {
	if everything(v) {
		return "?of=all"
	}
	return ""
}

// mine are the items of a cell that the keys lead through: the tutor's share and what is nobody's, or all.
func (st *state) mine(v *visit, c book.Cell) []item {
	list := st.items(c)
	if st.Share == ShareAll || everything(v) {
		return list
	}
	own := slices.DeleteFunc(slices.Clone(list), func(i item) bool { return i.Tutor != "" && i.Tutor != v.tutor })
	if len(own) == 0 {
		return list
	}
	return own
}

// around are the items before and after one; nil where there is none.
func around(list []item, w *work) (before, after *item) {
	at := slices.IndexFunc(list, func(i item) bool { return i.work == w })
	if at > 0 {
		before = &list[at-1]
	}
	if at+1 < len(list) { // also from outside of the list to its first
		after = &list[at+1]
	}
	return before, after
}

// nextUnmarked is the next item without a mark that holds: of the same task, then of the following ones, then from the beginning.
func (st *state) nextUnmarked(v *visit, from *item) *item {
	cells := st.manual()
	first := 0
	if from != nil {
		if from.Cell.Kind == book.Test {
			cells = []book.Cell{from.Cell}
		}
		first = max(0, slices.IndexFunc(cells, func(c book.Cell) bool { return c.ID == from.Cell.ID }))
	}
	for k := range cells {
		list := st.mine(v, cells[(first+k)%len(cells)])
		if k == 0 && from != nil {
			at := slices.IndexFunc(list, func(i item) bool { return i.work == from.work })
			list = append(slices.Clone(list[at+1:]), list[:max(0, at)]...)
		}
		for _, i := range list {
			if !i.Marked() {
				return &i
			}
		}
	}
	return nil
}

// besides are the tasks before and after a cell, of the same hand-in.
func (st *state) besides(i item) (before, after *item) {
	cells := st.manual()
	at := slices.IndexFunc(cells, func(c book.Cell) bool { return c.ID == i.Cell.ID })
	if at > 0 {
		other := st.item(i.work, cells[at-1])
		before = &other
	}
	if at+1 < len(cells) {
		other := st.item(i.work, cells[at+1])
		after = &other
	}
	return before, after
}
