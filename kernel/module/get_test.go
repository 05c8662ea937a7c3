package module

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const myModule = "module example.org/mine\n\ngo 1.24\n"

func TestGetMakesAModuleAndCellsImportFromIt(t *testing.T) {
	w := newWorld(t, nil)
	if _, err := w.run("a.Answer()", "example.org/a"); err == nil || !strings.Contains(err.Error(), "%get example.org/a") {
		t.Errorf("before: got %v", err)
	}
	said := w.mustGet("example.org/a@v1.0.0")
	for _, want := range []string{"is the module my-notebooks now", "added example.org/a v1.0.0"} {
		if !strings.Contains(said, want) {
			t.Errorf("said %q, want %q", said, want)
		}
	}
	if mod := w.text("go.mod"); !strings.HasPrefix(mod, "module my-notebooks\n") || !strings.Contains(mod, "require example.org/a v1.0.0\n") {
		t.Errorf("go.mod: %s", mod)
	}
	w.wantRun("42", "a.Answer()", "example.org/a")
	w.wantRun("42 2", `fmt.Sprint(a.Answer(), " ", data.Shared)`, "example.org/a", Gensci+"/gen/data")
	w.wantRun("1", "data.Shared", Gensci+"/gen/data") // gensci alone is as it was
	if !strings.Contains(said, "example.org/shared v1.1.0, gensci alone v1.0.0") {
		t.Errorf("said %q, but nothing of the other version", said)
	}
	if list := w.mustGet(); !strings.Contains(list, "  example.org/a v1.0.0\n") || !strings.Contains(list, "gensci has ") {
		t.Errorf("listed %q", list)
	}
	if len(w.environment) == 0 || !strings.HasPrefix(w.environment[0], "GOWORK=") {
		t.Errorf("told %q", w.environment)
	}
	w.mustGet("example.org/a@none")
	if _, err := w.run("a.Answer()", "example.org/a"); err == nil {
		t.Error("what was given up can still be imported")
	}
}

func TestGetWithoutNetwork(t *testing.T) {
	w := newWorld(t, files{"go.mod": myModule})
	w.mustGet("example.org/a@v1.0.0")
	if err := os.Remove(filepath.Join(w.dir, "go.sum")); err != nil {
		t.Fatal(err)
	}
	files{"go.mod": myModule}.write(t, w.dir)
	w.unplug()
	w.mustGet("example.org/a@v1.0.0")
	w.wantRun("42", "a.Answer()", "example.org/a")
	if err := w.get("example.org/c@v1.0.0"); err == nil || !strings.Contains(err.Error(), "the network cannot be reached") {
		t.Errorf("got %v", err)
	}
	// Another module cache, as of an installation for a whole machine, serves as well.
	w.serveCache(w.mods)
	w.space.o.User = append(w.space.o.User, "GOMODCACHE="+filepath.Join(w.dir, "..", "mod2"))
	files{"go.mod": myModule}.write(t, w.dir)
	if said := w.mustGet("example.org/a@v1.0.0"); !strings.Contains(said, "without network") {
		t.Errorf("said %q", said)
	}
	w.wantRun("42", "a.Answer()", "example.org/a")
}

func TestGetAllFetchesWhatGoModRequires(t *testing.T) {
	w := newWorld(t, files{"go.mod": myModule + "\nrequire example.org/a v1.0.0\n"})
	_, err := w.run("a.Answer()", "example.org/a")
	if err == nil || !strings.Contains(err.Error(), "%get all") || strings.Count(err.Error(), "\n") > 1 {
		t.Errorf("before: got %v", err)
	}
	w.wantRun("1", "data.Shared", Gensci+"/gen/data") // which is no business of the module
	if list := w.mustGet(); !strings.Contains(list, "example.org/a v1.0.0, not in the module cache") {
		t.Errorf("listed %q", list)
	}
	w.mustGet("all")
	w.wantRun("42", "a.Answer()", "example.org/a")
}

func TestErrorsAreOneSentenceAndChangeNothing(t *testing.T) {
	w := newWorld(t, files{"go.mod": myModule})
	for args, want := range map[string]string{
		"example.org/none@v1.0.0":  "example.org/none is not known",
		"example.org/a@v9.9.9":     "example.org/a is not known",
		"example.org/a":            "gives no list of versions of example.org/a: say which one",
		"example.org/a/no@v1.0.0":  "the module example.org/a has no package example.org/a/no",
		"example.org/c@v1.0.0":     "example.org/c needs cgo",
		"example.org/newer@v1.0.0": "github.com/gomlx/compute v0.2.0 would come in, and this gensci computes with v0.1.0",
		"-wrong":                   "flag provided but not defined: -wrong",
	} {
		err := w.get(args)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "%get: ") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want %q", args, err, want)
		}
		if w.text("go.mod") != myModule || w.text("go.sum") != "" {
			t.Errorf("%s changed go.mod: %s%s", args, w.text("go.mod"), w.text("go.sum"))
		}
	}
}

func TestWhereNoModuleIsMade(t *testing.T) {
	w := newWorld(t, nil)
	t.Setenv("HOME", w.dir)
	if err := w.get("example.org/a@v1.0.0"); err == nil || !strings.Contains(err.Error(), "folder of its own") {
		t.Errorf("in the home folder: got %v", err)
	}
	w.space.o.Dir = filepath.Join(w.checkout, "plots")
	if err := w.get("example.org/a@v1.0.0"); err == nil || !strings.Contains(err.Error(), "lies in gensci itself") {
		t.Errorf("in gensci: got %v", err)
	}
	std := filepath.Join(filepath.Dir(w.dir), "math")
	if err := os.Mkdir(std, 0o755); err != nil {
		t.Fatal(err)
	}
	w.space.o.Dir = std
	if said := w.mustGet("example.org/a@v1.0.0"); !strings.Contains(said, "the module math-notebooks") {
		t.Errorf("said %q", said)
	}
}

// A lower version than gensci requires gives way, and whoever asked for it hears so.
func TestGetALowerVersion(t *testing.T) {
	w := newWorld(t, files{"go.mod": myModule})
	publish(t, w.proxy, "example.org/shared", "v0.9.0", files{"go.mod": "module example.org/shared\n\ngo 1.24\n", "s.go": "package shared\n\nconst Version = 0\n"})
	if said := w.mustGet("example.org/shared@v0.9.0"); !strings.Contains(said, "cells use example.org/shared v1.0.0, as gensci requires, instead of v0.9.0") {
		t.Errorf("said %q", said)
	}
	w.wantRun("1", "shared.Version", "example.org/shared")
}
