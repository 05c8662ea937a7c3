package kernel

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gensci/gensci/kernel/cell"
)

// Missing imports: of two packages of a name the one that has what the cell uses; the checkout's packages first, as they are now.
func TestPackages(t *testing.T) {
	checkout := t.TempDir()
	file := filepath.Join(checkout, "gen", "data", "data.go")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	imports := func(statement string) []string {
		t.Helper()
		m := cell.Memory{Packages: packagesOf(checkout)}
		p, err := m.Prepare(t.Context(), "%%\n"+statement, 1)
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for line := range strings.Lines(p.Source) {
			if rest, ok := strings.CutPrefix(line, "import "); ok && !strings.HasPrefix(rest, "_flag") {
				found = append(found, strings.TrimSpace(rest))
			}
		}
		return found
	}
	const data, engine = `data "github.com/gensci/gensci/gen/data"`, `_ "github.com/gensci/gensci/kernel/tensor"`
	for _, c := range []struct {
		source, statement string
		want              []string
	}{
		{"package data", "rand.NewPCG(1, 2)", []string{`rand "math/rand/v2"`}},
		{"package data", "rand.Prime(r, 10)", []string{`rand "crypto/rand"`}},
		{"package data", "data.Moons()", nil}, // it has none yet
		{"package data\n\nfunc Moons() {}", "data.Moons()", []string{data, engine}},
	} {
		if err := os.WriteFile(file, []byte(c.source+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := imports(c.statement); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.statement, got, c.want)
		}
	}
}

func TestDescribeSeesEdits(t *testing.T) {
	checkout := t.TempDir()
	file := filepath.Join(checkout, "gen", "data", "data.go")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	describe := packagesOf(checkout).Describe
	for _, name := range []string{"Old", "New"} {
		if err := os.WriteFile(file, []byte("package data\n\nvar "+name+", hidden int\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, exports := describe(modulePath + "/gen/data"); !slices.Equal(exports, []string{name}) {
			t.Errorf("got %v, want %s", exports, name)
		}
	}
}

// Libraries are there under their names, and mean what the go command finds.
func TestLibraries(t *testing.T) {
	checkout, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	p := packagesOf(checkout)
	for _, path := range libraries {
		name, exports := p.Describe(path)
		if name != path[strings.LastIndexByte(path, '/')+1:] || len(exports) == 0 {
			t.Errorf("%s: package %q with %d names", path, name, len(exports))
		}
		if !slices.ContainsFunc(libraryModules, func(m string) bool { return strings.HasPrefix(path, m) }) {
			t.Errorf("%s: its module is not listed", path)
		}
	}
	if got := p.Paths("graph"); len(got) != 1 {
		t.Error(got)
	}
}
