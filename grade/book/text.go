package book

import (
	"database/sql/driver"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/points"
)

// timeForm has a fixed width and is UTC: such texts sort as the times do.
const timeForm = "2006-01-02T15:04:05.000000000Z"

// instant is a time as a column; the zero time is the empty text.
type instant struct{ *time.Time }

func (i instant) Value() (driver.Value, error) {
	if i.IsZero() {
		return "", nil
	}
	return i.UTC().Format(timeForm), nil
}

func (i instant) Scan(v any) error {
	text, err := column(v)
	if err != nil || text == "" {
		*i.Time = time.Time{}
		return err
	}
	*i.Time, err = time.Parse(timeForm, text)
	return err
}

// number is points as a column.
type number struct{ *points.Points }

func (n number) Value() (driver.Value, error) { return n.String(), nil }

func (n number) Scan(v any) error {
	text, err := column(v)
	if err != nil {
		return err
	}
	return n.UnmarshalText([]byte(text))
}

func column(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case []byte:
		return string(v), nil
	}
	return "", fmt.Errorf("a column has %T, not text: the gradebook was changed by another program", v)
}

// maxText bounds messages and comments, which students' programs have a say in.
const maxText = 64 << 10

var cleaner = strings.NewReplacer("\x00", "\uFFFD", "\r\n", "\n", "\r", "\n")

// clean makes a text one that both databases and tables keep as it is: no NUL, valid UTF-8, lines that end with a newline, bounded.
func clean(text string) string {
	if len(text) > maxText {
		text = text[:maxText] + "…"
	}
	return cleaner.Replace(strings.ToValidUTF8(text, "\uFFFD"))
}

var id = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// CheckID says what is wrong with a student's id, which also names files.
func CheckID(text string) error {
	if !id.MatchString(text) || text == "." || text == ".." {
		return fmt.Errorf("%q is no id: use up to 64 letters, digits, dots, underscores and hyphens", text)
	}
	return nil
}

// storable refuses points whose text could not be read back, and those outside of 0 … max.
func storable(p, limit points.Points) error {
	if _, err := points.Parse(p.String()); err != nil {
		return err
	}
	if p.Sign() < 0 {
		return fmt.Errorf("%s points are negative", p)
	}
	if p.Cmp(limit) > 0 {
		return fmt.Errorf("%s points are more than the maximum of %s", p, limit)
	}
	return nil
}
