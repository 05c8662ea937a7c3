package book

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// header is the first line of a dump.
type header struct {
	Gradebook int `json:"gengrade-gradebook"` // version of the tables
}

// line is every other one: the columns of a table, or one of its rows.
type line struct {
	Table   string   `json:"table,omitempty"`
	Columns []string `json:"columns,omitempty"`
	Row     []any    `json:"row,omitempty"`
}

// Dump writes one state of the whole gradebook as lines of JSON, the same for both databases: Load reads it into either.
func (b *Book) Dump(ctx context.Context, w io.Writer) error {
	out := json.NewEncoder(w)
	if err := out.Encode(header{len(migrations)}); err != nil {
		return err
	}
	return b.read(ctx, func(t tx) error {
		for _, name := range tables {
			columns, rows := t.table("SELECT * FROM " + name)
			if err := out.Encode(line{Table: name, Columns: columns}); err != nil {
				return err
			}
			for _, row := range rows {
				if err := out.Encode(line{Row: row}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// table reads whole rows: texts and integers are all there is.
func (t tx) table(query string, args ...any) (columns []string, rows [][]any) {
	if *t.failed != nil {
		return nil, nil
	}
	r, err := t.tx.QueryContext(t.ctx, query, args...)
	if err == nil {
		defer r.Close()
		columns, err = r.Columns()
	}
	for err == nil && r.Next() {
		row := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		err = r.Scan(into...)
		rows = append(rows, row)
	}
	if err == nil {
		err = r.Err()
	}
	*t.failed = err
	return columns, rows
}

// ErrNotEmpty says that a gradebook has something that Load would replace.
var ErrNotEmpty = errors.New("the gradebook is not empty")

// Load puts what Dump wrote in the place of all that is in the gradebook, in one step. Unless it is told to replace, it refuses one that is not empty.
func (b *Book) Load(ctx context.Context, r io.Reader, replace bool) error {
	in := json.NewDecoder(r)
	in.UseNumber()
	var h header
	if err := in.Decode(&h); err != nil || h.Gradebook < 1 {
		return errors.New("this is no dump of a gradebook")
	}
	if h.Gradebook > len(migrations) {
		return fmt.Errorf("this dump was made by a newer gengrade (version %d, this one knows %d): install that one", h.Gradebook, len(migrations))
	}
	return b.write(ctx, func(t tx) error {
		if !replace && !t.empty() {
			return ErrNotEmpty
		}
		for i := len(tables) - 1; i >= 0; i-- {
			t.exec("DELETE FROM " + tables[i])
		}
		if err := t.load(in, tablesAt(h.Gradebook)); err != nil {
			return fmt.Errorf("the dump is damaged: %w", err)
		}
		if b.postgres { // numbers that were given must not be given again; SQLite sees to that itself
			var seq int64
			t.one("SELECT setval(pg_get_serial_sequence('history', 'seq'), (SELECT COALESCE(MAX(seq), 0) + 1 FROM history), false)", nil, &seq)
		}
		return nil
	})
}

func (t tx) empty() bool {
	for _, name := range tables {
		var n int
		if t.one("SELECT 1 FROM "+name+" LIMIT 1", nil, &n) {
			return false
		}
	}
	return true
}

// load inserts rows until the dump ends; all tables have to be there, in their order.
func (t tx) load(in *json.Decoder, tables []string) error {
	seen, insert, columns := 0, "", 0
	for {
		var l line
		switch err := in.Decode(&l); {
		case err == io.EOF && seen == len(tables):
			return nil
		case err == io.EOF:
			return fmt.Errorf("%d of %d tables are there", seen, len(tables))
		case err != nil:
			return err
		case l.Row != nil:
			if seen == 0 || len(l.Row) != columns {
				return fmt.Errorf("a row of %d columns, want %d", len(l.Row), columns)
			}
			if err := values(l.Row); err != nil {
				return err
			}
			t.exec(insert, l.Row...)
		default:
			if seen == len(tables) || l.Table != tables[seen] {
				return fmt.Errorf("unexpected table %q", l.Table)
			}
			var err error
			if insert, err = insertion(l); err != nil {
				return err
			}
			seen, columns = seen+1, len(l.Columns)
		}
	}
}

// values makes numbers what drivers take.
func values(row []any) error {
	for i, v := range row {
		switch v := v.(type) {
		case string:
		case json.Number:
			n, err := v.Int64()
			if err != nil {
				return err
			}
			row[i] = n
		default:
			return fmt.Errorf("a value is %T, neither text nor number", v)
		}
	}
	return nil
}

// insertion is the statement that inserts rows with these columns, whose names come from a file.
func insertion(l line) (string, error) {
	var places []string
	for i, c := range l.Columns {
		if c == "" || strings.Trim(c, "abcdefghijklmnopqrstuvwxyz") != "" {
			return "", fmt.Errorf("%q is no column", c)
		}
		places = append(places, fmt.Sprintf("$%d", i+1))
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", l.Table, strings.Join(l.Columns, ", "), strings.Join(places, ", ")), nil
}
