package main

import (
	"context"
	"fmt"
	"go/version"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/system"
	"github.com/gensci/gensci/internal/toolchain"
)

const (
	minGo      = "go1.26.5"       // as in go.mod: go-xla needs it
	patience   = 20 * time.Second // for a program that is asked for its version
	enoughDisk = 2 << 30          // plugin, tools and Go's build cache of the lectures
)

func goPart(ctx context.Context) part {
	p := part{name: "go", needed: true, mend: "install " + minGo + " or newer from https://go.dev/dl"}
	said, err := toolchain.GoVersion(ctx)
	if err != nil {
		p.problem = "missing"
		return p
	}
	p.version = strings.TrimPrefix(said, "go version ")
	if fields := strings.Fields(p.version); len(fields) > 0 && version.IsValid(fields[0]) && version.Compare(fields[0], minGo) < 0 {
		p.problem = "too old"
	}
	return p
}

func compilerPart(ctx context.Context) part {
	p := part{name: "C compiler", mend: "apt install gcc (only XLA needs it)"}
	path := cCompiler(ctx)
	if path == "" {
		p.problem = "missing"
		return p
	}
	p.version = firstLine(ctx, path, "--version")
	if !hasCgo(ctx) {
		p.problem, p.mend = "unused", "unset CGO_ENABLED (only XLA needs it)"
	}
	return p
}

func programParts(context.Context) (parts []part) {
	for _, p := range []struct {
		name   string
		needed bool
	}{{"gonb", true}, {"goimports", true}, {"gopls", false}, {toolchain.BinaryName, true}} {
		parts = append(parts, programPart(p.name, p.needed))
	}
	return parts
}

func programPart(name string, needed bool) part {
	p := part{name: name, needed: needed, mend: setupAgain()}
	bin, err := toolchain.Bin()
	if err != nil {
		p.problem = "missing"
		return p
	}
	program, err := toolchain.Inspect(filepath.Join(bin, name))
	if err != nil {
		p.problem, _, _ = strings.Cut(err.Error(), ":")
		return p
	}
	p.version, p.size = program.Version+", "+program.Go, program.Size
	return p
}

// setupAgain is the command that mends this installation.
func setupAgain() string {
	if v, ok := system.Current(); ok {
		r, _ := v.Record() // without it the folder is not told
		return "sudo " + setupCommand + " --system --prefix " + filepath.Dir(filepath.Dir(v.Folder)) + " (in " + r.Checkout + ")"
	}
	return setupCommand
}

func pluginPart(context.Context) part {
	d := backend.Describe()
	p := part{name: "XLA plugin", version: d.Plugin, size: d.Size, mend: setupAgain() + " (without it: pure Go, slower)"}
	switch {
	case d.Plugin == "":
		p.problem = "missing"
	case d.Err != nil:
		p.problem = "damaged"
	case !d.HasXLA:
		p.problem, p.mend = "unused", d.WhyNot
	}
	if d.Config != "" {
		p.version = strings.TrimSpace(p.version + " (GOMLX_BACKEND=" + d.Config + ")")
	}
	return p
}

func diskPart(context.Context) part {
	p := part{name: "disk", mend: "free some space, or set XDG_DATA_HOME to a roomier disk"}
	data, err := dirs.Data()
	if err != nil {
		p.problem, p.mend = "unknown", err.Error()
		return p
	}
	free, err := dirs.Free(data)
	if err != nil {
		p.problem = "unknown on " + runtime.GOOS
		return p
	}
	used := dirs.Size(data)
	if cache, cacheErr := dirs.Cache(); cacheErr == nil {
		used += dirs.Size(cache)
	}
	p.size, p.version = used, fmt.Sprintf("%s, %s free", data, megabytes(free))
	if free+used < enoughDisk {
		p.problem = "small"
	}
	return p
}

// firstLine is what a program says first, "" if it fails.
func firstLine(ctx context.Context, program string, args ...string) string {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, args...).Output()
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return line
}
