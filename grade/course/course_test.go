package course_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/course"
	"github.com/gensci/gensci/grade/points"
)

// A new course opens from its folder and from below, with what the template says.
func TestInit(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gen ml")
	if err := course.Init(dir); err != nil {
		t.Fatal(err)
	}
	below := filepath.Join(dir, "masters", "images")
	if err := os.Mkdir(below, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{dir, below} {
		c, err := course.Open(from)
		if err != nil {
			t.Fatal(err)
		}
		s, err := c.Sheet("00")
		if err != nil || s.Name != "00-welcome" || !s.Due.Equal(time.Date(2026, 12, 1, 17, 0, 0, 0, time.UTC)) || s.Late.Grace != 10*time.Minute {
			t.Errorf("sheet %+v, %v", s, err)
		}
		if c.Folder != dir || c.Admission.String() != "0.5" || c.GroupMax != 3 || c.Limits.Memory != 1e9 || c.Limits.CPU != 10*time.Second || len(c.Imports) != 0 {
			t.Errorf("course %+v", c)
		}
		b, err := c.Book(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		b.Close()
	}
	for _, name := range []string{"secret.key", "gradebook.db", "roster.csv"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v: others can read it", name, info.Mode(), err)
		}
	}
}

// Init changes nothing that is there, and refuses a course.
func TestInitKeeps(t *testing.T) {
	dir := t.TempDir()
	roster := filepath.Join(dir, "roster.csv")
	if err := os.WriteFile(roster, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := course.Init(dir); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(roster); err != nil || string(text) != "mine" {
		t.Errorf("the roster is %q, %v", text, err)
	}
	key, _ := os.ReadFile(filepath.Join(dir, "secret.key"))
	if err := course.Init(dir); err == nil || !strings.Contains(err.Error(), "is a course already") {
		t.Errorf("got %v", err)
	}
	if again, _ := os.ReadFile(filepath.Join(dir, "secret.key")); string(again) != string(key) || len(key) != 32 {
		t.Error("the key has changed")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".gengrade-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestSeed(t *testing.T) {
	seeds := map[uint64]bool{}
	for range 2 {
		dir := t.TempDir()
		if err := course.Init(dir); err != nil {
			t.Fatal(err)
		}
		c, err := course.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, of := range [][2]string{{"r1", "a"}, {"r1", "b"}, {"r2", "a"}, {"r1", "a"}, {"r1a", ""}} {
			seed, err := c.Seed(of[0], of[1])
			if err != nil {
				t.Fatal(err)
			}
			seeds[seed] = true
		}
	}
	if len(seeds) != 8 {
		t.Errorf("%d seeds, want 8: four for each of two courses", len(seeds))
	}
}

const head = "name = \"C\"\nzone = \"Europe/Berlin\"\nadmission = \"1/2\"\n"

// open writes a course.toml and opens it.
func open(t *testing.T, text string) (*course.Course, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "course.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return course.Open(dir)
}

func TestConfig(t *testing.T) {
	c, err := open(t, head+`[[sheet]]
name = "22-flows"
due = 2026-12-01T18:00:00
late = "1/10 per day"
second = { due = "2026-12-15T18:00:00Z", formula = "1/2 of improvement" }
tasks = [{ id = "proof", points = "2.5" }, { id = "extra", points = 1, bonus = true }]
[[extension]]
student = "ada"
sheet = "22"
due = "2026-07-03 18:00"
`)
	if err != nil {
		t.Fatal(err)
	}
	s := c.Sheets[0]
	if !s.Due.Equal(time.Date(2026, 12, 1, 17, 0, 0, 0, time.UTC)) || s.Late.String() != "0.1 per day" || s.Rules.Second.String() != "0.5 of improvement" || s.Second.Day() != 15 {
		t.Errorf("sheet %+v", s)
	}
	if len(s.Tasks) != 2 || s.Tasks[0].Points.String() != "2.5" || !s.Tasks[1].Bonus || s.Tasks[0].Bonus {
		t.Errorf("tasks %+v", s.Tasks)
	}
	if due := c.Rule(s).Extensions["ada"]; !due.Equal(time.Date(2026, 7, 3, 16, 0, 0, 0, time.UTC)) {
		t.Errorf("extension until %v", due)
	}
	b, err := c.Book(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if sheets, err := b.Sheets(t.Context()); err != nil || len(sheets) != 1 || len(sheets[0].Cells) != 2 {
		t.Errorf("sheets %+v, %v", sheets, err)
	}
}

// Each mistake is named with its line and its key.
func TestConfigRefuses(t *testing.T) {
	const sheet = head + "[[sheet]]\nname = \"22-flows\"\ndue = \"2026-12-01 18:00\"\n" // lines 4 to 6
	for text, want := range map[string]string{
		"name = \"C\"\nzone = \"Mars\"\nadmission = \"1/2\"\n":                                   `course.toml:2: zone: "Mars" is no time zone`,
		"name = \"C\"\nzone = \"UTC\"\nadmission = \"half\"\n":                                   `course.toml:3: admission: "half" is no share`,
		"name = \"C\"\nzone = \"UTC\"\nadmission = 0.5\n":                                        `course.toml:3: admission`,
		"zone = \"UTC\"\nadmission = \"1/2\"\n":                                                  `course.toml:1: name: a course needs a name`,
		head + "group_max = 3\n":                                                                 `"group_max" (line 4)`,
		head + "name = \"D\"\n":                                                                  `course.toml:4:`,
		head + "group-max = 0\n":                                                                 `course.toml:4: group-max: a group has`,
		head + "database = \"mysql://x\"\n":                                                      `course.toml:4: database`,
		head + "[limits]\ncpu = \"10 s\"\n":                                                      `course.toml:5: cpu: "10 s" is no duration`,
		head + "[limits]\nmemory = \"1 GB\"\n":                                                   `course.toml:5: memory: "1 GB" is no size`,
		head + "[limits]\nmemory = \"-1GB\"\n":                                                   `course.toml:5: memory`,
		head + "[limits]\nprocesses = 1\n":                                                       `course.toml:5: processes`,
		head + "[limits]\nwal = \"1s\"\n":                                                        `"limits.wal" (line 5)`,
		sheet + "[[sheet]]\nname = \"flows\"\ndue = \"2026-12-01 18:00\"\n":                      `course.toml:8: name: "flows" is no name of a sheet`,
		sheet + "[[sheet]]\nname = \"22-x\"\ndue = \"2026-12-01 18:00\"\n":                       `course.toml:8: name: there are two sheets with the number 22`,
		sheet + "[[sheet]]\nname = \"23-x\"\ndue = \"2026-12-01\"\n":                             `course.toml:9: due: "2026-12-01" is no due date; write date and hour`,
		sheet + "[[sheet]]\nname = \"23-x\"\ndue = 2026-12-01\n":                                 `course.toml:9: `,
		sheet + "[[sheet]]\nname = \"23-x\"\n":                                                   `course.toml:7: due: "" is no due date`,
		sheet + "late = \"10%\"\n":                                                               `course.toml:7: late: "10%" is no penalty`,
		sheet + "grace = \"-5m\"\n":                                                              `course.toml:7: grace`,
		sheet + "second = { due = \"x\", formula = \"better\" }\n":                               `course.toml:7: second: "x" is no due date`,
		sheet + "tasks = [{ id = \"a\", points = 2.5 }]\n":                                       `write points in quotes`,
		sheet + "tasks = [{ id = \"a\", points = \"2,5\" }]\n":                                   `course.toml:7: tasks: "2,5" has a decimal comma`,
		sheet + "tasks = [{ id = \"a\", points = 1 }, { id = \"a\", points = 1 }]\n":             `course.toml:7: tasks: the task "a"`,
		sheet + "[[extension]]\nstudent = \"ada\"\nsheet = \"23\"\ndue = \"2026-12-01 18:00\"\n": `course.toml:9: sheet: there is no sheet "23" in course.toml; it has 22-flows`,
		strings.Replace(sheet, "18:00", "18:00:61", 1):                                           `course.toml:6: due`,
		strings.Replace(sheet, "2026-12-01 18:00", "2027-03-28 02:30", 1):                        `course.toml:6: due`, // skipped in spring
		head + "x = = 1\n":                                                                       "course.toml:4:",
	} {
		_, err := open(t, text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q:\n\tgot  %v\n\twant %s", text, err, want)
		}
	}
}

// A sheet with a notebook has no tasks in course.toml; and what has not changed is not written again.
func TestTasks(t *testing.T) {
	c, err := open(t, head+"[[sheet]]\nname = \"22-flows\"\ndue = \"2026-12-01 18:00\"\ntasks = [{ id = \"a\", points = \"1\" }]\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, limit := range []int64{1, 1, 2} {
		c.Sheets[0].Tasks[0].Points = points.Of(limit)
		b, bad := c.Book(t.Context())
		if bad != nil {
			t.Fatal(bad)
		}
		b.Close()
	}
	b, err := c.Book(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if h, err := b.History(t.Context(), book.Query{}); err != nil || len(h) != 1 || h[0].Old != "1" || h[0].New != "2" {
		t.Errorf("history %+v, %v", h, err)
	}
	if err := b.PutSheet(t.Context(), book.Sheet{Name: "22-flows", Release: "r1", Cells: []book.Cell{{ID: "b"}}}, "t"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Book(t.Context()); err == nil || !strings.Contains(err.Error(), "was released as a notebook") {
		t.Errorf("got %v", err)
	}
}

func TestOpenNothing(t *testing.T) {
	if _, err := course.Open(t.TempDir()); err == nil || !strings.Contains(err.Error(), "gengrade init") {
		t.Errorf("got %v", err)
	}
}
