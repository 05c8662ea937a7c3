package module

import (
	"context"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gensci/gensci/kernel/cell"
)

// packages are those of the module and of what it requires.
type packages struct {
	known    bool
	required map[string][]string // import paths of direct requirements, by name
	own      map[string][]string
	dirs     map[string]string // of both, by import path
	large    bool              // too large to be looked through before each cell
}

// small is how many folders a module may have to be looked through between two cells: some ten milliseconds.
const small = 300

// Packages are those that cells may use without an import: the module's own, then gensci's and the standard library, then those of modules that it
// requires directly.
func (s *Space) Packages(ctx context.Context) cell.Packages {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refresh(ctx)
	all := s.o.Packages
	if s.own == nil {
		return all
	}
	s.look(ctx)
	found := s.packages
	all.Module = joined(found.own, all.Module)
	all.Last = joined(found.required, all.Last)
	before := all.Describe
	all.Describe = func(path string) (string, []string) {
		if dir := found.dirs[path]; dir != "" {
			return Describe(dir)
		}
		if before == nil {
			return "", nil
		}
		return before(path)
	}
	return all
}

// look looks for packages. The caller holds mu.
func (s *Space) look(ctx context.Context) {
	p := &s.packages
	if p.known && p.large {
		return
	}
	dirs, own := map[string]string{}, map[string][]string{}
	here := s.own.Module.Path
	if rel, err := filepath.Rel(s.own.root, s.o.Dir); err == nil {
		here = path.Join(here, filepath.ToSlash(rel))
	}
	if p.large = walk(s.own.root, s.own.Module.Path, here, own, dirs) > small; !p.known {
		p.required = map[string][]string{}
		for module, dir := range s.requiredDirs(ctx) {
			walk(dir, module, here, p.required, dirs)
		}
		for _, paths := range p.required {
			slices.SortFunc(paths, func(a, b string) int { return strings.Compare(a, b) })
		}
	} else {
		maps.Copy(dirs, p.dirs)
	}
	p.known, p.own, p.dirs = true, own, dirs
}

// requiredDirs are the folders of direct requirements that are in the module cache, by path.
func (s *Space) requiredDirs(ctx context.Context) map[string]string {
	args := []string{"list", "-e", "-m", "-f", "{{.Path}}\t{{.Dir}}"}
	for _, r := range s.own.Require {
		if !r.Indirect && r.Path != Gensci {
			args = append(args, r.Path)
		}
	}
	dirs := map[string]string{}
	if len(args) == 5 {
		return dirs
	}
	out, err := s.command(ctx, s.own.root, alone, args...)
	if err != nil {
		return dirs // no names are offered; what is wrong is told when a cell imports one
	}
	for line := range strings.Lines(out) {
		if module, dir, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t"); dir != "" {
			dirs[module] = dir
		}
	}
	return dirs
}

// maxPackages of a module are offered, and looked at. A cell imports others by their paths.
const maxPackages = 1000

// walk finds the packages below a folder that a program in the package here may import, and returns how many folders there are.
func walk(root, module, here string, names map[string][]string, dirs map[string]string) (n int) {
	_ = filepath.WalkDir(root, func(dir string, d fs.DirEntry, err error) error { // what cannot be read is not offered
		if err != nil || !d.IsDir() {
			return nil
		}
		if n++; n > maxPackages {
			return filepath.SkipAll
		}
		base := d.Name()
		if dir != root && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" || base == "vendor" || stampOf(filepath.Join(dir, "go.mod")) != stamp{}) {
			return filepath.SkipDir
		}
		rel, err := filepath.Rel(root, dir)
		if err != nil {
			return nil
		}
		importPath := path.Join(module, filepath.ToSlash(rel))
		if name := nameIn(dir); name != "" && name != "main" && mayImport(importPath, here) {
			names[name] = append(names[name], importPath)
			dirs[importPath] = dir
		}
		return nil
	})
	return n
}

// mayImport is Go's rule for internal packages.
func mayImport(path, here string) bool {
	at := strings.LastIndex("/"+path+"/", "/internal/")
	return at < 0 || within(here, strings.TrimSuffix(path[:at], "/"))
}

// nameIn is the name of the package in a folder, "" if there is none.
func nameIn(dir string) string {
	files, _ := filepath.Glob(filepath.Join(dir, "*.go")) // errs on bad patterns only
	for _, f := range files {
		if file := parsed(f, parser.PackageClauseOnly); file != nil {
			return file.Name.Name
		}
	}
	return ""
}

// parsed is a file that this platform compiles into a package; nil if it is none.
func parsed(path string, mode parser.Mode) *ast.File {
	if match, err := build.Default.MatchFile(filepath.Dir(path), filepath.Base(path)); err != nil || !match || strings.HasSuffix(path, "_test.go") {
		return nil
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, mode|parser.SkipObjectResolution)
	if err != nil || strings.HasSuffix(file.Name.Name, "_test") {
		return nil
	}
	return file
}

// joined has the packages of both tables, those of the first before those of the second.
func joined(first, second map[string][]string) map[string][]string {
	all := maps.Clone(second)
	if all == nil {
		all = map[string][]string{}
	}
	for name, paths := range first {
		all[name] = slices.Concat(paths, all[name])
	}
	return all
}
