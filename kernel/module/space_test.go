package module

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gensci/gensci/kernel/cell"
)

// mine is a module of the user's, with notebooks in its root.
var mine = files{
	"go.mod": myModule, "tools/t.go": "package tools\n\nfunc Word() string { return \"hello\" }\n", "internal/secret/s.go": "package secret\n\nconst S = 7\n",
	"cmd/x/main.go": "package main\n\nfunc main() {}\n", "tools/t_test.go": "package tools\n\nfunc Hidden() {}\n",
}

func TestCellsImportTheUsersPackages(t *testing.T) {
	w := newWorld(t, mine)
	w.wantRun("hello", "tools.Word()", "example.org/mine/tools")
	w.wantRun("7", "secret.S", "example.org/mine/internal/secret")
	files{"tools/t.go": "package tools\n\nfunc Word() string { return \"howdy\" }\n"}.write(t, w.dir)
	w.wantRun("howdy", "tools.Word()", "example.org/mine/tools")
	files{"more/m.go": "package more\n\nimport \"example.org/mine/tools\"\n\nvar M = tools.Word()\n"}.write(t, w.dir)
	w.wantRun("howdy", "more.M", "example.org/mine/more")
	if _, err := w.run("i.X", Gensci+"/internal/i"); err == nil || !strings.Contains(err.Error(), "internal") {
		t.Errorf("gensci's internal packages: got %v", err)
	}
}

// A module that uses gensci as a library has it in its go.mod, perhaps at another place or version. Cells use the kernel's.
func TestAModuleThatRequiresGensci(t *testing.T) {
	for _, mod := range []string{"", "\nreplace " + Gensci + " => ../elsewhere\n", "\nreplace " + Gensci + " v0.0.1 => ../elsewhere\n"} {
		f := files{"go.mod": myModule + "\nrequire " + Gensci + " v0.0.1\n" + mod}
		f["flows/f.go"] = "package flows\n\nimport \"" + Gensci + "/gen/data\"\n\nconst Shared = data.Shared\n"
		w := newWorld(t, f)
		w.wantRun("1", "flows.Shared", "example.org/mine/flows")
	}
}

func TestABrokenModuleHarmsNoLecture(t *testing.T) {
	w := newWorld(t, files{"go.mod": "modul example.org/mine\n", "tools/t.go": mine["tools/t.go"]})
	w.wantRun("1", "data.Shared", Gensci+"/gen/data")
	if _, err := w.run("tools.Word()", "example.org/mine/tools"); err == nil || !strings.Contains(err.Error(), "go.mod cannot be understood") {
		t.Errorf("got %v", err)
	}
	if err := w.get("example.org/a@v1.0.0"); err == nil || !strings.Contains(err.Error(), "go.mod cannot be understood") {
		t.Errorf("got %v", err)
	}
	mine.write(t, w.dir) // mended
	w.wantRun("hello", "tools.Word()", "example.org/mine/tools")
}

func TestANewerGoIsAskedFor(t *testing.T) {
	checkout, own := &goMod{root: "/c", Go: "1.26.5"}, &goMod{root: "/o w", Go: "1.27"}
	if got, want := string(workText(checkout, own, "")), "go 1.27\n\nuse (\n\t\"/c\"\n\t\"/o w\"\n)\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	own.Go = "1.9"
	if got := string(workText(checkout, own, "a v1 => \"/b\"\n")); !strings.HasPrefix(got, "go 1.26.5\n") || !strings.HasSuffix(got, "replace (\na v1 => \"/b\"\n)\n") {
		t.Errorf("got %s", got)
	}
}

func TestMissingImports(t *testing.T) {
	f := files{"errors/e.go": "package errors\n\nfunc Mine() {}\n"}
	for name, text := range mine {
		f[name] = text
	}
	w := newWorld(t, f)
	w.mustGet("example.org/a@v1.0.0")
	find := func(statement string) (found []string) {
		m := cell.Memory{Packages: w.space.Packages(t.Context())}
		p, err := m.Prepare(t.Context(), "%%\n"+statement, 1)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(p.Source) {
			if _, path, ok := strings.Cut(line, " \""); ok && strings.HasPrefix(line, "import ") && !strings.Contains(line, "_flag") {
				found = append(found, strings.Trim(path, "\"\n"))
			}
		}
		return found
	}
	for statement, want := range map[string]string{
		"tools.Word()":     "example.org/mine/tools",
		"tools.Hidden()":   "",
		"secret.S":         "example.org/mine/internal/secret",
		"errors.Mine()":    "example.org/mine/errors",
		"errors.Is(a, b)":  "errors",
		"a.Answer()":       "example.org/a",
		"deep.Shared":      "example.org/a/deep",
		"data.Shared":      Gensci + "/gen/data",
		"shared.Version":   "", // nobody said that it is wanted
		"fmt.Print(x, y)":  "fmt",
		"nothing.At.All()": "",
	} {
		got := find("_ = " + statement)
		if want == "" && len(got) > 0 || want != "" && !slices.Equal(got, []string{want}) {
			t.Errorf("%s: got %q, want %q", statement, got, want)
		}
	}
	files{"fresh/f.go": "package fresh\n\nconst F = 1\n"}.write(t, w.dir)
	if got := find("_ = fresh.F"); !slices.Equal(got, []string{"example.org/mine/fresh"}) {
		t.Errorf("a new package: got %q", got)
	}
}

func TestInternalPackages(t *testing.T) {
	for path, want := range map[string]bool{
		"m/internal/x": true, "m/a/internal/x": false, "m/nb/internal": true, "other/internal/x": false, "internal/x": false, "m/x": true, "m/nb/y/internal": false,
	} {
		if got := mayImport(path, "m/nb"); got != want {
			t.Errorf("%s from m/nb: %v", path, got)
		}
	}
}

func TestTheModuleIsFoundFromBelow(t *testing.T) {
	w := newWorld(t, mine)
	if got := find(filepath.Join(w.dir, "none", "below")); got != w.dir {
		t.Errorf("got %q, want %q", got, w.dir)
	}
}

// A module with more folders than can be looked at before each cell is looked at once.
func TestLargeModules(t *testing.T) {
	w := newWorld(t, mine)
	for i := range small {
		if err := os.MkdirAll(filepath.Join(w.dir, "data", strconv.Itoa(i)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	has := func(name string) bool { return len(w.space.Packages(t.Context()).Module[name]) > 0 }
	if !has("tools") {
		t.Error("a large module has no packages")
	}
	files{"fresh/f.go": "package fresh\n"}.write(t, w.dir)
	if has("fresh") {
		t.Error("a large module was looked through again")
	}
	files{"go.mod": myModule + "\n"}.write(t, w.dir)
	if !has("fresh") {
		t.Error("a changed go.mod does not make it look again")
	}
}
