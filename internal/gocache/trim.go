package gocache

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	tempPrefix = "new-"
	trimmed    = "trimmed" // a file whose time says when the folder was last looked through

	lifetime  = 5 * 24 * time.Hour // of what nobody uses
	trimEvery = 24 * time.Hour
	useStep   = time.Hour // how exactly the last use is known: each note of it is a write
)

// used notes that an entry is of use.
func (f folder) used(action []byte, e entry, now time.Time) {
	if now.Sub(e.time) < useStep {
		return
	}
	for _, path := range []string{f.file(action, "action"), e.path} {
		_ = os.Chtimes(path, now, now) // if not, it is compiled again one day
	}
}

// trim removes what nobody has used for long, and what killed writers left. It looks once a day. A folder in which a first look has never been
// noted is not trimmed yet: the shared one, while it is made, is kept whole.
func (f folder) trim(now time.Time) {
	mark := filepath.Join(string(f), trimmed)
	info, err := os.Stat(mark)
	if err == nil && now.Sub(info.ModTime()) < trimEvery {
		return
	}
	if os.WriteFile(mark, nil, 0o644) != nil || os.Chtimes(mark, now, now) != nil || err != nil {
		return
	}
	_ = filepath.WalkDir(string(f), func(path string, d fs.DirEntry, err error) error { // what vanishes meanwhile is gone
		if err != nil || d.IsDir() || !isEntry(d.Name()) {
			return nil
		}
		if info, err := d.Info(); err == nil && now.Sub(info.ModTime()) > lifetime {
			_ = os.Remove(path)
		}
		return nil
	})
}

func isEntry(name string) bool {
	return strings.HasSuffix(name, "-action") || strings.HasSuffix(name, "-output") || strings.HasPrefix(name, tempPrefix)
}
