package build

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/gensci/gensci/kernel/child"
)

// Names in the folder of one build.
const (
	sourceName  = "main.go"
	configName  = "importcfg"
	objectName  = "main.a"
	programName = "main"
)

// direct calls compiler and linker, with b.known for the imports. It errs with a CompileError if the source is wrong, and with something else if go build should try.
func (b *Builder) direct(ctx context.Context, dir string) error {
	if err := os.WriteFile(filepath.Join(dir, configName), b.known.config(), 0o600); err != nil {
		return err
	}
	if err := b.compile(ctx, dir); err != nil {
		return err
	}
	return b.link(ctx, dir)
}

// compile runs the compiler in the folder of the source, which keeps that folder's name out of messages and of stack traces. The linker
// throws DWARF away, so it is not made.
func (b *Builder) compile(ctx context.Context, dir string) error {
	out, err := b.tool(ctx, dir, b.chain.compile, "-o", objectName, "-trimpath", dir+"=>", "-p", "main", "-complete", "-dwarf=false",
		"-importcfg", configName, "-pack", sourceName)
	if err != nil && ctx.Err() == nil && blamesSource(out) {
		return &CompileError{Output: out}
	}
	return failed("compile", out, err)
}

func (b *Builder) link(ctx context.Context, dir string) error {
	args := []string{"-o", programName, "-importcfg", configName, "-buildmode=exe", "-buildid=" + filepath.Base(dir), "-s", "-w"}
	if b.known.godebug != "" {
		args = append(args, "-X=runtime.godebugDefault="+b.known.godebug)
	}
	out, err := b.tool(ctx, dir, b.chain.link, append(args, objectName)...)
	return failed("link", out, err)
}

// collect lets compiler and linker use some 50 MB more than they must: a tenth of the linker's time was garbage collection. Without any
// collection they are no quicker.
const collect = "400"

// tool runs a tool in the folder of a build and returns all that it printed.
func (b *Builder) tool(ctx context.Context, dir, path string, args ...string) (string, error) {
	cmd := exec.Command(path, args...)
	cmd.Dir, cmd.Env = dir, append(temporary(b.chain.env, dir), "GOGC="+collect)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := child.Run(ctx, cmd)
	return out.String(), err
}

func failed(what, out string, err error) error {
	if err == nil {
		return nil
	}
	return &commandError{what: what, stderr: out, err: err}
}
