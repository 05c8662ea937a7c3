// Package doctable reads the tables of a Markdown page, so that worked examples in documents are tests.
//
//	for _, row := range doctable.Read(t, "../../docs/teach-formulas.md", "hand-in") {
//		got := compute(row.Cell["parts"])
//		if got != row.Cell["score"] { t.Errorf("%s: got %s", row.Place, got) }
//	}
package doctable

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// Row is one row of a table.
type Row struct {
	Place string            // file:line
	Cell  map[string]string // by the header of its column
}

// Read returns the rows of all tables whose first column has this header. It fails the test if there are none.
func Read(t testing.TB, file, first string) []Row {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows := parse(file, string(text), first)
	if len(rows) == 0 {
		t.Fatalf("%s has no table whose first column is %q", file, first)
	}
	return rows
}

func parse(file, text, first string) (rows []Row) {
	var header []string
	n := 0
	for line := range strings.Lines(text) {
		n++
		cells, ok := split(line)
		switch {
		case !ok:
			header = nil
		case header == nil:
			header = cells
		case strings.Trim(strings.Join(cells, ""), "-: ") == "":
		case header[0] == first && len(cells) == len(header):
			row := Row{fmt.Sprintf("%s:%d", file, n), map[string]string{}}
			for i, h := range header {
				row.Cell[h] = cells[i]
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// split returns the cells of a table's line.
func split(line string) ([]string, bool) {
	line = strings.TrimSpace(line)
	if len(line) < 2 || line[0] != '|' || line[len(line)-1] != '|' {
		return nil, false
	}
	cells := strings.Split(line[1:len(line)-1], "|")
	for i := range cells {
		cells[i] = strings.Trim(cells[i], " `")
	}
	return cells, true
}
