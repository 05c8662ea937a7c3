package tables

import (
	"encoding/csv"
	"io"
	"strings"
)

// formula says whether a spreadsheet would take a field for a formula, now or once apostrophes in front are gone.
func formula(field string) bool {
	rest := strings.TrimLeft(field, "'")
	return rest != "" && strings.ContainsRune("=+-@\t\r", rune(rest[0]))
}

// escape puts an apostrophe in front of a field that would be a formula. A number that is negative would get one too; we have none.
func escape(field string) string {
	if formula(field) {
		return "'" + field
	}
	return field
}

// unescape undoes escape.
func unescape(field string) string {
	if rest, ok := strings.CutPrefix(field, "'"); ok && formula(field) {
		return rest
	}
	return field
}

// writer writes lines of escaped fields; the first error is that of end.
type writer struct{ *csv.Writer }

func newWriter(w io.Writer, header ...string) writer {
	out := writer{csv.NewWriter(w)}
	out.Write(header)
	return out
}

func (w writer) line(fields ...string) {
	for i := range fields {
		fields[i] = escape(fields[i])
	}
	w.Write(fields)
}

func (w writer) end() error {
	w.Flush()
	return w.Error()
}
