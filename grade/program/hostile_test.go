package program

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/program/sheettest"
	"github.com/gensci/gensci/grade/source"
)

// A compiler that hostile text has taken over could put links into the folder that it writes to. Nothing is written or run through them.
func TestLinksInBuildFoldersAreNotFollowed(t *testing.T) {
	folder, outside := t.TempDir(), filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(outside, []byte("precious"), 0o755); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for name, make := range map[string]func(path string) error{
		"symlink":          func(path string) error { return os.Symlink(outside, path) },
		"dangling symlink": func(path string) error { return os.Symlink(outside+"-new", path) },
		"hard link":        func(path string) error { return os.Link(outside, path) },
		"file":             func(path string) error { return os.WriteFile(path, []byte("old and longer than new"), 0o444) },
		"nothing":          func(string) error { return nil },
	} {
		path := filepath.Join(folder, "importcfg")
		if err := make(path); err != nil {
			t.Fatal(err)
		}
		if err := write(root, "importcfg", []byte("new")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() || info.Size() != 3 {
			t.Errorf("%s: %v %v", name, info, err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(outside); err != nil || string(text) != "precious" {
		t.Errorf("the file outside is %q, %v", text, err)
	}
	if _, err := os.Stat(outside + "-new"); err == nil {
		t.Error("a file was made outside")
	}
	if err := os.Mkdir(filepath.Join(folder, "importcfg"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "importcfg", "x"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := write(root, "importcfg", nil); err == nil {
		t.Error("a folder with files in it was written over")
	}
	if err := os.Symlink(outside, filepath.Join(folder, Binary)); err != nil {
		t.Fatal(err)
	}
	if err := regular(root); err == nil {
		t.Error("a link is taken for the program")
	}
}

// Cells that are as large as cells may be cost the grader itself little: this work is done in no box.
func TestLargeCellsAreReadInLittleTime(t *testing.T) {
	if testing.Short() {
		t.Skip("large cells take seconds")
	}
	const most = 20 * time.Second // of the clock, on a busy machine; what grows with the square takes minutes
	sheet := sheettest.Read(t, file(t, "sheet.txt"))
	plan, err := New(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var chain, group, calls strings.Builder
	for i := range 12000 {
		fmt.Fprintf(&chain, "var v%d = v%d\n", i, i+1)
		fmt.Fprintf(&group, "a%d, b%d,", i, i)
		fmt.Fprintf(&calls, "func f%d() {}\n", i)
	}
	right := "func Square(x float64) float64 { return x * x }\n"
	for name, text := range map[string]string{
		"a chain":    right + chain.String(),
		"one group":  right + "var (" + strings.TrimSuffix(group.String(), ",") + " int)\n",
		"functions":  right + calls.String(),
		"methods":    right + "type t int\n" + strings.ReplaceAll(calls.String(), "func f", "func (t) f"),
		"brackets":   right + "var x = " + strings.Repeat("(", 100000) + "1" + strings.Repeat(")", 100000),
		"operators":  right + "var x = " + strings.Repeat("-", 200000) + "1",
		"types":      right + "type t " + strings.Repeat("[]", 100000) + "int",
		"selectors":  right + "var x = a" + strings.Repeat(".a", 100000),
		"statements": right + "func f() {" + strings.Repeat("{", 90000) + strings.Repeat("}", 90000) + "}",
		"directives": right + strings.Repeat("//go:x\n", 30000),
		"quotes":     right + strings.Repeat("%% `\n", 40000),
	} {
		start := time.Now()
		plan.Student("test_square", map[string]string{"square": text})
		plan.Student("test_square", map[string]string{"square": right, "fourth": text})
		if took := time.Since(start); took > most {
			t.Errorf("%s: %v", name, took)
		} else {
			t.Logf("%s: %d kB, %v", name, len(text)>>10, took)
		}
	}
}

// The id of a cell is a file's name, and no option of the compiler's.
func TestCellsWhoseNamesLookLikeOptions(t *testing.T) {
	text := strings.NewReplacer("== solution square", "== solution -o", "== solution fourth", "== solution -help").Replace(file(t, "sheet.txt"))
	b := build(t, sheettest.Read(t, text))
	folder, problems := b.student("test_square", b.answers(nil))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if v := b.grade("test_square", folder); v.Points.String() != "2" {
		t.Errorf("got %+v", v)
	}
	_, problems = b.student("test_square", map[string]string{"-o": "func Square(x float64) float64 {\n\treturn y\n}"})
	if len(problems) != 1 || problems[0] != (source.Problem{Cell: "-o", Line: 2, Text: "undefined: y"}) {
		t.Errorf("got %v", problems)
	}
}

// What the compiler says is hostile too.
func TestComplaintsAreBounded(t *testing.T) {
	out := bytes.Repeat([]byte("square:1:1: undefined: x\n"), 1000)
	if n := len(complaints(string(out), "", nil)); n != maxProblems {
		t.Errorf("%d problems", n)
	}
}
