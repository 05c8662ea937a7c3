package cell

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
)

// exported asks go list once for the compiled packages that the tests' cells import. They are built if they are not yet.
var exported = sync.OnceValues(func() (map[string]string, error) {
	args := append([]string{"list", "-export", "-deps", "-json=ImportPath,Export,Name"}, imported...)
	cmd := exec.Command("go", args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	files := map[string]string{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct{ ImportPath, Export string }
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return files, nil
		} else if err != nil {
			return nil, err
		}
		files[p.ImportPath] = p.Export
	}
})

var imported = []string{
	"bytes", "crypto/rand", "embed", "errors", "flag", "fmt", "html/template", "image", "image/png", "io", "maps", "math", "math/rand", "math/rand/v2", "os",
	"path/filepath", "slices", "sort", "strconv", "strings", "sync", "text/template", "time",
	"../../gen/...", "../../plots", "../../backend", "../../kernel/nb", "../../kernel/keep", "../../kernel/show", "github.com/gomlx/gomlx/core/graph", "github.com/gomlx/gomlx/core/tensors",
	"gonum.org/v1/gonum/floats", "gonum.org/v1/gonum/mat", "gonum.org/v1/gonum/stat", "gonum.org/v1/gonum/stat/distuv",
	"gonum.org/v1/plot", "gonum.org/v1/plot/plotter", "gonum.org/v1/plot/plotutil", "gonum.org/v1/plot/vg/draw",
}

// checker finds compiler errors in programs, without compiling.
type checker struct {
	files map[string]string
	fset  *token.FileSet
	types types.Importer
}

func newChecker(t testing.TB) *checker {
	files, err := exported()
	if err != nil {
		t.Fatal(err)
	}
	c := &checker{files: files, fset: token.NewFileSet()}
	c.types = importer.ForCompiler(c.fset, "gc", func(path string) (io.ReadCloser, error) {
		if files[path] == "" {
			return nil, fmt.Errorf("no package %s", path)
		}
		return os.Open(files[path])
	})
	return c
}

// errors are the type checker's: as the compiler's, with the places of line directives.
func (c *checker) errors(source string) (list []string) {
	f, err := parser.ParseFile(c.fset, "main.go", source, parser.SkipObjectResolution)
	if err != nil {
		return []string{"does not parse: " + err.Error()}
	}
	conf := types.Config{Importer: c.types, Error: func(err error) { list = append(list, strings.Join(strings.Fields(err.Error()), " ")) }}
	_, _ = conf.Check("main", c.fset, []*ast.File{f}, nil)
	return list
}

// describe is what callers pass as Packages.Describe.
func (c *checker) describe(path string) (string, []string) {
	if c.files[path] == "" {
		return "", nil
	}
	p, err := c.types.Import(path)
	if err != nil {
		return "", nil
	}
	return p.Name(), p.Scope().Names()
}

// table is what callers pass as Packages.Module: here all packages but the standard library, our own before the others.
func (c *checker) table() map[string][]string {
	table := map[string][]string{}
	for _, path := range slices.Sorted(maps.Keys(c.files)) {
		if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
			table[guessName(path)] = append(table[guessName(path)], path)
		}
	}
	return table
}
