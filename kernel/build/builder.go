package build

import (
	"context"
	"errors"
	"fmt"
	"go/types"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
)

// Builder builds programs of one file each. Its methods may be called from several goroutines; builds run one at a time.
type Builder struct {
	Checkout string       // folder of the module that decides all versions, or, in a workspace, of one that does
	As       string       // path of a file that need not be there, which programs stand for: they may import what it might; "" is outside of all modules
	Watch    []string     // files beside the checkout's go.mod whose change can change what imports mean
	Fixed    []string     // folders whose files never change, beside Go's module cache
	Work     string       // folder for what is made, by this Builder alone; it is made if missing
	Env      []string     // environment of the go command, and with it GOFLAGS, CGO_ENABLED, GOCACHE; nil: our own
	Go       string       // the go command; "" is the one on PATH
	Keep     int          // how many programs are kept in Work, 0 is 8; one stays at least until this many others were built
	Log      *slog.Logger // says at level debug what was done, and why not directly; nil: nothing

	mu    sync.Mutex
	chain *toolchain // of go env; nil before the first build
	known *closure   // packages of the imports so far; nil before the first build
	kept  programs

	types types.Importer // of typed
	typed *closure
}

// Build compiles and links the program whose only file is mainGo, and returns the path of its binary, whose base name is name. The
// same source gives the same path, without any work, as long as nothing that it was built from has changed.
//
// The error is a [*CompileError] if the source is wrong, and wraps ctx's if ctx ended; then all processes of the build have ended too.
func (b *Builder) Build(ctx context.Context, mainGo []byte, name string) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return "", fmt.Errorf("building %s: %w", name, err)
	}
	path, err := b.build(ctx, mainGo, name)
	var wrong *CompileError
	if err != nil && !errors.As(err, &wrong) {
		if ctx.Err() != nil {
			err = ctx.Err() // what the killed tools said helps nobody
		}
		return "", fmt.Errorf("building %s: %w", name, err)
	}
	return path, err
}

func (b *Builder) build(ctx context.Context, mainGo []byte, name string) (string, error) {
	if err := b.prepare(ctx); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp(b.Work, "build-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, sourceName), mainGo, 0o600); err != nil {
		return "", err
	}
	key := keyOf(mainGo, name)
	reason := b.need(ctx, parse(mainGo), dir)
	if reason == nil {
		if path, ok := b.kept.find(key); ok {
			b.log("nothing has changed", "program", path)
			return path, nil
		}
		reason = b.direct(ctx, dir)
	}
	var wrong *CompileError
	if errors.As(reason, &wrong) || ctx.Err() != nil {
		return "", reason
	}
	if reason != nil {
		b.log("left to go build", "reason", reason)
		key = "" // what it was built from is not known
		if err := b.goBuild(ctx, dir); err != nil {
			return "", err
		}
	}
	return b.kept.add(b.Work, key, filepath.Join(dir, programName), filepath.Base(name), b.Keep)
}

// prepare makes the folders' names absolute, since tools run in others, and finds the tools.
func (b *Builder) prepare(ctx context.Context) (err error) {
	if b.chain != nil {
		return nil
	}
	if err = os.MkdirAll(b.Work, 0o700); err != nil {
		return err
	}
	for _, dir := range []*string{&b.Work, &b.Checkout} {
		if *dir, err = filepath.Abs(*dir); err != nil {
			return err
		}
	}
	b.chain, err = b.findToolchain(ctx)
	return err
}

func (b *Builder) log(message string, args ...any) {
	if b.Log != nil {
		b.Log.Debug("build: "+message, args...)
	}
}
