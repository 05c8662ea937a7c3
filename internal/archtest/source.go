package archtest

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// pkg is what the rules need to know about one package.
type pkg struct {
	Path    string // below the module's root: "gen/flow"
	Doc     bool   // some file has a package comment
	Imports []imp
}

// imp is one import declaration. Files under every build constraint count: a rule holds on all platforms.
type imp struct {
	Path string
	File string // below the module's root
	Dot  bool
	Test bool
}

// readModule parses the imports of all packages below root, but not those of nested modules.
func readModule(root string) ([]pkg, error) {
	found := map[string]*pkg{}
	var order []string
	err := walkGo(root, func(file, rel string) error {
		p := found[path.Dir(rel)]
		if p == nil {
			p = &pkg{Path: path.Dir(rel)}
			found[p.Path] = p
			order = append(order, p.Path)
		}
		return p.addFile(file, rel)
	})
	var pkgs []pkg
	for _, name := range order {
		pkgs = append(pkgs, *found[name])
	}
	return pkgs, err
}

// walkGo calls visit with every Go file of the module at root: its path, and its path below root with slashes.
func walkGo(root string, visit func(file, rel string) error) error {
	return filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skipFolder(root, file, d.Name())
		}
		if !strings.HasSuffix(file, ".go") {
			return nil
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		return visit(file, filepath.ToSlash(rel))
	})
}

// skipFolder is fs.SkipDir for folders that the go command leaves out of ./... as well.
func skipFolder(root, folder, name string) error {
	if folder == root {
		return nil
	}
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata" {
		return fs.SkipDir
	}
	if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
		return fs.SkipDir
	}
	return nil
}

func (p *pkg) addFile(file, rel string) error {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return fmt.Errorf("reading the imports of %s: %w", rel, err)
	}
	test := strings.HasSuffix(rel, "_test.go")
	p.Doc = p.Doc || (f.Doc != nil && !test)
	for _, spec := range f.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return fmt.Errorf("reading the imports of %s: %w", rel, err)
		}
		p.Imports = append(p.Imports, imp{Path: name, File: rel, Dot: spec.Name != nil && spec.Name.Name == ".", Test: test})
	}
	return nil
}
