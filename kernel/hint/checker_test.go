package hint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// buildEnv is how cells are built.
func buildEnv() []string { return append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-tags=noxla") }

// exported asks go list once for the compiled packages. They are built if they are not yet.
var exported = sync.OnceValues(func() (map[string]string, error) {
	args := []string{"list", "-export", "-deps", "-json=ImportPath,Export"}
	for name := range packages {
		args = append(args, pathOf(name))
	}
	cmd := exec.Command("go", args...)
	cmd.Env, cmd.Stderr = buildEnv(), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	files := map[string]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ ImportPath, Export string }
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return files, nil
		} else if err != nil {
			return nil, err
		}
		if p.Export != "" {
			files[p.ImportPath] = p.Export
		}
	}
})

// checker asks the parser, the type checker and the compiler what is wrong with cells.
type checker struct {
	files map[string]string
	fset  *token.FileSet
	types types.Importer
	dir   string
}

func newChecker(t *testing.T) *checker {
	t.Helper()
	files, err := exported()
	if err != nil {
		t.Fatal(err)
	}
	c := &checker{files: files, fset: token.NewFileSet(), dir: t.TempDir()}
	c.types = importer.ForCompiler(c.fset, "gc", func(path string) (io.ReadCloser, error) {
		if files[path] == "" {
			return nil, fmt.Errorf("package %s is not in std", path)
		}
		return os.Open(files[path])
	})
	var config strings.Builder
	for path, file := range files {
		fmt.Fprintf(&config, "packagefile %s=%s\n", path, file)
	}
	if err = os.WriteFile(filepath.Join(c.dir, "importcfg"), []byte(config.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return c
}

// words are "cell[1]:2:3: message".
func (c *checker) parser(cell string) (words []string) {
	_, err := parser.ParseFile(c.fset, "main.go", program(cell), parser.ParseComments)
	var list scanner.ErrorList
	if errors.As(err, &list) {
		for _, e := range list {
			words = append(words, e.Error())
		}
	}
	return words
}

func (c *checker) checker(cell string) (words []string) {
	f, err := parser.ParseFile(c.fset, "main.go", program(cell), parser.SkipObjectResolution)
	if err != nil {
		return []string{err.Error()}
	}
	conf := types.Config{Importer: c.types, Error: func(err error) { words = append(words, err.Error()) }}
	_, _ = conf.Check("main", c.fset, []*ast.File{f}, nil) // the errors are in words
	return words
}

func (c *checker) compiler(t *testing.T, cell string) (words []string) {
	t.Helper()
	file := filepath.Join(c.dir, "main.go")
	if err := os.WriteFile(file, []byte(program(cell)), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "tool", "compile", "-p", "main", "-importcfg", filepath.Join(c.dir, "importcfg"), "-o", filepath.Join(c.dir, "main.o"), file)
	out, err := cmd.CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "\t") && len(words) > 0 {
			words[len(words)-1] += line
		} else {
			words = append(words, line)
		}
	}
	if (err != nil) != (len(words) > 0) {
		t.Fatalf("%v: %s", err, out)
	}
	return words
}

// names are what can be written, from the exports of packages.
func (c *checker) names(cell string) func(string) []string {
	return func(of string) (names []string) {
		if of == "" {
			return Declared(cell)
		}
		if name, typ, ofType := strings.Cut(of, "."); ofType {
			return c.members(name, typ)
		}
		if c.files[pathOf(of)] == "" {
			return nil
		}
		p, err := c.types.Import(pathOf(of))
		if err != nil {
			return nil
		}
		return slices.DeleteFunc(p.Scope().Names(), func(n string) bool { return !token.IsExported(n) })
	}
}

// members are the fields and methods of a type.
func (c *checker) members(pkg, typ string) (names []string) {
	if c.files[pathOf(pkg)] == "" {
		return nil
	}
	p, err := c.types.Import(pathOf(pkg))
	if err != nil {
		return nil
	}
	o := p.Scope().Lookup(typ)
	if o == nil {
		return nil
	}
	if s, ok := o.Type().Underlying().(*types.Struct); ok {
		for f := range s.Fields() {
			if f.Exported() {
				names = append(names, f.Name())
			}
		}
	}
	for m := range types.NewMethodSet(types.NewPointer(o.Type())).Methods() {
		if m.Obj().Exported() {
			names = append(names, m.Obj().Name()+"()")
		}
	}
	return names
}

var placed = regexp.MustCompile(`(?s)^cell\[([12])\]:(\d+)(?::\d+)?: (.*)$`)

// mistake is an error as the kernel hands it on.
func (c *checker) mistake(t *testing.T, cell, words string) Mistake {
	t.Helper()
	m := placed.FindStringSubmatch(words)
	if m == nil {
		t.Fatalf("no place in the cell: %s", words)
	}
	declarations, statements := parts(cell)
	text := map[string]string{"1": declarations, "2": statements}[m[1]]
	all := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	line, _ := strconv.Atoi(m[2])
	line = min(line, len(all)) // what is missing at the end is placed there
	return Mistake{Message: strings.TrimSpace(m[3]), Line: all[line-1], Above: strings.Join(all[:line-1], "\n"), Names: c.names(cell)}
}
