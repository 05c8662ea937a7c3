package tables

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// form is what the header of a table has to say; columns come in any order.
type form struct{ needed, optional []string }

// row is one line by column.
type row struct {
	place string // file:line
	cells map[string]string
}

// maxErrors is how many lines are complained about at once.
const maxErrors = 10

// complaints gathers what is wrong with a file.
type complaints struct {
	errs []error
	more int
}

func (c *complaints) add(place string, err error) {
	if len(c.errs) == maxErrors {
		c.more++
		return
	}
	c.errs = append(c.errs, fmt.Errorf("%s: %w", place, err))
}

// err is one error for all, or none.
func (c *complaints) err() error {
	if c.more > 0 {
		return errors.Join(append(c.errs, fmt.Errorf("and %d more lines", c.more))...)
	}
	return errors.Join(c.errs...)
}

// read reads a table of this form. name is that of the file, for errors.
func read(name string, r io.Reader, f form) ([]row, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if !utf8.Valid(text) {
		return nil, fmt.Errorf("%s is not in UTF-8: save it with that encoding", name)
	}
	c := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\uFEFF")))
	c.FieldsPerRecord = -1
	header, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: the first line has to name the columns %s: %w", name, strings.Join(f.needed, ","), err)
	}
	if err := f.check(header); err != nil {
		return nil, fmt.Errorf("%s:1: %w", name, err)
	}
	var rows []row
	var bad complaints
	for {
		fields, err := c.Read()
		if err == io.EOF {
			return rows, bad.err()
		}
		var syntax *csv.ParseError
		if errors.As(err, &syntax) {
			return nil, fmt.Errorf("%s:%d: %w", name, syntax.Line, syntax.Err)
		}
		line, _ := c.FieldPos(0)
		place := fmt.Sprintf("%s:%d", name, line)
		cells, err := f.cells(header, fields)
		if err != nil {
			bad.add(place, err)
			continue
		}
		rows = append(rows, row{place, cells})
	}
}

// check refuses headers that are not of the form.
func (f form) check(header []string) error {
	want := strings.Join(f.needed, ",")
	if len(header) == 1 && strings.ContainsAny(header[0], ";\t") {
		return fmt.Errorf("the columns are not separated by commas: save the file with commas, %s", want)
	}
	for i, h := range header {
		if slices.Contains(header[:i], h) {
			return fmt.Errorf("the column %q is there twice", h)
		}
		if !slices.Contains(f.needed, h) && !slices.Contains(f.optional, h) {
			return fmt.Errorf("the column %q is not known: the columns are %s", h, strings.Join(slices.Concat(f.needed, f.optional), ","))
		}
	}
	for _, n := range f.needed {
		if !slices.Contains(header, n) {
			return fmt.Errorf("the column %q is missing: the columns are %s", n, want)
		}
	}
	return nil
}

// cells are the fields of a line by their columns.
func (f form) cells(header, fields []string) (map[string]string, error) {
	if len(fields) > len(header) {
		return nil, fmt.Errorf("%d fields in %d columns: is there a decimal comma, or a name with a comma but without quotes?", len(fields), len(header))
	}
	if len(fields) < len(header) {
		return nil, fmt.Errorf("%d fields in %d columns", len(fields), len(header))
	}
	cells := map[string]string{}
	for i, h := range header {
		v := unescape(fields[i])
		if strings.ContainsFunc(v, unicode.IsControl) && h != "comment" {
			return nil, fmt.Errorf("the column %q has a control character", h)
		}
		cells[h] = v
	}
	return cells, nil
}
