package build

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// closure is the packages that programs with some set of imports are made of.
type closure struct {
	roots    map[string]bool   // what programs may import; what these import themselves is no business of a program
	archives map[string]string // the file of the build cache that holds a package, by import path
	godebug  string            // settings of the runtime that go.mod asks for
	watch    watch             // files whose change makes the closure outdated
	unfit    error             // why go build must build what is made of these packages, or nil
}

// listed is what is asked of go list for every package.
type listed struct {
	ImportPath, Dir, Export string
	Standard                bool
	CgoFiles, EmbedFiles    []string
	Module                  *struct{ GoMod string }
}

const listFields = "-json=ImportPath,Dir,Export,Standard,CgoFiles,EmbedFiles,Module"

// current tells whether what was listed is still so.
func (c *closure) current() bool {
	for _, path := range c.archives {
		if _, err := os.Stat(path); err != nil {
			return false
		}
	}
	return c.watch.same()
}

func (c *closure) covers(imports []string) bool {
	return !slices.ContainsFunc(imports, func(path string) bool { return !c.roots[path] && path != "unsafe" })
}

// need makes b.known cover the imports of a program, and errs if it cannot be built directly. It asks for the imports of earlier programs
// too, so that cells that take turns don't list again and again.
func (b *Builder) need(ctx context.Context, src source, dir string) error {
	for _, unfit := range []error{b.chain.unfit, src.unfit} {
		if unfit != nil {
			return unfit
		}
	}
	current := b.known != nil && b.known.current()
	if current && b.known.covers(src.imports) {
		return b.known.unfit
	}
	own, all := map[string]bool{}, map[string]bool{}
	for _, path := range src.imports {
		own[path], all[path] = true, true
	}
	if b.known != nil {
		maps.Copy(all, b.known.roots)
	}
	found, err := b.list(ctx, all, dir)
	if (err != nil || found.unfit != nil) && len(all) > len(own) && ctx.Err() == nil { // an earlier import may be what is wrong
		found, err = b.list(ctx, own, dir)
	}
	if err != nil {
		return err
	}
	if b.known != nil && !found.extends(b.known) {
		b.kept.outdate()
	}
	b.known = found
	return found.unfit
}

// extends tells whether programs that were built from old would be the same built from c.
func (c *closure) extends(old *closure) bool {
	for path, archive := range old.archives {
		if c.archives[path] != archive {
			return false
		}
	}
	return c.godebug == old.godebug
}

// list asks the go command, which compiles what is not in the build cache. At the same time it has the go command check that a program
// may import the roots; such a program is not compiled, so that a cache that cannot be written to will do.
func (b *Builder) list(ctx context.Context, roots map[string]bool, dir string) (*closure, error) {
	before := time.Now()
	chain, err := b.findToolchain(ctx) // go.mod may choose another one by now
	if err != nil {
		return nil, err
	}
	b.chain = chain
	checked := make(chan error, 1)
	var godebug []byte
	go func() {
		var err error
		godebug, err = b.check(ctx, roots, dir)
		checked <- err
	}()
	paths := slices.Sorted(maps.Keys(roots))
	out, wrong := b.goCommand(ctx, dir, append([]string{"list", "-export", "-deps", listFields, "--", "runtime"}, paths...)...)
	if err := errors.Join(<-checked, wrong); err != nil {
		return nil, err
	}
	b.log("listed packages", "roots", len(roots), "took", time.Since(before))
	c := &closure{roots: roots, archives: map[string]string{}, godebug: strings.TrimSpace(string(godebug)), watch: b.watch()}
	if err := c.read(out, append([]string{b.chain.cache}, b.Fixed...)); err != nil {
		return nil, err
	}
	c.watch.start(before)
	return c, nil
}

// check loads a program that does nothing but import the roots, and returns the settings of the runtime that go.mod gives it.
func (b *Builder) check(ctx context.Context, roots map[string]bool, dir string) ([]byte, error) {
	file := filepath.Join(dir, "imports.go")
	if err := os.WriteFile(file, stub(roots), 0o600); err != nil {
		return nil, err
	}
	stand, err := b.standFor(file)
	if err != nil {
		return nil, err
	}
	return b.goCommand(ctx, dir, append([]string{"list", "-f", "{{.DefaultGODEBUG}}"}, stand...)...)
}

// standFor are the arguments that have the go command take a file for the one that programs stand for.
func (b *Builder) standFor(file string) ([]string, error) {
	if b.As == "" {
		return []string{file}, nil
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{b.As: file}})
	if err != nil {
		return nil, err
	}
	path := file + ".json"
	return []string{"-overlay=" + path, b.As}, os.WriteFile(path, overlay, 0o600)
}

// watch watches what decides about all packages.
func (b *Builder) watch() watch {
	w := watch{files: map[string]bool{b.chain.compile: true}}
	for _, name := range []string{"go.mod", "go.sum", filepath.Join("vendor", "modules.txt")} {
		w.files[filepath.Join(b.Checkout, name)] = true
	}
	for _, path := range append([]string{b.chain.workspace}, b.Watch...) {
		if path != "" {
			w.files[path] = true
		}
	}
	return w
}

// read takes over what go list printed: a JSON object for each package. Those in fixed folders never change.
func (c *closure) read(out []byte, fixed []string) error {
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			return fmt.Errorf("go list: %w", err)
		}
		switch {
		case len(p.CgoFiles) > 0:
			c.unfit = errors.New(p.ImportPath + " uses cgo")
		case p.Export != "":
			c.archives[p.ImportPath] = p.Export
		}
		if !p.Standard && !slices.ContainsFunc(fixed, func(dir string) bool { return strings.HasPrefix(p.Dir, dir+string(filepath.Separator)) }) {
			c.watch.add(p)
		}
	}
	return nil
}

// stub is a program that imports the roots and does nothing.
func stub(roots map[string]bool) []byte {
	var s bytes.Buffer
	s.WriteString("package main\n")
	for path := range roots {
		fmt.Fprintf(&s, "import _ %q\n", path)
	}
	s.WriteString("func main() {}\n")
	return s.Bytes()
}

// config is the importcfg of compiler and linker, which take from it what they need.
func (c *closure) config() []byte {
	var s bytes.Buffer
	for path, archive := range c.archives {
		fmt.Fprintf(&s, "packagefile %s=%s\n", path, archive)
	}
	return s.Bytes()
}
