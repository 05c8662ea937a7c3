package fit

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// replaceable says why a folder must not be written: there is a file, or a folder that holds anything else than what a
// save with these files wrote. The names that writeFolder uses on the way, .new and .old, are looked at too, since it
// removes them.
func replaceable(dir string, files map[string][]byte) error {
	if dir == "" {
		return errors.New("fit: the name of the folder to save to is empty: name one")
	}
	dir = filepath.Clean(dir)
	for _, d := range []string{dir, dir + ".new", dir + ".old"} {
		info, err := os.Stat(d)
		if err != nil { // not there; where it cannot be made, making it says why
			continue
		}
		if !info.IsDir() {
			return fmt.Errorf("fit: save to %s: %s is a file: name another folder", dir, d)
		}
		entries, err := os.ReadDir(d)
		if err != nil {
			return fmt.Errorf("fit: save to %s: %w", dir, err)
		}
		if foreign := firstForeign(entries, files); foreign != "" {
			return fmt.Errorf("fit: save to %s: %s holds %s, which this save did not write and would delete: name another folder", dir, d, foreign)
		}
	}
	return nil
}

// firstForeign is the first entry that is neither one of the files nor one of GoMLX's checkpoint files.
func firstForeign(entries []fs.DirEntry, files map[string][]byte) string {
	for _, e := range entries {
		_, ours := files[e.Name()]
		if !ours && (e.IsDir() || !strings.HasPrefix(e.Name(), "checkpoint")) {
			return e.Name()
		}
	}
	return ""
}
