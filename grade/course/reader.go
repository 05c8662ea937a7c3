package course

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/admit"
	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/points"
)

// reader makes a Course of what course.toml says, and gathers all that is wrong with it.
type reader struct {
	file, source string
	block        string // the block that is read now: "" above all others, "[limits]", "[[sheet]]" …
	nth          int    // which of the blocks of this name
	errs         []error
}

// bad notes an error of a key in the block.
func (r *reader) bad(key string, err error) {
	if err == nil {
		return
	}
	line := lineOf(r.source, r.block, r.nth)
	if n := lineOf(r.after(line), key, 0); n > 0 {
		line += n - min(line, 1)
	}
	r.errs = append(r.errs, fmt.Errorf("%s:%d: %s: %w", r.file, max(line, 1), key, err))
}

// after is the block that begins at a line: the text up to the next one.
func (r *reader) after(line int) string {
	lines := strings.SplitAfter(r.source, "\n")[max(line-1, 0):]
	for i, l := range lines {
		if i > 0 && strings.HasPrefix(strings.TrimSpace(l), "[") {
			return strings.Join(lines[:i], "")
		}
	}
	return strings.Join(lines, "")
}

// lineOf finds the nth line that begins with a key, or is the head of a block; 0 if there is none.
func lineOf(source, key string, nth int) int {
	if key == "" {
		return 0
	}
	begin := regexp.MustCompile(`^\s*` + regexp.QuoteMeta(key) + `\s*(=|#|$)|[{,]\s*` + regexp.QuoteMeta(key) + `\s*=`)
	n := 0
	for line := range strings.Lines(source) {
		n++
		if begin.MatchString(strings.TrimRight(line, "\r\n")) && !strings.HasPrefix(strings.TrimSpace(line), "#") {
			if nth == 0 {
				return n
			}
			nth--
		}
	}
	return 0
}

func (r *reader) course(raw config) *Course {
	c := &Course{Name: raw.Name, Tutors: raw.Tutors, Imports: raw.Imports, Database: raw.Database, GroupMax: 3}
	if c.Name == "" {
		r.bad("name", errors.New("a course needs a name"))
	}
	if raw.Database != "" && !book.IsPostgres(raw.Database) {
		r.bad("database", errors.New("write a URL, postgres://…, or leave the line out for the file gradebook.db"))
	}
	var err error
	if c.Zone, err = time.LoadLocation(raw.Zone); err != nil || raw.Zone == "" {
		r.bad("zone", fmt.Errorf(`%q is no time zone; write one such as "Europe/Berlin"`, raw.Zone))
		c.Zone = time.UTC
	}
	c.Admission, err = admit.ParseShare(raw.Admission)
	r.bad("admission", err)
	if raw.GroupMax != nil {
		c.GroupMax = *raw.GroupMax
	}
	if c.GroupMax < 1 {
		r.bad("group-max", errors.New("a group has at least one member"))
	}
	c.Limits = r.limits(raw)
	r.sheets(c, raw)
	r.extensions(c, raw)
	return c
}

func (r *reader) sheets(c *Course, raw config) {
	seen := map[string]bool{}
	for i, s := range raw.Sheet {
		r.block, r.nth = "[[sheet]]", i
		out := Sheet{Name: s.Name}
		r.bad("name", CheckSheetName(s.Name))
		if seen[out.Number()] {
			r.bad("name", fmt.Errorf("there are two sheets with the number %s", out.Number()))
		}
		seen[out.Number()] = true
		var err error
		out.Due, err = c.Time(string(s.Due))
		r.bad("due", err)
		if s.Late != "" {
			out.Late, err = admit.ParseLate(s.Late)
			r.bad("late", err)
		}
		out.Late.Grace = r.duration("grace", s.Grace, 0)
		if s.Second != nil {
			out.Second, err = c.Time(string(s.Second.Due))
			r.bad("second", err)
			out.Rules.Second, err = admit.ParseSecond(s.Second.Formula)
			r.bad("second", err)
		}
		ids := map[string]bool{}
		for _, t := range s.Tasks {
			cell := book.Cell{ID: t.ID, Kind: book.Task, Title: t.Title, Bonus: t.Bonus}
			cell.Points, err = points.Parse(string(t.Points))
			if err == nil && (cell.Points.Sign() < 0 || book.CheckID(t.ID) != nil || ids[t.ID]) {
				err = fmt.Errorf("the task %q has no id, one that is there twice, or negative points", t.ID)
			}
			r.bad("tasks", err)
			ids[t.ID] = true
			out.Tasks = append(out.Tasks, cell)
		}
		c.Sheets = append(c.Sheets, out)
	}
}

func (r *reader) extensions(c *Course, raw config) {
	for i, e := range raw.Extension {
		r.block, r.nth = "[[extension]]", i
		r.bad("student", book.CheckID(e.Student))
		s, err := c.Sheet(e.Sheet)
		r.bad("sheet", err)
		due, err := c.Time(string(e.Due))
		r.bad("due", err)
		c.Extensions = append(c.Extensions, book.Extension{Student: e.Student, Sheet: s.Name, Round: 1, Due: due})
	}
}

// limits fills in what course.toml leaves out.
func (r *reader) limits(raw config) Limits {
	r.block = "[limits]"
	l := Limits{
		CPU: r.duration("cpu", raw.Limits.CPU, 10*time.Second), Wall: r.duration("wall", raw.Limits.Wall, time.Minute),
		Memory: r.size("memory", raw.Limits.Memory, 1e9), Files: r.size("files", raw.Limits.Files, 64e6), Output: r.size("output", raw.Limits.Output, 64e3),
		Processes: 64,
	}
	if n := raw.Limits.Processes; n != nil {
		if l.Processes = *n; l.Processes < 8 {
			r.bad("processes", errors.New("a Go program needs at least 8"))
		}
	}
	if l.CPU == 0 || l.Wall == 0 {
		r.bad("cpu", errors.New("a time limit of zero lets nothing run"))
	}
	return l
}

func (r *reader) duration(key, text string, otherwise time.Duration) time.Duration {
	if text == "" {
		return otherwise
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		r.bad(key, fmt.Errorf(`%q is no duration; write one such as "90s", "10m" or "1h30m"`, text))
	}
	return d
}

var units = map[string]int64{"kB": 1e3, "MB": 1e6, "GB": 1e9}

// size reads "64kB", "512MB" or "1GB".
func (r *reader) size(key, text string, otherwise int64) int64 {
	if text == "" {
		return otherwise
	}
	number := strings.TrimRight(text, "kMGB")
	n, err := strconv.ParseInt(number, 10, 32)
	unit := units[text[len(number):]]
	if err != nil || n <= 0 || unit == 0 {
		r.bad(key, fmt.Errorf(`%q is no size; write one such as "64kB", "512MB" or "1GB"`, text))
	}
	return n * unit
}

// Time reads a date with an hour: in the course's zone ("2026-12-01 18:00"), or with one of its own (RFC 3339).
func (c *Course) Time(text string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.In(c.Zone), nil
	}
	for _, form := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		t, err := time.ParseInLocation(form, text, c.Zone)
		if err == nil && t.Format(form) == text { // an hour that the clock skips in spring does not exist
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf(`%q is no due date; write date and hour, such as "2026-12-01 18:00"`, text)
}
