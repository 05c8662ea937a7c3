package build

import (
	"encoding/binary"
	"hash"
	"hash/maphash"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// watch finds out whether files have changed since they were read, from names, sizes and times: a millisecond for some hundred files.
type watch struct {
	dirs  []string        // all files in them, but not below them
	files map[string]bool // may be missing
	seen  uint64          // fingerprint
	sure  bool            // no file changed while they were read
}

var seed = maphash.MakeSeed()

// add watches a package: its folder, what it embeds from below, and its module's go.mod.
func (w *watch) add(p listed) {
	w.dirs = append(w.dirs, p.Dir)
	for _, name := range p.EmbedFiles {
		if strings.ContainsAny(name, `/\`) {
			w.files[filepath.Join(p.Dir, name)] = true
		}
	}
	if p.Module != nil {
		w.files[p.Module.GoMod] = true
	}
}

// start takes the fingerprint of files that were read after a point in time. What was written later may have been read in its old state.
func (w *watch) start(read time.Time) {
	var newest time.Time
	w.seen, newest = w.fingerprint()
	w.sure = newest.Before(read.Add(-clockStep))
}

// clockStep is what times of files may lag behind the clock: kernels take them from a clock that ticks, at 100 Hz or more.
const clockStep = 10 * time.Millisecond

func (w *watch) same() bool {
	if !w.sure {
		return false
	}
	now, _ := w.fingerprint()
	return now == w.seen
}

// fingerprint is a hash of names, sizes and times, and the last change of all.
func (w *watch) fingerprint() (uint64, time.Time) {
	var h maphash.Hash
	h.SetSeed(seed)
	var newest time.Time
	note := func(name string, info os.FileInfo) {
		record(&h, name, info)
		if info.ModTime().After(newest) {
			newest = info.ModTime()
		}
	}
	for _, dir := range w.dirs {
		_, _ = h.WriteString(dir)
		entries, _ := os.ReadDir(dir) // a folder that is gone has none
		for _, e := range entries {
			if e.IsDir() || strings.HasSuffix(e.Name(), "_test.go") {
				continue
			}
			if info, err := os.Stat(filepath.Join(dir, e.Name())); err == nil {
				note(e.Name(), info)
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(w.files)) {
		if info, err := os.Stat(path); err == nil {
			note(path, info)
		}
	}
	return h.Sum64(), newest
}

func record(h hash.Hash64, name string, info os.FileInfo) {
	b := append([]byte(name), 0)
	b = binary.LittleEndian.AppendUint64(b, uint64(info.Size()))
	b = binary.LittleEndian.AppendUint64(b, uint64(info.ModTime().UnixNano()))
	_, _ = h.Write(b) // a hash takes everything
}
