package nb

import (
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
)

// inFolder has values saved in a folder of the test's own.
func inFolder(t *testing.T) (folder string) {
	t.Helper()
	old := savedFolder
	t.Cleanup(func() { savedFolder = old })
	savedFolder = filepath.Join(t.TempDir(), ".gensci", "saved")
	return savedFolder
}

type shaped interface{ Area() float64 }

type Square struct{ Side float64 }

func (s Square) Area() float64 { return s.Side * s.Side }

type Circle struct{ R float64 }

func (c *Circle) Area() float64 { return 3 * c.R * c.R }

// failed is why the cell would have ended.
func failed(t *testing.T, f func()) (err error) {
	t.Helper()
	old := fail
	defer func() { fail = old }()
	fail = func(e error) { err = e }
	f()
	return err
}

func TestSaveAndLoad(t *testing.T) {
	folder := inFolder(t)
	want := map[string][]float64{"a": {1, 2}, "b": nil}
	if err := failed(t, func() { Save("table", want); Save("moons-2.best_ä", 7) }); err != nil {
		t.Fatal(err)
	}
	var got map[string][]float64
	if err := failed(t, func() { got = Load[map[string][]float64]("table") }); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	got["a"][0] = 9
	if again, err := TryLoad[map[string][]float64]("table"); err != nil || again["a"][0] != 1 {
		t.Errorf("a value of its own each time: %v, %v", again, err)
	}
	if err := TrySave("table", []int{1}); err != nil { // another type replaces it
		t.Fatal(err)
	}
	if _, err := TryLoad[map[string][]float64]("table"); err == nil || err.Error() != `nb.Load: "table": it holds a value of type []int, not map[string][]float64` {
		t.Error(err)
	}
	_, err := TryLoad[int]("none")
	if want := `nb.Load: nothing is saved as "none" in ` + folder + " (there is moons-2.best_ä, table): file does not exist"; !errors.Is(err, fs.ErrNotExist) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestWhatIsNoName(t *testing.T) {
	inFolder(t)
	for _, name := range []string{"", "..", ".x", "a/b", `a\b`, "a b", "a\x00", "a\xff", strings.Repeat("a", 300)} {
		if err := TrySave(name, 1); err == nil || !strings.HasPrefix(err.Error(), "nb.Save: ") || !strings.Contains(err.Error(), "is no name: take letters") {
			t.Errorf("saved as %q: %v", name, err)
		}
		if _, err := TryLoad[int](name); err == nil || !strings.Contains(err.Error(), "is no name: take letters") {
			t.Errorf("loaded as %q: %v", name, err)
		}
	}
	if files, _ := os.ReadDir(savedFolder); len(files) != 0 {
		t.Errorf("files %v", files)
	}
}

func TestTypesInInterfaces(t *testing.T) {
	inFolder(t)
	if err := TrySave("shapes", []shaped{Square{2}, &Circle{1}}); err != nil {
		t.Fatal(err)
	}
	// This program names the types, and so has them; but keep is told of none.
	_, err := TryLoad[[]shaped]("shapes")
	if want := `nb.Load: "shapes": it has a nb.Square in an interface; give one for its type: nb.Load[[]nb.shaped]("shapes", nb.Square{})`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	_, err = TryLoad[[]shaped]("shapes", Square{})
	if err == nil || !strings.HasSuffix(err.Error(), `nb.Load[[]nb.shaped]("shapes", &nb.Circle{})`) {
		t.Error(err)
	}
	got, err := TryLoad[[]shaped]("shapes", Square{}, &Circle{}, nil)
	if err != nil || len(got) != 2 || got[0].Area() != 4 || got[1].Area() != 3 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestWhatCannotBeSaved(t *testing.T) {
	folder := inFolder(t)
	if err := TrySave("x", 1); err != nil {
		t.Fatal(err)
	}
	err := TrySave("x", map[string]any{"f": func() {}})
	if err == nil || err.Error() != `nb.Save: "x": the value cannot be saved: its element ["f"] holds a function (func())` {
		t.Error(err)
	}
	if x, err := TryLoad[int]("x"); x != 1 || err != nil {
		t.Errorf("the value before is gone: %v, %v", x, err)
	}
	if files, _ := os.ReadDir(folder); len(files) != 1 {
		t.Errorf("files %v", files)
	}
}

func TestFolderThatCannotBe(t *testing.T) {
	folder := inFolder(t)
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := TrySave("x", 1); err == nil || !strings.HasPrefix(err.Error(), "nb.Save: the folder for saved values cannot be made: ") {
		t.Error(err)
	}
}

// A limit on the size of files stands for a disk without room: the write fails half-way.
func TestFullDisk(t *testing.T) {
	folder := inFolder(t)
	if err := TrySave("x", 1); err != nil {
		t.Fatal(err)
	}
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 64 << 10, Max: old.Max}); err != nil {
		t.Fatal(err)
	}
	err := TrySave("x", make([]float64, 100_000))
	if e := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); e != nil {
		t.Fatal(e)
	}
	if want := `nb.Save: "x" cannot be written to ` + folder + ": file too large"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if x, err := TryLoad[int]("x"); x != 1 || err != nil {
		t.Errorf("the value before is gone: %v, %v", x, err)
	}
	if files, _ := os.ReadDir(folder); len(files) != 1 {
		t.Errorf("files are left: %v", files)
	}
}

func TestDamagedFile(t *testing.T) {
	folder := inFolder(t)
	if err := TrySave("x", []float64{1, 2, 3}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "x")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, whole[:len(whole)-5], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := TryLoad[[]float64]("x"); err == nil || err.Error() != `nb.Load: "x": the file is damaged: its length is not what it says` {
		t.Error(err)
	}
	if rows := savedRows(names()); len(rows) != 1 || rows[0][1] != "the file is damaged: its length is not what it says" {
		t.Errorf("%v", rows)
	}
}

func TestSaved(t *testing.T) {
	folder := inFolder(t)
	for name, v := range map[string]any{"b": map[string]*Square{}, "a": make([]float64, 1000)} {
		if err := TrySave(name, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, ".c-123"), nil, 0o600); err != nil { // of a program that was killed
		t.Fatal(err)
	}
	rows := savedRows(append(names(), "gone"))
	if len(rows) != 2 || rows[0][0] != "a" || rows[0][1] != "[]float64" || !strings.HasSuffix(rows[0][2].(string), " kB") || rows[1][1] != "map[string]*nb.Square" {
		t.Errorf("%v", rows)
	}
}
