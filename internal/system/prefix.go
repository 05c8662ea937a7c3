package system

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gensci/gensci/internal/dirs"
)

// Prefix is the folder of all versions.
type Prefix struct{ Folder string }

const (
	versions = "versions"
	current  = "current"
)

// Current is the path under which the kernelspec knows the current version.
func (p Prefix) Current() string { return filepath.Join(p.Folder, current) }

// Installed returns the current version, and whether there is one.
func (p Prefix) Installed() (Version, bool) {
	folder, err := filepath.EvalSymlinks(p.Current())
	v := Version{folder}
	if err == nil {
		_, err = os.Stat(v.record())
	}
	return v, err == nil
}

// Check errs, in a sentence, if no version can be installed here, or if others could not come here to read it.
func (p Prefix) Check() error {
	if err := reachable(p.Folder); err != nil {
		return err
	}
	foreign, err := p.foreign()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s cannot be looked into: %w", p.Folder, err)
	}
	if foreign != "" {
		return fmt.Errorf("%s holds %s, which is not gensci's: choose an empty folder with --prefix", p.Folder, foreign)
	}
	if err = MakeFolder(filepath.Join(p.Folder, versions)); err == nil {
		var probe *os.File
		if probe, err = os.CreateTemp(filepath.Join(p.Folder, versions), ".probe-"); err == nil {
			probe.Close()
			err = os.Remove(probe.Name())
		}
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written: run this as the administrator, or choose a folder of yours with --prefix and --jupyter (%w)", p.Folder, err)
	}
	return nil
}

// foreign is something in the folder that no set-up has made, "" if there is nothing.
func (p Prefix) foreign() (string, error) {
	entries, err := os.ReadDir(p.Folder)
	for _, e := range entries {
		if !slices.Contains([]string{versions, current, current + ".new", ".lock"}, e.Name()) {
			return e.Name(), err
		}
	}
	return "", err
}

// Lock keeps other set-ups out.
func (p Prefix) Lock(ctx context.Context) (unlock func(), err error) {
	return dirs.Lock(ctx, p.Folder, nil)
}

// Begin makes the folder of a new version. Until it is published, Sweep removes it.
func (p Prefix) Begin() (Version, error) {
	folder, err := os.MkdirTemp(filepath.Join(p.Folder, versions), time.Now().UTC().Format("20060102-150405-"))
	return Version{folder}, err
}

// Publish opens a version to all readers, and makes it the current one.
func (p Prefix) Publish(v Version, r Record) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err = os.WriteFile(v.record(), append(text, '\n'), 0o644); err != nil {
		return err
	}
	if err = readable(v.Folder); err != nil {
		return err
	}
	next := p.Current() + ".new"
	if err = os.Remove(next); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err = os.Symlink(filepath.Join(versions, filepath.Base(v.Folder)), next); err != nil {
		return err
	}
	return os.Rename(next, p.Current())
}

// Sweep removes all versions but the current one: those of set-ups that were interrupted, and complete ones that no notebook runs on. It returns
// how many still serve. The caller holds the lock.
func (p Prefix) Sweep() (kept int, err error) {
	now, _ := p.Installed()
	entries, err := os.ReadDir(filepath.Join(p.Folder, versions))
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		v := Version{filepath.Join(p.Folder, versions, e.Name())}
		if e.Name() == filepath.Base(now.Folder) {
			continue
		}
		if _, recordErr := os.Stat(v.record()); recordErr == nil && !v.free() {
			kept++
			continue
		}
		err = errors.Join(err, remove(v.Folder))
	}
	return kept, err
}

// Exists says whether there is an installation, or what is left of one that was interrupted.
func (p Prefix) Exists() bool {
	foreign, err := p.foreign()
	_, statErr := os.Stat(filepath.Join(p.Folder, versions))
	return err == nil && foreign == "" && statErr == nil
}

// InUse says whether notebooks run on the installation.
func (p Prefix) InUse() bool {
	entries, _ := os.ReadDir(filepath.Join(p.Folder, versions)) // none if it cannot be read
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		v := Version{filepath.Join(p.Folder, versions, e.Name())}
		_, err := os.Stat(v.record())
		return err == nil && !v.free()
	})
}

// Remove removes everything. Notebooks that still run on it fail at their next cell.
func (p Prefix) Remove() error {
	if !p.Exists() {
		return fmt.Errorf("%s is no installation of gensci for a whole machine", p.Folder)
	}
	return remove(p.Folder)
}

// remove removes a folder, read-only ones inside of it too.
func remove(folder string) error {
	_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error { // what is left, RemoveAll tells
		if err == nil && d.IsDir() {
			_ = os.Chmod(path, 0o755)
		}
		return nil
	})
	return os.RemoveAll(folder)
}

// Of returns the prefix that a path lies in, through links, if it is of an installation: PREFIX/current/bin/gensci is.
func Of(path string) (Prefix, bool) {
	before, _, found := strings.Cut(filepath.ToSlash(path), "/"+current+"/")
	p := Prefix{filepath.FromSlash(before)}
	if !found {
		return p, false
	}
	_, found = p.Installed()
	return p, found
}
