package kernel

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/internal/nbformat"
)

// fortyLimit bounds all that happens to the notebook, on a machine that has much else to do.
const fortyLimit = 4 * time.Minute

// What a reader changes in the middle of the notebook, and the cells that are run again for it, the changed one first.
const (
	fortyOld, fortyNew = "0.1*rng.NormFloat64()", "0.3*rng.NormFloat64()"
	fortyAgain         = "data fit closed spread table picture train judge summary"
)

// TestForty runs 40 cells that a Python user would write, translated line by line: from top to bottom, again after a restart, and in part
// after a cell in the middle was edited. They must show what they show to somebody who starts anew.
func TestForty(t *testing.T) {
	if testing.Short() {
		t.Skip("builds 40 cells")
	}
	useFake(t)
	t.Setenv("TMPDIR", shortTemp(t))
	ctx, cancel := context.WithTimeout(t.Context(), fortyLimit)
	defer cancel()
	f := forty{T: t, ctx: ctx, dir: t.TempDir()} // cells write a file there

	f.start()
	f.run(f.names()...)
	before := f.shown()

	f.restart()
	f.run(f.names()...)
	f.same(before, "after a restart")

	f.edit("data")
	f.run(strings.Fields(fortyAgain)...)
	edited := f.shown()
	if edited["spread"] == before["spread"] {
		t.Errorf("the edit changes nothing: %s", edited["spread"])
	}

	f.restart()
	f.edit("data")
	f.run(f.names()...)
	f.same(edited, "an edited notebook, run from the top")
	f.close()
}

// forty is a kernel that has the notebook open.
type forty struct {
	*testing.T
	*session
	*recorder
	ctx context.Context
	dir string
}

// start opens the notebook, as it is on disk.
func (f *forty) start() {
	f.Helper()
	n, err := nbformat.ReadGo("testdata/forty/forty.ipynb")
	if err != nil {
		f.Fatal(err)
	}
	f.recorder = newRecorder(n)
	if f.session, err = open(f.ctx, Environment{Checkout: ".."}, f.dir); err != nil {
		f.Fatal(err)
	}
}

func (f *forty) restart() {
	f.Helper()
	f.close()
	f.start()
}

func (f *forty) cell(name string) int {
	i := slices.IndexFunc(f.notebook.Cells, func(c nbformat.Cell) bool { return c.ID == name })
	if i < 0 {
		f.Fatalf("there is no cell %s", name)
	}
	return i
}

func (f *forty) names() (names []string) {
	for _, c := range f.notebook.Cells {
		names = append(names, c.ID)
	}
	return names
}

func (f *forty) edit(name string) {
	f.Helper()
	c := &f.notebook.Cells[f.cell(name)]
	if !strings.Contains(c.Source, fortyOld) {
		f.Fatalf("the cell %s has nothing to edit:\n%s", name, c.Source)
	}
	c.Source = strings.ReplaceAll(c.Source, fortyOld, fortyNew)
}

// run runs cells; each must pass.
func (f *forty) run(names ...string) {
	f.Helper()
	for _, name := range names {
		i := f.cell(name)
		f.notebook.Cells[i].Outputs = nil
		if err := f.execute(f.ctx, f.recorder, i); err != nil {
			f.close()
			f.Fatalf("cell %s: %v: %s", name, err, texts(f.notebook.Cells[i]))
		}
	}
}

// shown is what each cell shows, without what no two runs have in common: how long a training took.
func (f *forty) shown() map[string]string {
	all := map[string]string{}
	for _, c := range f.notebook.Cells {
		all[c.ID] = fortyTimes.ReplaceAllString(texts(c), "…")
		for _, o := range c.Outputs {
			all[c.ID] += fmt.Sprint(o.Data["image/svg+xml"])
		}
	}
	return all
}

var fortyTimes = regexp.MustCompile(`\d+(\.\d+)? steps/s +[0-9.]+[a-zµ]+`)

func (f *forty) same(want map[string]string, when string) {
	f.Helper()
	got := f.shown()
	for _, name := range f.names() {
		if got[name] != want[name] {
			f.Errorf("%s the cell %s shows\n%s\nwant\n%s", when, name, got[name], want[name])
		}
	}
}

// TestFortyTwin: the Python that was translated has the same cells in the same order, and parses.
func TestFortyTwin(t *testing.T) {
	twin := filepath.Join("testdata", "forty", "forty.py")
	python, err := os.ReadFile(twin)
	if err != nil {
		t.Fatal(err)
	}
	n, err := nbformat.ReadGo(filepath.Join("testdata", "forty", "forty.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for _, c := range n.Cells {
		want = append(want, c.ID)
	}
	for _, m := range regexp.MustCompile(`(?m)^# %% (\w+)$`).FindAllStringSubmatch(string(python), -1) {
		got = append(got, m[1])
	}
	if len(want) != 40 || !slices.Equal(got, want) {
		t.Errorf("Go has the %d cells %v,\nPython the %d cells %v", len(want), want, len(got), got)
	}
	interpreter, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is missing")
	}
	if out, err := exec.Command(interpreter, "-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())", twin).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", twin, err, out)
	}
}
