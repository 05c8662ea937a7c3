package front

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gensci/gensci/kernel/keep"
)

// place is where programs and shell lines run: the folder, and what earlier cells have changed of the environment. A folder that is gone is left
// for the one in which the notebook lies.
func (f *Front) place() (dir string, changed keep.Env) {
	m := f.memory.Kept
	if m == nil {
		return f.o.Dir, nil
	}
	if info, err := os.Stat(m.Dir); err == nil && info.IsDir() {
		return m.Dir, m.Env
	}
	return f.o.Dir, m.Env
}

// cd is the magic %cd: it shows where cells run, or changes it for the cells that follow.
func (f *Front) cd(r *request, words []string) error {
	dir, _ := f.place()
	if len(words) > 1 {
		return fmt.Errorf("%%cd wants one folder, not %d words", len(words))
	}
	if len(words) == 1 {
		to, err := folder(dir, words[0])
		if err != nil {
			return err
		}
		if err := f.move(to); err != nil {
			return fmt.Errorf("%%cd: %w", err)
		}
		dir, _ = f.place()
	}
	r.publish("stream", dict{"name": "stdout", "text": dir + "\n"})
	return nil
}

// folder is what a path means in dir.
func folder(dir, path string) (string, error) {
	asked := path
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || rest[0] == '/') {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("%%cd: %w", err)
		}
		path = home + rest
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return "", fmt.Errorf("%%cd: there is no folder %s; %%cd alone says where cells run", asked)
	}
	return filepath.Clean(path), nil
}

// setenv is the magic %env: it shows the environment of cells, or changes it for the cells that follow.
func (f *Front) setenv(r *request, words []string) error {
	_, changed := f.place()
	if len(words) == 0 {
		list := slices.Sorted(slices.Values(changed.Apply(f.o.Env)))
		r.publish("stream", dict{"name": "stdout", "text": strings.Join(list, "\n") + "\n"})
		return nil
	}
	name, value, both := strings.Cut(strings.Join(words, " "), "=")
	if !both {
		name, value, both = strings.Cut(name, " ")
	}
	if !both || name == "" {
		return errors.New("%env wants NAME=value")
	}
	entry := name + "=" + value
	if err := f.move("", entry); err != nil {
		return fmt.Errorf("%%env: %w", err)
	}
	r.publish("stream", dict{"name": "stdout", "text": entry + "\n"})
	return nil
}

// move changes the place for the cells that follow.
func (f *Front) move(dir string, env ...string) error {
	m, err := keep.Move(f.values.folder, dir, env...)
	if err == nil {
		f.remember(func() { f.memory.Kept = m })
	}
	return err
}
