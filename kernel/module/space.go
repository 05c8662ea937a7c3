package module

import (
	"context"
	"errors"
	"fmt"
	"go/types"
	"os"
	"path/filepath"
	"sync"

	"github.com/gensci/gensci/kernel/build"
	"github.com/gensci/gensci/kernel/cell"
)

// Options of a Space.
type Options struct {
	Dir      string   // of the notebook
	Checkout string   // of gensci
	Work     string   // private folder
	Env      []string // the environment that cells are built with
	// Workspace are variables that are different where cells are built in a workspace, such as where modules are.
	Workspace []string
	Replace   string   // lines of a replace block: modules of Checkout that need not be unpacked once more
	Fixed     []string // folders that hold what Replace names
	Proxy     string   // a GOPROXY that needs no network, asked where the user's cannot be reached; may be empty
	User      []string // the environment of the user; nil is ours

	Packages cell.Packages // that cells may use without an import, module or not
	// Changed is told that there is another module now, or none, in which folder, and how the go command finds its packages: what is to be set in
	// addition to Env. It may be nil.
	Changed func(env []string, folder string)
}

// Space is where the cells of a notebook are built. Its methods may be called by several goroutines.
type Space struct {
	o     Options
	plain *build.Builder

	mu       sync.Mutex
	seen     stamp // of the go.mod that own was read from
	own      *goMod
	broken   error // why there is none although there is a go.mod
	joint    *build.Builder
	packages packages
}

// New returns the space of a notebook. It looks at nothing yet.
func New(o Options) *Space {
	if o.User == nil {
		o.User = os.Environ()
	}
	if dir, err := filepath.Abs(o.Dir); err == nil {
		o.Dir = dir
	}
	if real, err := filepath.EvalSymlinks(o.Dir); err == nil { // the go command compares folders
		o.Dir = real
	}
	return &Space{o: o, plain: &build.Builder{Checkout: o.Checkout, Work: filepath.Join(o.Work, "plain"), Env: o.Env}}
}

// Build builds a program; see build.Builder. Its compile errors say what to do about a missing package.
func (s *Space) Build(ctx context.Context, source []byte, name string) (string, error) {
	b, own := s.builder(ctx, imports(source))
	path, err := b.Build(ctx, source, name)
	var wrong *build.CompileError
	if errors.As(err, &wrong) {
		return "", s.explained(wrong, own)
	}
	return path, err
}

// Importer returns what a type checker asks for packages of these paths, and for what they import; see build.Builder.
func (s *Space) Importer(ctx context.Context, paths []string) (types.Importer, error) {
	b, own := s.builder(ctx, paths)
	importer, err := b.Importer(ctx, paths)
	var wrong *build.CompileError
	if errors.As(err, &wrong) {
		return nil, s.explained(wrong, own)
	}
	return importer, err
}

// builder is the one for a program with these imports.
func (s *Space) builder(ctx context.Context, paths []string) (*build.Builder, *goMod) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refresh(ctx)
	if s.own == nil {
		return s.plain, nil
	}
	for _, path := range paths {
		if s.own.covers(path) {
			return s.joint, s.own
		}
	}
	return s.plain, s.own
}

// refresh looks which module there is now. The caller holds mu.
func (s *Space) refresh(ctx context.Context) {
	root := find(s.o.Dir)
	now := stampOf(filepath.Join(root, "go.mod"))
	if root == "" {
		now = stamp{}
	}
	if now == s.seen {
		return
	}
	before := s.own
	s.seen, s.own, s.broken, s.packages = now, nil, nil, packages{}
	if root != "" {
		s.own, s.broken = s.enter(ctx, root)
	}
	switch {
	case s.own == nil:
		s.joint = nil
	case before == nil || before.root != root:
		s.joint = s.builderIn(root)
	}
	switch {
	case s.o.Changed == nil:
	case s.own != nil:
		s.o.Changed(s.environment(), root)
	case before != nil:
		s.o.Changed(nil, "")
	}
}

// enter reads a module and makes the workspace. It is nil for gensci itself.
func (s *Space) enter(ctx context.Context, root string) (*goMod, error) {
	own, err := s.read(ctx, root)
	if err != nil || own.Module.Path == Gensci {
		return nil, err
	}
	if own.Module.Path == "" {
		return nil, fmt.Errorf("%s names no module", filepath.Join(root, "go.mod"))
	}
	checkout, err := s.read(ctx, s.o.Checkout)
	if err != nil {
		return nil, err
	}
	return own, s.writeWork(checkout, own)
}

// environment is what the go command needs in the workspace, beside Env; nil without a module. The caller holds mu.
func (s *Space) environment() []string {
	if s.own == nil {
		return nil
	}
	return append([]string{"GOWORK=" + s.workFile(), "GOSUMDB=off"}, s.o.Workspace...)
}

func (s *Space) builderIn(root string) *build.Builder {
	return &build.Builder{
		Checkout: s.o.Checkout, Work: filepath.Join(s.o.Work, "joint"), Env: with(s.o.Env, s.environment()), Fixed: s.o.Fixed,
		As:    filepath.Join(s.o.Dir, "gensci_cell.go"),
		Watch: []string{filepath.Join(root, "go.mod"), filepath.Join(root, "go.sum")},
	}
}
