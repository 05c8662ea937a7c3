package assist

import (
	"io/fs"
	"path/filepath"
	"strings"
	"time"
)

// watched are the files of a folder, as gopls has last heard of them: it sees files change only if it is told.
type watched struct {
	folder string // "" if none is watched
	files  map[string]stamp
}

type stamp struct {
	changed time.Time
	size    int64
}

// maxWatched is how many files and folders are looked at. With more, those in front of the alphabet are.
const maxWatched = 5000

func watch(folder string) *watched {
	w := &watched{folder: folder}
	w.files = w.look()
	return w
}

// look finds the files that say what packages there are and what is in them.
func (w *watched) look() map[string]stamp {
	files := map[string]stamp{}
	if w.folder == "" {
		return files
	}
	n := 0
	_ = filepath.WalkDir(w.folder, func(path string, d fs.DirEntry, err error) error { // what cannot be read says nothing
		if err != nil {
			return nil
		}
		name := d.Name()
		switch n++; {
		case n > maxWatched:
			return filepath.SkipAll
		case d.IsDir() && path != w.folder && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") && name != "go.mod" && name != "go.sum":
			return nil
		}
		if info, err := d.Info(); err == nil {
			files[path] = stamp{info.ModTime(), info.Size()}
		}
		return nil
	})
	return files
}

// Kinds of changes in the protocol.
const (
	created = 1
	changed = 2
	deleted = 3
)

// changes are what gopls has not heard of, as the protocol's FileEvents.
func (w *watched) changes() (events []any) {
	now := w.look()
	event := func(path string, kind int) { events = append(events, map[string]any{"uri": uri(path), "type": kind}) }
	for path, s := range now {
		if before, known := w.files[path]; !known {
			event(path, created)
		} else if before != s {
			event(path, changed)
		}
	}
	for path := range w.files {
		if _, there := now[path]; !there {
			event(path, deleted)
		}
	}
	w.files = now
	return events
}

// tell tells gopls which files have changed.
func (p *process) tell() error {
	if p.watched == nil {
		return nil
	}
	events := p.watched.changes()
	if len(events) == 0 {
		return nil
	}
	return p.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": events})
}
