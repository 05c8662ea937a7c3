package run

import (
	"strconv"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/release"
)

// Sheet is what the gradebook has to know of a release with a number.
func Sheet(s *release.Sheet, number int) book.Sheet {
	out := book.Sheet{Name: s.Name, Release: strconv.Itoa(number)}
	for _, c := range s.Cells {
		if c.Scored() {
			out.Cells = append(out.Cells, book.Cell{ID: c.ID, Kind: book.Kind(c.Kind.String()), Title: c.Title, Points: c.Points, Bonus: c.Bonus})
		}
	}
	return out
}
