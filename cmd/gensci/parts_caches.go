package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/system"
	"github.com/gensci/gensci/kernel"
)

// sizeTime is what the size of a folder may take: a developer's caches hold a million files.
const sizeTime = time.Second

// cacheParts are the folders that cells are built from and into.
func cacheParts(ctx context.Context) []part {
	var all []part
	add := func(name, folder string, written bool) { all = append(all, cachePart(ctx, name, folder, written)) }
	env := goEnv(ctx)
	if v, ok := system.Current(); ok {
		add("modules", v.Modules(), false)
		add("compiled", v.Compiled(), false)
		if own, err := dirs.Cache(); err == nil {
			add("compiled", filepath.Join(own, "go-build"), true)
		}
		if env["GOMODCACHE"] != "" {
			add("modules", env["GOMODCACHE"], true)
		}
		return all
	}
	if env["GOMODCACHE"] != "" {
		add("modules", env["GOMODCACHE"], true)
	}
	if env["GOCACHE"] != "" {
		add("compiled", env["GOCACHE"], true)
	}
	return all
}

// goEnv is what the go command says of its settings; nothing if it does not run.
func goEnv(ctx context.Context) map[string]string {
	var env map[string]string
	out, err := exec.CommandContext(ctx, "go", "env", "-json").Output()
	if err == nil {
		_ = json.Unmarshal(out, &env) // nothing is said then
	}
	return env
}

func cachePart(ctx context.Context, name, folder string, written bool) part {
	ctx, cancel := context.WithTimeout(ctx, sizeTime)
	defer cancel()
	p := part{name: name, version: folder}
	var whole bool
	if p.size, whole = dirs.SizeWithin(ctx, folder); !whole {
		p.version += ", and more"
	}
	state := folderState(folder)
	switch {
	case state == "read and written", state == "not there yet" && written:
		p.version += ", " + state
	case !written && state == "read only":
		p.version += ", shared"
	case !written:
		p.problem, p.mend = state, setupAgain()
	default:
		p.problem, p.mend = state, "make it yours (chown), or name another folder in its variable: go env -w GOCACHE=DIR, GOMODCACHE=DIR"
	}
	return p
}

// folderState says what can be done with a folder.
func folderState(folder string) string {
	if _, err := os.Stat(folder); os.IsNotExist(err) {
		return "not there yet"
	}
	if _, err := os.ReadDir(folder); err != nil {
		return "cannot be read"
	}
	probe, err := os.CreateTemp(folder, ".probe-")
	if err != nil {
		return "read only"
	}
	probe.Close()
	if os.Remove(probe.Name()) != nil {
		return "read only"
	}
	return "read and written"
}

// flagsParts is there if GOFLAGS keeps cells from being built as they should.
func flagsParts(context.Context) []part {
	flags := os.Getenv("GOFLAGS")
	dropped, slow := kernel.GoFlags(flags)
	p := part{name: "GOFLAGS", version: flags, mend: "unset GOFLAGS where Jupyter is started"}
	switch {
	case len(slow) > 0:
		p.problem = "slows cells down (" + strings.Join(slow, " ") + ")"
	case len(dropped) > 0:
		p.version += ", cells are built without " + strings.Join(dropped, " ")
	default:
		return nil
	}
	return []part{p}
}
