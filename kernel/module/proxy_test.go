package module

import (
	"archive/zip"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gensci/gensci/internal/system"
	"github.com/gensci/gensci/kernel/cell"
)

// files are the files of a module, or of a folder: name and content.
type files map[string]string

func (f files) write(t *testing.T, dir string) {
	t.Helper()
	for name, text := range f {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// publish puts a version of a module into a proxy, which is a folder of files. It has no lists of versions.
func publish(t *testing.T, proxy, path, version string, f files) {
	t.Helper()
	dir := filepath.Join(proxy, filepath.FromSlash(path), "@v")
	files{version + ".info": `{"Version":"` + version + `"}`, version + ".mod": f["go.mod"]}.write(t, dir)
	file, err := os.Create(filepath.Join(dir, version+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	z := zip.NewWriter(file)
	for name, text := range f {
		w, createErr := z.Create(path + "@" + version + "/" + name)
		if createErr != nil {
			t.Fatal(createErr)
		}
		if _, err = w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err = z.Close(); err != nil {
		t.Fatal(err)
	}
}

// world is a notebook's folder, a small gensci beside it, and a proxy that stands for the network.
type world struct {
	*testing.T
	space       *Space
	dir         string // of the notebook
	checkout    string
	proxy, mods string
	environment []string // the last that Changed was told
	said        []string
}

func newWorld(t *testing.T, mine files) *world {
	t.Helper()
	if testing.Short() {
		t.Skip("builds programs")
	}
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, dir: filepath.Join(root, "my notebooks"), checkout: filepath.Join(root, "gensci"), proxy: filepath.Join(root, "proxy"), mods: filepath.Join(root, "mod")}
	mine.write(t, w.dir)
	if err = os.MkdirAll(w.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	publish(t, w.proxy, "github.com/gomlx/compute", "v0.1.0", files{"go.mod": "module github.com/gomlx/compute\n\ngo 1.24\n", "c.go": "package compute\n\nconst Version = 1\n"})
	publish(t, w.proxy, "github.com/gomlx/compute", "v0.2.0", files{"go.mod": "module github.com/gomlx/compute\n\ngo 1.24\n", "c.go": "package compute\n\nconst Version = 2\n"})
	publish(t, w.proxy, "example.org/shared", "v1.0.0", files{"go.mod": "module example.org/shared\n\ngo 1.24\n", "s.go": "package shared\n\nconst Version = 1\n"})
	publish(t, w.proxy, "example.org/shared", "v1.1.0", files{"go.mod": "module example.org/shared\n\ngo 1.24\n", "s.go": "package shared\n\nconst Version = 2\n"})
	publish(t, w.proxy, "example.org/a", "v1.0.0", files{
		"go.mod": "module example.org/a\n\ngo 1.24\n\nrequire example.org/shared v1.1.0\n", "a.go": "package a\n\nfunc Answer() int { return 42 }\n",
		"deep/d.go": "package deep\n\nimport \"example.org/shared\"\n\nconst Shared = shared.Version\n", "internal/i.go": "package internal\n",
	})
	publish(t, w.proxy, "example.org/newer", "v1.0.0", files{
		"go.mod": "module example.org/newer\n\ngo 1.24\n\nrequire github.com/gomlx/compute v0.2.0\n", "n.go": "package newer\n\nimport \"github.com/gomlx/compute\"\n\nconst V = compute.Version\n",
	})
	publish(t, w.proxy, "example.org/c", "v1.0.0", files{
		"go.mod": "module example.org/c\n\ngo 1.24\n", "c.go": "package c\n\n// int x;\nimport \"C\"\n\nvar X = C.x\n",
	})
	files{
		"go.mod":         "module " + Gensci + "\n\ngo 1.24\n\nrequire (\n\tgithub.com/gomlx/compute v0.1.0\n\texample.org/shared v1.0.0\n)\n",
		"gen/data/d.go":  "package data\n\nimport (\n\t\"example.org/shared\"\n\t\"github.com/gomlx/compute\"\n)\n\nconst Shared, Engine = shared.Version, compute.Version\n",
		"plots/p.go":     "package plots\n",
		"kernel/nb/n.go": "package nb\n",
	}.write(t, w.checkout)
	user := append(os.Environ(), "GOPROXY=file://"+w.proxy, "GOSUMDB=off", "GOMODCACHE="+w.mods, "GOFLAGS=-modcacherw", "GOWORK=", "CGO_ENABLED=")
	cells := append(user, "GOPROXY=off", "GOFLAGS=-trimpath -buildvcs=false -ldflags=-s", "CGO_ENABLED=0")
	tidy := exec.Command("go", "mod", "tidy")
	tidy.Dir, tidy.Env = w.checkout, user
	if out, err := tidy.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Chdir(root)
	w.space = New(Options{
		Dir:      filepath.Base(w.dir), // as of a notebook that somebody names on a command line
		Checkout: w.checkout, Work: filepath.Join(root, "work"), Env: cells, User: user,
		Packages: cell.Packages{Module: map[string][]string{"data": {Gensci + "/gen/data"}}},
		Changed:  func(env []string, _ string) { w.environment = env },
	})
	return w
}

// unplug takes the network away: what is not in the module cache cannot be had.
func (w *world) unplug() {
	for i, v := range w.space.o.User {
		if strings.HasPrefix(v, "GOPROXY=") {
			w.space.o.User[i] = "GOPROXY=http://127.0.0.1:1"
		}
	}
}

func (w *world) get(args ...string) error {
	w.Helper()
	w.said = nil
	return w.space.Get(context.Background(), args, func(line string) { w.said = append(w.said, line) })
}

// mustGet gets and returns what was told.
func (w *world) mustGet(args ...string) string {
	w.Helper()
	if err := w.get(args...); err != nil {
		w.Fatalf("%v: %v; said %q", args, err, w.said)
	}
	return strings.Join(w.said, "\n")
}

// run builds and runs a program of imports and one statement.
func (w *world) run(statement string, imports ...string) (string, error) {
	w.Helper()
	source := "package main\n"
	for _, path := range append(imports, "fmt") {
		source += "import \"" + path + "\"\n"
	}
	binary, err := w.space.Build(context.Background(), []byte(source+"func main() { fmt.Print("+statement+") }\n"), "cell")
	if err != nil {
		return "", err
	}
	out, err := exec.Command(binary).CombinedOutput()
	return string(out), err
}

func (w *world) wantRun(want, statement string, imports ...string) {
	w.Helper()
	if got, err := w.run(statement, imports...); err != nil || got != want {
		w.Errorf("%s: got %q, %v, want %q", statement, got, err, want)
	}
}

// text is that of a file in the notebook's folder, "" if it is not there.
func (w *world) text(name string) string {
	text, _ := os.ReadFile(filepath.Join(w.dir, name)) // none
	return string(text)
}

// serveCache makes a module cache's downloads the proxy that needs no network.
func (w *world) serveCache(cache string) { w.space.o.Proxy = system.Proxy(cache) }
