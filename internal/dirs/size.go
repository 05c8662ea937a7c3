package dirs

import (
	"context"
	"io/fs"
	"path/filepath"
)

// SizeWithin is Size, but for what it has not come to when ctx ends; whole says whether that is nothing.
func SizeWithin(ctx context.Context, folder string) (sum int64, whole bool) {
	err := filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return nil // vanished, or not ours to read
		}
		if info, infoErr := entry.Info(); infoErr == nil && info.Mode().IsRegular() {
			sum += info.Size()
		}
		return nil
	})
	return sum, err == nil
}

// Size returns how many bytes the files below a folder hold, 0 if there is no such folder. Files that vanish meanwhile do not count.
func Size(folder string) int64 {
	sum, _ := SizeWithin(context.Background(), folder)
	return sum
}
