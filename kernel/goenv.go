package kernel

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/system"
	"github.com/gensci/gensci/kernel/build"
)

var flag = regexp.MustCompile(`'[^']*'|"[^"]*"|\S+`) // in GOFLAGS; those with blanks stand in quotes

// noDWARF spares the linker a quarter of its time: it reads debug information of all packages, only to throw it away.
const noDWARF = "-gcflags=all=-dwarf=false"

// flags keeps the user's GOFLAGS but for those that collide with GoNB's go.mod and with ours. Our tags join the user's: cells have neither of the
// engines in them. Paths are left out of what is compiled, so that it is the same whatever folder the sources are in, and nobody's version
// control is asked.
func flags(user string) string {
	kept, tags := []string{noDWARF}, []string{"noxla", "cells"}
	for _, f := range flag.FindAllString(user, -1) {
		name, value, _ := strings.Cut(strings.Trim(strings.TrimLeft(strings.TrimLeft(f, `'"`), "-"), `'"`), "=")
		switch name {
		case "mod", "modfile", "overlay", "ldflags", "C", "trimpath", "buildvcs":
		case "tags":
			tags = append(tags, strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })...)
		default:
			kept = append(kept, f)
		}
	}
	return strings.Join(append(kept, "-trimpath", "-buildvcs=false", "-tags="+strings.Join(tags, ","), "-ldflags=-s"), " ")
}

// goEnv is what the go command gets, beside the environment of cells, to build with the checkout's go.mod alone: no network, since that decides all
// versions. In an installation for a whole machine it reads modules and what was compiled of them there, and keeps what is new in the user's cache
// folder, or in workdir where there is none.
func goEnv(workdir string) []string {
	env := []string{"GOPROXY=off"}
	if v, ok := system.Current(); ok {
		env = append(env, "GOMODCACHE="+v.Modules())
		env = append(env, layers(v, ownCache(workdir))...)
	}
	return env
}

// BuildOffline has the go command, where this process calls it, build as that of cells does: without network, and in an installation for a whole machine from what that holds.
func BuildOffline(workdir string) error {
	for _, variable := range goEnv(workdir) {
		name, value, _ := strings.Cut(variable, "=")
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	return nil
}

// layers has the go command keep what is new in own, and look first into what the installation has.
func layers(v system.Version, own string) []string {
	return []string{"GOCACHE=" + own, "GOCACHEPROG=" + quoted(filepath.Join(v.Bin(), "gensci")) + " gocache " + quoted(own) + " " + quoted(v.Compiled())}
}

// ownCache is a folder of the user's for what the go command compiles.
func ownCache(workdir string) string {
	if cache, err := dirs.Cache(); err == nil {
		own := filepath.Join(cache, "go-build")
		if err = os.MkdirAll(own, 0o700); err == nil {
			if probe, probeErr := os.CreateTemp(own, "new-"); probeErr == nil {
				probe.Close()
				_ = os.Remove(probe.Name())
				return own
			}
		}
	}
	return filepath.Join(workdir, "go-build")
}

// quoted is a word of GOCACHEPROG.
func quoted(word string) string {
	if strings.Contains(word, "'") {
		return `"` + word + `"`
	}
	return "'" + word + "'"
}

// with returns an environment in which the variables of more have the values of more.
func with(env, more []string) []string {
	set := map[string]bool{}
	for _, v := range more {
		name, _, _ := strings.Cut(v, "=")
		set[name] = true
	}
	kept := slices.DeleteFunc(slices.Clone(env), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return set[name]
	})
	return append(kept, more...)
}

// GoFlags says what becomes of a user's GOFLAGS: which flags cells are built without, and which have all of them built by the go command alone, and
// everything they import compiled anew.
func GoFlags(user string) (dropped, slow []string) {
	for _, f := range flag.FindAllString(user, -1) {
		switch kept := flags(f); {
		case kept == flags("") && !strings.Contains(f, "trimpath") && !strings.Contains(f, "buildvcs"):
			dropped = append(dropped, f)
		case build.Fit(kept) != nil:
			slow = append(slow, f)
		}
	}
	return dropped, slow
}
