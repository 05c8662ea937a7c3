package book_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/points"
)

// A hand-in is graded by tests, and the points of one cell replaced by a tutor.
func Example() {
	ctx := context.Background()
	dir, _ := os.MkdirTemp("", "")
	defer os.RemoveAll(dir)
	b, err := book.Open(ctx, filepath.Join(dir, "gradebook.db"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer b.Close()
	b.AddStudents(ctx, []book.Student{{ID: "ada", Name: "Ada Lovelace"}})
	b.PutSheet(ctx, book.Sheet{Name: "22-flows", Release: "1", Cells: []book.Cell{{ID: "inverse", Kind: book.Test, Points: points.Of(4)}}}, "eve")
	s, _ := b.RecordSubmission(ctx, book.Submission{Sheet: "22-flows", Owner: "ada", Round: 1, At: time.Now(), Hash: "…"})
	b.RecordAutomatic(ctx, book.Graded{Submission: s.ID, Cells: []book.CellGrade{{Cell: "inverse", Points: points.Of(1), Status: book.Partial, Message: "the sign"}}})
	b.RecordManual(ctx, book.Mark{Sheet: "22-flows", Student: "ada", Round: 1, Cell: "inverse", Points: points.Must("2.5"), Comment: "right idea", By: "eve"})
	grades, err := b.Grades(ctx, book.Rule{Sheet: "22-flows"})
	for _, g := range grades {
		fmt.Println(s.ID, g.Points, "of", g.Cell.Points, g.Comment, g.Message, err)
	}
	// Output:
	// 22-flows/ada/1/1 2.5 of 4 right idea the sign <nil>
}
