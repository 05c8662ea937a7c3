package cell

import (
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestGuessName(t *testing.T) {
	for path, want := range map[string]string{
		"fmt": "fmt", "math/rand/v2": "rand", "gonum.org/v1/gonum/mat": "mat", "gopkg.in/yaml.v3": "yaml", "github.com/x/go-yaml": "yaml",
		"github.com/x/yaml-go": "yaml", "github.com/x/y/v10": "y", "v2": "v2", "github.com/x/v": "v", "github.com/x/version": "version", "x/go-": "go", "/": "/", "a/": "a/",
	} {
		if got := guessName(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// std.txt is the standard library of the Go that runs the test, with every name's paths.
func TestStandard(t *testing.T) {
	cmd := exec.Command("go", "list", "-f", "{{.ImportPath}} {{.Name}}", "std")
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0") // runtime/cgo is nothing to import
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	missing := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		if !slices.ContainsFunc(strings.Split(path, "/"), func(e string) bool { return e == "internal" || e == "vendor" }) {
			missing[path] = name
		}
	}
	for name, paths := range standard() {
		for _, path := range paths {
			if missing[path] != name {
				t.Errorf("std.txt has %s as %s, go list %q", path, name, missing[path])
			}
			delete(missing, path)
		}
	}
	if len(missing) > 0 {
		t.Errorf("std.txt lacks %q", slices.Sorted(maps.Keys(missing)))
	}
}

func TestFind(t *testing.T) {
	plain := Packages{Module: map[string][]string{"rand": {"m/rand"}, "exact": {"m/a/exact", "m/b/exact"}}}
	asked := plain
	asked.Describe = func(path string) (string, []string) {
		return guessName(path), map[string][]string{
			"m/rand": {"Seed"}, "m/a/exact": {"A", "C"}, "m/b/exact": {"A", "B"},
			"math/rand/v2": {"IntN", "New"}, "math/rand": {"Intn", "New"}, "crypto/rand": {"Reader"},
		}[path]
	}
	for _, c := range []struct {
		packages Packages
		name     string
		selected string
		want     string
	}{
		{plain, "rand", "Reader", "m/rand"},
		{plain, "exact", "B", "m/a/exact"},
		{plain, "template", "HTML", "text/template"},
		{plain, "nope", "A", ""},
		{asked, "exact", "A", "m/a/exact"},
		{asked, "exact", "A B", "m/b/exact"},
		{asked, "rand", "Seed", "m/rand"},
		{asked, "rand", "Reader", "crypto/rand"},
		{asked, "rand", "New", "math/rand/v2"},
		{asked, "rand", "New Intn", "math/rand"},
		{asked, "rand", "Nope", ""},
	} {
		if got := c.packages.find(c.name, with(nil, strings.Fields(c.selected)...)); got != c.want {
			t.Errorf("%s with %s: %q, want %q", c.name, c.selected, got, c.want)
		}
	}
}

// An import whose path does not tell its name is found by Describe.
func TestDescribedName(t *testing.T) {
	m := Memory{Packages: Packages{Describe: func(path string) (string, []string) {
		if path == "example.com/go-thing.old" {
			return "stuff", []string{"Do"}
		}
		return "", nil
	}}}
	p, err := m.Prepare(t.Context(), "import \"example.com/go-thing.old\"\n%%\nstuff.Do()", 1)
	if err != nil || !strings.Contains(p.Source, `"example.com/go-thing.old"`) || p.Unresolved != nil {
		t.Error(err, p.Unresolved, p.Source)
	}
}

// A program that imports a package, or one below it, gets the package's companion, however the import came about.
func TestCompanions(t *testing.T) {
	m := Memory{Packages: Packages{Module: map[string][]string{"fit": {"x.org/lib/fit"}}, Companions: map[string]string{"x.org/lib": "x.org/engine"}}}
	for source, want := range map[string]bool{
		"%%\nfit.Run()": true, "import \"x.org/lib\"\n%%\nlib.Run()": true, "import \"x.org/library\"\n%%\nlibrary.Run()": false, "%%\nfmt.Println()": false,
		"import \"x.org/lib\"\n%%\nfmt.Println()": false, // not used, not imported
	} {
		p, err := m.Prepare(t.Context(), source, 1)
		if err != nil || strings.Contains(p.Source, `import _ "x.org/engine"`) != want {
			t.Errorf("%q: %v, want %v in\n%s", source, err, want, p.Source)
		}
	}
}
