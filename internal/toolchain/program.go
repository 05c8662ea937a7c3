package toolchain

import (
	"debug/buildinfo"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Program is one that setup has built.
type Program struct {
	Name, Path string
	Version    string // of its module; "(devel)" for our own
	Go         string // that built it
	Size       int64
}

// Inspect describes a program. It errors if it is missing or damaged.
func Inspect(path string) (Program, error) {
	p := Program{Name: filepath.Base(path), Path: path}
	info, err := os.Stat(p.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return p, errors.New("missing")
	}
	if err != nil {
		return p, err
	}
	p.Size = info.Size()
	built, err := buildinfo.ReadFile(p.Path)
	if err != nil {
		return p, fmt.Errorf("damaged: %w", err)
	}
	p.Version, p.Go = built.Main.Version, built.GoVersion
	return p, nil
}
