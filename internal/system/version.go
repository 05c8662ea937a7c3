package system

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/gensci/gensci/internal/dirs"
)

// Version is a folder with everything.
type Version struct{ Folder string }

// Current returns the version that this program belongs to, and whether it belongs to one.
func Current() (Version, bool) {
	folder := dirs.Prefix()
	return Version{folder}, folder != ""
}

// Bin is the folder of programs; a link to the go command that compiled the packages is among them.
func (v Version) Bin() string { return filepath.Join(v.Folder, "bin") }

// Checkout is the folder of the sources that cells import.
func (v Version) Checkout() string { return filepath.Join(v.Folder, "checkout") }

// XLA is the folder of plugins.
func (v Version) XLA() string { return filepath.Join(v.Folder, "xla") }

// Modules is Go's module cache.
func (v Version) Modules() string { return filepath.Join(v.Folder, "go", "mod") }

// Proxy is Modules as a GOPROXY, for module caches of users.
func (v Version) Proxy() string { return Proxy(v.Modules()) }

// Proxy is a module cache as a GOPROXY.
func Proxy(modules string) string {
	return "file://" + filepath.ToSlash(filepath.Join(modules, "cache", "download"))
}

// Compiled is the shared folder of a gocache.Cache.
func (v Version) Compiled() string { return filepath.Join(v.Folder, "go", "build") }

// Replacements is a file with lines of a go.work that have a workspace take modules from Modules instead of unpacking them anew.
func (v Version) Replacements() string { return filepath.Join(v.Folder, "go", "replace.txt") }

// Record says what a version was made of.
type Record struct {
	Made     time.Time `json:"made"`
	Checkout string    `json:"checkout"`   // where the sources came from
	Program  string    `json:"program"`    // gensci's version, and Go's
	Spec     string    `json:"kernelspec"` // folder of the kernelspec
}

func (v Version) record() string { return filepath.Join(v.Folder, dirs.InstallationFile) }

// Record reads what the version was made of.
func (v Version) Record() (Record, error) {
	var r Record
	text, err := os.ReadFile(v.record())
	if err != nil {
		return r, err
	}
	if err = json.Unmarshal(text, &r); err != nil {
		return r, fmt.Errorf("%s is damaged, install gensci for this machine again: %w", v.record(), err)
	}
	return r, nil
}

// Hold keeps the version from being removed until release is called, or the process ends. Where the file system knows no locks it does nothing; nor
// does it wait for long, since anybody may lock what they can read.
func (v Version) Hold() (release func()) {
	ctx, cancel := context.WithTimeout(context.Background(), holdLimit)
	defer cancel()
	lock := flock.New(v.record())
	if held, err := lock.TryRLockContext(ctx, holdLimit/20); err != nil || !held {
		return func() {}
	}
	return func() { _ = lock.Close() } // the system releases it anyway
}

// holdLimit is longer than a set-up takes to see whether a version is in use.
const holdLimit = 200 * time.Millisecond

// free says whether nobody holds the version.
func (v Version) free() bool {
	lock := flock.New(v.record())
	free, err := lock.TryLock()
	if free {
		_ = lock.Close()
	}
	return free && err == nil
}
