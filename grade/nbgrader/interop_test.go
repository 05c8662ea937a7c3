package nbgrader_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// interopPython is the environment variable that names a Python with the packages of testdata/requirements.txt.
const interopPython = "GENSCI_NBGRADER_PYTHON"

const sheetName = "01-squares"

// course is a course folder of nbgrader with the sheet's master, in which nbgrader itself is run.
type course struct {
	t      *testing.T
	python string
	root   string
}

func newCourse(t *testing.T) course {
	t.Helper()
	if testing.Short() {
		t.Skip("nbgrader takes its time")
	}
	python := os.Getenv(interopPython)
	if python == "" {
		t.Skipf("%s does not name a Python with nbgrader (grade/nbgrader/testdata/requirements.txt)", interopPython)
	}
	c := course{t, python, filepath.Join(t.TempDir(), "course")}
	master := nbgrader.File{Path: sheetName + ".ipynb", On: "testdata/" + sheetName + ".ipynb"}
	if err := nbgrader.WriteCourse(c.root, &nbgrader.Course{Sheets: []nbgrader.Sheet{{Name: sheetName, Source: []nbgrader.File{master}}}}); err != nil {
		t.Fatal(err)
	}
	return c
}

func readMaster(t *testing.T) *nbformat.Notebook {
	t.Helper()
	nb, err := nbformat.Read("testdata/" + sheetName + ".ipynb")
	if err != nil {
		t.Fatal(err)
	}
	return nb
}

func readSheet(t *testing.T) *release.Sheet {
	t.Helper()
	s, err := release.Read(readMaster(t), sheetName)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// write puts a notebook into a folder of the course.
func (c course) write(nb *nbformat.Notebook, folder ...string) {
	c.t.Helper()
	dir := filepath.Join(append([]string{c.root}, folder...)...)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := nb.Write(filepath.Join(dir, sheetName+".ipynb")); err != nil {
		c.t.Fatal(err)
	}
}

func (c course) read(folder ...string) *nbformat.Notebook {
	c.t.Helper()
	nb, err := nbformat.Read(filepath.Join(append(append([]string{c.root}, folder...), sheetName+".ipynb")...))
	if err != nil {
		c.t.Fatal(err)
	}
	return nb
}

// run has nbgrader make the release, or grade what students handed in, and returns what it logs, by student.
func (c course) run(students ...string) map[string]string {
	c.t.Helper()
	script, err := filepath.Abs("testdata/interop.py")
	if err != nil {
		c.t.Fatal(err)
	}
	cmd := exec.Command(c.python, append([]string{script, sheetName}, students...)...)
	cmd.Dir = c.root
	cmd.Env = append(os.Environ(), "HOME="+c.root, "PATH="+filepath.Dir(c.python)+string(filepath.ListSeparator)+os.Getenv("PATH"), // it starts alembic
		"JUPYTER_CONFIG_DIR="+c.root, "JUPYTER_DATA_DIR="+c.root, "PYTHONDONTWRITEBYTECODE=1")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		c.t.Fatalf("%v: %v\n%s", cmd, err, said.String())
	}
	var logs map[string]string
	if err := json.Unmarshal(out, &logs); err != nil {
		c.t.Fatalf("%v\n%s", err, out)
	}
	return logs
}

// nbgrader itself works on our sheets, and we on what it makes of them.
func TestNbgrader(t *testing.T) {
	c := newCourse(t)
	c.run()
	t.Run("releases", c.releases)
	t.Run("grades", c.grades)
}

// releases: nbgrader makes of our master what we make of it, and we read that.
func (c course) releases(t *testing.T) {
	theirs, sheet := c.read("release", sheetName), readSheet(t)
	ours := sheet.Notebook()
	if len(theirs.Cells) != len(ours.Cells) {
		t.Fatalf("nbgrader has %d cells, we have %d", len(theirs.Cells), len(ours.Cells))
	}
	for i, their := range theirs.Cells {
		our := ours.Cells[i]
		if their.Source != our.Source || their.ID != our.ID {
			t.Errorf("cell %d: nbgrader has %q, %q, we have %q, %q", i+1, their.ID, their.Source, our.ID, our.Source)
		}
		if got, want := plain(t, our), plain(t, their); !reflect.DeepEqual(got, want) {
			t.Errorf("cell %d: nbgrader has\n%v, we have\n%v", i+1, want, got)
		}
	}
	answers, err := release.ReadAnswers(sheet, theirs)
	if err != nil || len(answers.Remarks) > 0 {
		t.Errorf("remarks on nbgrader's release: %q, %v", answers.Remarks, err)
	}
}

// plain is the metadata of a cell with texts for points, which nbgrader writes as it likes.
func plain(t *testing.T, c nbformat.Cell) map[string]any {
	t.Helper()
	m := map[string]any{}
	for k, v := range c.Metadata {
		m[k] = v
	}
	meta, found, err := nbgrader.Read(c)
	if err != nil {
		t.Fatal(err)
	}
	if found {
		m[nbgrader.Key] = []any{meta.Grade, meta.Solution, meta.Locked, meta.Task, meta.ID, meta.Points.String(), meta.Checksum, meta.CellType}
	}
	return m
}

// changed is what nbgrader logs of a cell that is not as it was released.
var changed = regexp.MustCompile(`Attribute '\w+' for cell \S+ has changed!`)

// grades: nbgrader takes what students do with our release for what they do with its own. It puts hidden tests and mark schemes back, and says that it changes those cells.
func (c course) grades(t *testing.T) {
	handedIn := map[string]*nbformat.Notebook{"theirs": c.read("release", sheetName), "ours": readSheet(t).Notebook(), "forged": forged(readSheet(t).Notebook())}
	for student, nb := range handedIn {
		for i := range nb.Cells {
			if meta, _, _ := nbgrader.Read(nb.Cells[i]); meta.Solution {
				nb.Cells[i].Source = "// an answer"
			}
		}
		c.write(nb, "submitted", student, sheetName)
	}
	said := map[string][]string{}
	for student, log := range c.run(slices.Collect(maps.Keys(handedIn))...) {
		said[student] = changed.FindAllString(log, -1)
		if got, want := len(c.read("autograded", student, sheetName).Cells), len(handedIn[student].Cells); got != want {
			t.Errorf("%s: %d cells came out of %d", student, got, want)
		}
	}
	if !reflect.DeepEqual(said["ours"], said["theirs"]) {
		t.Errorf("nbgrader says of ours %q, and of its own %q", said["ours"], said["theirs"])
	}
	if !slices.Contains(said["forged"], "Attribute 'points' for cell square-test has changed!") {
		t.Errorf("nbgrader says of a forged cell %q", said["forged"])
	}
}

// forged is a release with other points.
func forged(nb *nbformat.Notebook) *nbformat.Notebook {
	for i := range nb.Cells {
		if meta, _, _ := nbgrader.Read(nb.Cells[i]); meta.Grade && !meta.Solution {
			meta.Points = meta.Points.Plus(meta.Points)
			meta.Put(&nb.Cells[i])
		}
	}
	return nb
}
