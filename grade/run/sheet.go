package run

import (
	"strconv"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/release"
)

// Sheet is a release as the gradebook has it.
func Sheet(s *release.Sheet, version int) book.Sheet {
	out := book.Sheet{Name: s.Name, Release: strconv.Itoa(version)}
	for _, c := range s.Cells {
		if c.Scored() {
			out.Cells = append(out.Cells, book.Cell{ID: c.ID, Kind: kinds[c.Kind], Title: title(c), Points: c.Points, Bonus: c.Bonus})
		}
	}
	return out
}

var kinds = map[release.Kind]book.Kind{release.Test: book.Test, release.Manual: book.Manual, release.Task: book.Task}

func title(c release.Cell) string {
	if c.Title == "" {
		return c.ID
	}
	return c.Title
}
