// Package replace writes files in one step: whoever reads sees the old file or the new one, and never half of it.
//
//	err := replace.File("report.xml", text)
package replace

import (
	"fmt"
	"os"
	"path/filepath"
)

const prefix = ".gensci-"

// File writes text to path. An error leaves what was there before; it names the path.
func File(path string, text []byte) error {
	temp, err := write(filepath.Dir(path), text)
	if err == nil {
		if err = os.Rename(temp, path); err != nil {
			os.Remove(temp)
		}
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// write writes a file of its own into folder and returns its path.
func write(folder string, text []byte) (path string, err error) {
	f, err := os.CreateTemp(folder, prefix+"*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(text)
	for _, step := range []func() error{func() error { return f.Chmod(0o644) }, f.Sync, f.Close} {
		if e := step(); err == nil {
			err = e
		}
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return f.Name(), err
}

// Folder makes a folder if it is missing, and finds out whether files can be written there: now, not after minutes of work.
func Folder(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("the folder %s cannot be made: %w", folder, err)
	}
	probe, err := write(folder, nil)
	if err == nil {
		err = os.Remove(probe)
	}
	if err != nil {
		return fmt.Errorf("the folder %s cannot be written: %w", folder, err)
	}
	return nil
}
