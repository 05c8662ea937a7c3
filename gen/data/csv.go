package data

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
)

// CSV reads tables of comma-separated values (RFC 4180). The zero value finds the header itself: the first line is one
// when none of its cells is a number or missing. A column is numeric when its cells are; when most are, the first that is
// not is an error, and otherwise the column is text. Empty cells, NA, NaN, null and ? count as missing, and missing and infinite
// values are errors that name line and column.
type CSV struct {
	Comma       rune // 0 means ','
	NoHeader    bool // the first line is data; columns are then called "1", "2", …
	KeepMissing bool // missing numbers become NaN; missing texts become the level ""
}

// File reads the file at path.
func (c CSV) File(path string) (Frame, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("data: reading a table: %w", err)
	}
	defer f.Close()
	frame, err := c.Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return frame, nil
}

// Read reads a table.
func (c CSV) Read(r io.Reader) (Frame, error) {
	t, err := c.cells(r)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(t.rows[0]))
	for j := range names {
		names[j] = strconv.Itoa(j + 1)
	}
	if !c.NoHeader && !slices.ContainsFunc(t.rows[0], looksLikeData) {
		names = t.rows[0]
		t.rows, t.lines = t.rows[1:], t.lines[1:]
	}
	if len(t.rows) == 0 {
		return nil, errors.New("data: the table has a header but no rows")
	}
	frame := make(Frame, len(names))
	for j, name := range names {
		if slices.Contains(names[:j], name) {
			return nil, fmt.Errorf("data: the header has the column %q twice", name)
		}
		if frame[j], err = c.column(name, t, j); err != nil {
			return nil, err
		}
	}
	return frame, nil
}

// sheet is the cells of a file, with the line that each row begins on.
type sheet struct {
	rows  [][]string
	lines []int
}

func (c CSV) cells(r io.Reader) (t sheet, err error) {
	br := bufio.NewReader(r)
	if bom, _ := br.Peek(3); bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		_, _ = br.Discard(3)
	}
	cr := csv.NewReader(br)
	cr.TrimLeadingSpace, cr.FieldsPerRecord = true, -1
	if c.Comma != 0 {
		cr.Comma = c.Comma
	}
	for {
		row, err := cr.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return t, fmt.Errorf("data: reading a table: %w", err)
		}
		line, _ := cr.FieldPos(0)
		if len(t.rows) > 0 && len(row) != len(t.rows[0]) {
			return t, fmt.Errorf("data: line %d has %d cells, line %d has %d; every line must have the same number",
				line, len(row), t.lines[0], len(t.rows[0]))
		}
		for j := range row {
			row[j] = strings.TrimSpace(row[j])
		}
		t.rows, t.lines = append(t.rows, row), append(t.lines, line)
	}
	if len(t.rows) == 0 {
		return t, errors.New("data: the table is empty")
	}
	return t, nil
}

func missing(cell string) bool {
	switch strings.ToLower(cell) {
	case "", "na", "nan", "null", "?":
		return true
	}
	return false
}

func looksLikeData(cell string) bool {
	_, err := strconv.ParseFloat(cell, 64)
	return err == nil || missing(cell)
}

// column decides what a column holds and converts it.
func (c CSV) column(name string, t sheet, j int) (Column, error) {
	col := Column{Name: name, Values: make([]float64, len(t.rows))}
	numbers, firstText := 0, -1
	for i, row := range t.rows {
		v, err := strconv.ParseFloat(row[j], 64)
		switch {
		case missing(row[j]) && !c.KeepMissing:
			return col, fmt.Errorf("data: line %d, column %q: the value is missing; fill it in or set CSV.KeepMissing", t.lines[i], name)
		case missing(row[j]):
			col.Values[i] = math.NaN()
		case err != nil && !math.IsInf(v, 0):
			if firstText < 0 {
				firstText = i
			}
		case math.IsInf(v, 0):
			return col, fmt.Errorf("data: line %d, column %q: %q is infinite or too large", t.lines[i], name, row[j])
		default:
			numbers++
			col.Values[i] = v
		}
	}
	switch {
	case firstText < 0:
		return col, nil
	case 2*numbers > len(t.rows):
		return col, fmt.Errorf("data: line %d, column %q: %q is not a number, though most of the column is", t.lines[firstText], name, t.rows[firstText][j])
	}
	return textColumn(col, t, j), nil
}

// textColumn numbers the texts of a column in order of appearance.
func textColumn(col Column, t sheet, j int) Column {
	index := map[string]int{}
	for i, row := range t.rows {
		text := row[j]
		if missing(text) {
			text = ""
		}
		k, ok := index[text]
		if !ok {
			k = len(col.Levels)
			index[text] = k
			col.Levels = append(col.Levels, text)
		}
		col.Values[i] = float64(k)
	}
	return col
}
