package dirs

import (
	"io/fs"
	"path/filepath"
)

// Size returns how many bytes the files below a folder hold, 0 if there is no such folder. Files that vanish meanwhile do not count.
func Size(folder string) int64 {
	var sum int64
	filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return nil // vanished, or not ours to read
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			sum += info.Size()
		}
		return nil
	})
	return sum
}
