package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// notebook is the master: cells begin with a line "== KIND ID [POINTS]".
func notebook() *nbformat.Notebook {
	nb := &nbformat.Notebook{Metadata: map[string]any{
		"kernelspec": map[string]any{"display_name": "Go (gensci)", "language": "go", "name": "gensci"}, "language_info": map[string]any{"name": "go"},
	}}
	for _, part := range strings.Split("\n"+sheetText, "\n== ")[1:] {
		head, body, _ := strings.Cut(part, "\n")
		words := strings.Fields(head)
		c := nbformat.Cell{Type: nbformat.Code, ID: "cell-" + words[1], Source: strings.TrimSuffix(body, "\n"), Metadata: map[string]any{}}
		m := nbgrader.Meta{ID: words[1], Solution: words[0] == "solution"}
		if words[0] == "test" {
			m.Grade, m.Locked, m.Points = true, true, points.Must(words[2])
		}
		m.Put(&c)
		nb.Cells = append(nb.Cells, c)
	}
	return nb
}

func masters(sheet *release.Sheet) map[string]string {
	out := map[string]string{}
	for _, c := range sheet.Cells {
		if c.Kind == release.Solution {
			out[c.ID] = c.Source
		}
	}
	return out
}

// course makes a gradebook and n hand-ins in a folder.
func course(ctx context.Context, folder string, n int) (*release.Sheet, *book.Book, error) {
	sheet, err := release.Read(notebook(), "22-bench")
	if err != nil {
		return nil, nil, err
	}
	b, err := book.Open(ctx, filepath.Join(folder, "gradebook.db"))
	if err != nil {
		return nil, nil, err
	}
	released := book.Sheet{Name: sheet.Name, Release: "1"}
	for _, c := range sheet.Cells {
		if c.Kind == release.Test {
			released.Cells = append(released.Cells, book.Cell{ID: c.ID, Kind: book.Test, Title: c.ID, Points: c.Points})
		}
	}
	if err := b.PutSheet(ctx, released, "bench"); err != nil {
		return nil, nil, err
	}
	for i := range n {
		if err := handIn(ctx, folder, b, i); err != nil {
			return nil, nil, err
		}
	}
	return sheet, b, nil
}

func handIn(ctx context.Context, folder string, b *book.Book, i int) error {
	id := fmt.Sprintf("student%03d", i)
	nb := notebook()
	for k, c := range nb.Cells {
		if strings.Contains(c.Source, "BEGIN SOLUTION") {
			nb.Cells[k].Source = answer(c.Source, i, k)
		}
	}
	file := filepath.Join("22-bench", id, "1", "22-bench.ipynb")
	if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, file)), 0o700); err != nil {
		return err
	}
	if err := nb.Write(filepath.Join(folder, file)); err != nil {
		return err
	}
	if err := b.AddStudents(ctx, []book.Student{{ID: id, Name: id}}); err != nil {
		return err
	}
	at := time.Unix(1e9, 0)
	_, err := b.RecordSubmission(ctx, book.Submission{
		Sheet: "22-bench", Owner: id, Round: 1, At: at, Hash: id, Release: "1", File: filepath.ToSlash(file), Members: []book.Member{{Student: id, Confirmed: at}},
	})
	return err
}

// answer is what student i makes of cell k.
func answer(source string, i, k int) string {
	body := fmt.Sprintf("\t_ = %d // no two programs are the same\n", i)
	head, rest, _ := strings.Cut(source, "\t// BEGIN SOLUTION\n")
	_, tail, _ := strings.Cut(rest, "\t// END SOLUTION\n")
	with := func(line string) string { return head + body + line + tail }
	switch {
	case i%50 == 49 && k == 0:
		return with("\tfor {\n\t}\n")
	case i%10 == 6:
		return with("\tif true {\n\t\tpanic(\"a mistake\")\n\t}\n" + strings.Split(rest, "\t// END SOLUTION")[0])
	case i%10 == 7:
		return with("\tpanic(\"not implemented\")\n")
	case i%10 == 8 && k == 4:
		return with("\treturn undefined\n")
	case i%10 == 9:
		return with("\tvar none []float64\n\t_ = none[len(none)]\n" + strings.Split(rest, "\t// END SOLUTION")[0])
	}
	return with(strings.Split(rest, "\t// END SOLUTION")[0])
}
