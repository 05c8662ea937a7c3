package system

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// What a version has of a checkout: all that cells import, what that imports, and the lectures.
var (
	sourceFolders = []string{"backend", "exercises", "gen", "grade", "internal", "kernel", "notebooks", "plots"}
	sourceFiles   = []string{"go.mod", "go.sum", "LICENSE", "NOTICE"}
)

// CopySources copies the sources of a checkout, without tests and hidden files. What is missing in the checkout is missing in the copy.
func (v Version) CopySources(checkout string) (files int, err error) {
	err = filepath.WalkDir(checkout, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(checkout, path)
		switch {
		case err != nil || rel == ".":
			return err
		case d.IsDir() && !isSource(rel, d):
			return filepath.SkipDir
		case d.IsDir() || !d.Type().IsRegular() || !isSource(rel, d):
			return nil
		}
		files++
		return copyFile(path, filepath.Join(v.Checkout(), rel))
	})
	if err != nil {
		return files, fmt.Errorf("copying the sources: %w", err)
	}
	return files, nil
}

func isSource(rel string, d fs.DirEntry) bool {
	name := d.Name()
	if strings.HasPrefix(name, ".") || name == "testdata" || strings.HasSuffix(name, "_test.go") {
		return false
	}
	top, _, below := strings.Cut(filepath.ToSlash(rel), "/")
	if below || d.IsDir() {
		return slices.Contains(sourceFolders, top)
	}
	return slices.Contains(sourceFiles, top)
}

func copyFile(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if closed := out.Close(); err == nil {
		err = closed
	}
	return err
}
