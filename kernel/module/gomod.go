package module

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
)

// goMod is a go.mod.
type goMod struct {
	root   string // its folder
	Module struct{ Path string }
	Go     string // version
	// Require are the modules that it asks for.
	Require []struct {
		Path, Version string
		Indirect      bool // only what others need; or nobody has said that it is wanted
	}
}

// read has the go command read the go.mod in a folder.
func (s *Space) read(ctx context.Context, root string) (*goMod, error) {
	out, err := s.command(ctx, root, alone, "mod", "edit", "-json")
	if err != nil {
		return nil, fmt.Errorf("%s cannot be understood: %w", filepath.Join(root, "go.mod"), err)
	}
	m := &goMod{root: root}
	if err := json.Unmarshal([]byte(out), m); err != nil {
		return nil, fmt.Errorf("%s cannot be understood: %w", filepath.Join(root, "go.mod"), err)
	}
	return m, nil
}

// covers says whether an import path belongs to the module or to one that it requires.
func (m *goMod) covers(path string) bool {
	if within(path, m.Module.Path) {
		return true
	}
	for _, r := range m.Require {
		if r.Path != Gensci && within(path, r.Path) {
			return true
		}
	}
	return false
}

func within(path, module string) bool {
	return module != "" && (path == module || strings.HasPrefix(path, module+"/"))
}

// version is the one that the module requires of another, "" if it does not.
func (m *goMod) version(path string) string {
	for _, r := range m.Require {
		if r.Path == path {
			return r.Version
		}
	}
	return ""
}
