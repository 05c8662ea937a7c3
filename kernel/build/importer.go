package build

import (
	"context"
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
)

// Importer returns what a type checker asks for packages, from the archives that programs are built from. It knows paths and what they
// import.
func (b *Builder) Importer(ctx context.Context, paths []string) (types.Importer, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.prepare(ctx); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(b.Work, "types-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	before := b.known
	if err := b.need(ctx, source{imports: paths}, dir); err != nil && b.known == nil {
		return nil, b.said(err, dir)
	}
	if !b.known.covers(paths) {
		return nil, b.said(b.need(ctx, source{imports: paths}, dir), dir)
	}
	if b.types == nil || before != b.known && !b.known.extends(b.typed) {
		b.types = importer.ForCompiler(token.NewFileSet(), "gc", b.archive)
	}
	b.typed = b.known
	return b.types, nil
}

// archive opens the export data of a package.
func (b *Builder) archive(path string) (io.ReadCloser, error) {
	file := b.typed.archives[path]
	if file == "" {
		return nil, fmt.Errorf("package %s is not known", path)
	}
	return os.Open(file)
}

// said is what the go command said, without our folders.
func (b *Builder) said(err error, dir string) error {
	var c *commandError
	if errors.As(err, &c) && uprooted.MatchString(c.stderr) {
		return errUprooted
	}
	if errors.As(err, &c) && blames.MatchString(c.stderr) {
		return &CompileError{Output: b.plain(c.stderr, dir)}
	}
	return err
}
