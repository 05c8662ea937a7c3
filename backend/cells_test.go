package backend

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/backend/session"
)

const cellTags = "-tags=noxla,cells"

// TestCellsHaveNoEngine holds what is linked into every cell to what it needs: a package more is time more at every edit.
func TestCellsHaveNoEngine(t *testing.T) {
	list := exec.Command("go", "list", "-deps", cellTags, ".", "../kernel/nb")
	list.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	for path := range strings.Lines(string(out)) {
		for _, not := range []string{"gobackend", "go-xla", "debug/elf", "database/sql", "github.com/janpfeifer/gonb", "net/http"} {
			if strings.Contains(path, not) {
				t.Errorf("cells link %s", path)
			}
		}
	}
}

// TestProgramsOfCells builds a program as cells are, without and with an engine of its own, and runs it where no session server is.
func TestProgramsOfCells(t *testing.T) {
	if testing.Short() {
		t.Skip("links a program twice")
	}
	source, err := os.ReadFile("testdata/add/main.go")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ imports, config, want string }{
		"alone":  {"", "", "backend \"go\": a notebook's cells compute in the session server: set GOMLX_BACKEND=go before Jupyter starts, or import"},
		"chosen": {"", "go", "GOMLX_BACKEND is set to an engine that cannot be used: backend \"go\": a notebook's cells compute"},
		"pure":   {"import _ \"github.com/gensci/gensci/backend/pure\"\n", "go:parallelism=2", "Go Backend 5\n"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, err := os.MkdirTemp("testdata", "_cell-") // in the module
			if err != nil {
				t.Fatal(err)
			}
			defer os.RemoveAll(dir)
			file, binary := filepath.Join(dir, "main.go"), filepath.Join(t.TempDir(), "cell")
			if err = os.WriteFile(file, []byte(strings.Replace(string(source), "import (", c.imports+"import (", 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			build := exec.Command("go", "build", "-buildvcs=false", cellTags, "-o", binary, file)
			build.Env = append(os.Environ(), "CGO_ENABLED=0")
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			run := exec.Command(binary)
			run.Env = append(os.Environ(), compute.ConfigEnvVar+"="+c.config, session.Variable+"=")
			if said, _ := run.CombinedOutput(); !strings.HasPrefix(string(said), c.want) {
				t.Errorf("got %q, want %q", said, c.want)
			}
		})
	}
}
