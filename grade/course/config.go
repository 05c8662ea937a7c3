package course

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // due dates mean the same on machines without time zones

	"github.com/BurntSushi/toml"

	"github.com/gensci/gensci/grade/book"
)

const configName = "course.toml"

// Open finds the course that a folder belongs to: the folder itself, or the next one above it with a course.toml.
func Open(folder string) (*Course, error) {
	start, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		text, err := os.ReadFile(filepath.Join(dir, configName))
		if err == nil {
			return parse(dir, string(text))
		}
		if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
			return nil, err
		}
		if dir == filepath.Dir(dir) {
			return nil, fmt.Errorf("%s belongs to no course: neither it nor a folder above has a course.toml; gengrade init makes a course", start)
		}
	}
}

// config is course.toml as it is written.
type config struct {
	Name      string   `toml:"name"`
	Zone      string   `toml:"zone"`
	Admission string   `toml:"admission"`
	GroupMax  *int     `toml:"group-max"`
	Tutors    []string `toml:"tutors"`
	Imports   []string `toml:"imports"`
	Database  string   `toml:"database"`
	Limits    struct {
		CPU       string `toml:"cpu"`
		Wall      string `toml:"wall"`
		Memory    string `toml:"memory"`
		Processes *int   `toml:"processes"`
		Files     string `toml:"files"`
		Output    string `toml:"output"`
	} `toml:"limits"`
	Sheet []struct {
		Name   string `toml:"name"`
		Due    when   `toml:"due"`
		Grace  string `toml:"grace"`
		Late   string `toml:"late"`
		Second *struct {
			Due     when   `toml:"due"`
			Formula string `toml:"formula"`
		} `toml:"second"`
		Tasks []struct {
			ID     string `toml:"id"`
			Title  string `toml:"title"`
			Points text   `toml:"points"`
			Bonus  bool   `toml:"bonus"`
		} `toml:"tasks"`
	} `toml:"sheet"`
	Extension []struct {
		Student string `toml:"student"`
		Sheet   string `toml:"sheet"`
		Due     when   `toml:"due"`
	} `toml:"extension"`
}

// parse reads the text of a course.toml. Each error names the line and the key.
func parse(folder, source string) (*Course, error) {
	file := filepath.Join(folder, configName)
	var raw config
	meta, err := toml.Decode(source, &raw)
	var syntax toml.ParseError
	if errors.As(err, &syntax) {
		return nil, fmt.Errorf("%s:%d: %s", file, syntax.Position.Line, problem(syntax))
	}
	if err != nil {
		if m := mistyped.FindStringSubmatch(err.Error()); m != nil {
			return nil, fmt.Errorf("%s:%s: %s: %s", file, m[1], m[2], m[3])
		}
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		var all []string
		for _, k := range unknown {
			all = append(all, fmt.Sprintf("%q (line %d)", k.String(), lineOf(source, k[len(k)-1], 0)))
		}
		return nil, fmt.Errorf("%s has keys that gengrade does not know: %s", file, strings.Join(all, ", "))
	}
	r := reader{file: file, source: source}
	c := r.course(raw)
	c.Folder = folder
	if c.Database == "" {
		c.Database = filepath.Join(folder, "gradebook.db")
	}
	if err := errors.Join(r.errs...); err != nil {
		return nil, err
	}
	return c, nil
}

// mistyped is the decoder's error for a value of another type.
var mistyped = regexp.MustCompile(`^toml: line (\d+) \(last key "([^"]+)"\): (.*)$`)

// problem is what is wrong, with the key.
func problem(e toml.ParseError) string {
	if e.LastKey != "" {
		return fmt.Sprintf("%s: %s", e.LastKey, e.Message)
	}
	return e.Message
}

// when is a due date as text: a string, or a date and time of TOML's own.
type when string

// UnmarshalTOML accepts both, and nothing without an hour.
func (w *when) UnmarshalTOML(v any) error {
	switch v := v.(type) {
	case string:
		*w = when(v)
	case time.Time:
		switch v.Location().String() { // the decoder's names for times without a zone
		case "datetime-local":
			*w = when(v.Format("2006-01-02 15:04:05"))
		case "date-local", "time-local":
			return errors.New(`write date and hour, such as "2026-12-01 18:00"`)
		default:
			*w = when(v.Format(time.RFC3339))
		}
	default:
		return errors.New(`write date and hour, such as "2026-12-01 18:00"`)
	}
	return nil
}

// text is a number of points: a string, since a float would not be exact, or an integer.
type text string

// UnmarshalTOML accepts both.
func (t *text) UnmarshalTOML(v any) error {
	switch v := v.(type) {
	case string:
		*t = text(v)
	case int64:
		*t = text(fmt.Sprint(v))
	default:
		return errors.New(`write points in quotes, such as "2.5"`)
	}
	return nil
}

var sheetName = regexp.MustCompile(`^[0-9]{2,3}-[A-Za-z0-9._-]{1,60}$`)

// CheckSheetName says what is wrong with a sheet's name.
func CheckSheetName(name string) error {
	if !sheetName.MatchString(name) || book.CheckID(name) != nil {
		return fmt.Errorf("%q is no name of a sheet; write a number and a topic, such as 22-flows", name)
	}
	return nil
}
